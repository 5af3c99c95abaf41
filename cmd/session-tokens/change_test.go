package main

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// An operator whose clock is an hour fast can change one record without ending any other.
func TestFastClockEndsNoOtherRecord(t *testing.T) {
	server := redistest.Start(t)
	plain := redis.NewClient(&redis.Options{Addr: server.Addr})
	defer plain.Close()
	soon := time.Now().Add(30 * time.Minute).Unix()
	for i := range 3 {
		record := fmt.Sprintf(`{"account_id":"a1","user_id":"alice","account":"Acme","role":"admin","ip":"192.0.2.1","agent":"curl","refresh_token":"",`+
			`"is_suspended":false,"token":"t%d","expiry":%d,"platform":"Linux","location":"Berlin"}`, i, soon)
		if err := plain.ZAdd(t.Context(), "session:{alice}", redis.Z{Score: float64(soon), Member: record}).Err(); err != nil {
			t.Fatal(err)
		}
	}
	one := store.Fingerprint("t1")
	for _, c := range []struct {
		command string
		left    int64
	}{
		{"token --user=alice --store", 4},
		{"suspend alice " + one, 4},
		{"revoke alice " + one, 3},
		{"revoke bob --all", 3},
	} {
		var said bytes.Buffer
		fast := &program{
			stdout: io.Discard, stderr: &said, environ: func() []string { return nil }, now: func() time.Time { return time.Now().Add(time.Hour) },
			env: func(name string) string {
				return map[string]string{"SESSION_TOKENS_JWT_HS256_SECRET": "not-a-secret-not-a-secret-not-a-secret"}[name]
			},
		}
		if err := run(t.Context(), append(strings.Fields(c.command), "--redis-url="+server.URL()), fast); err != nil {
			t.Errorf("%s: %s", c.command, &said)
		}
		if n := plain.ZCard(t.Context(), "session:{alice}").Val(); n != c.left {
			t.Errorf("%s: %d records are left, want %d", c.command, n, c.left)
		}
	}
}
