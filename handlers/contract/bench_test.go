package contract_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/quiva-ai/session-tokens/gen"
)

// usual is a session as a login service writes it, of about 640 bytes.
func usual(t testing.TB) []byte {
	t.Helper()
	email := "person@example.com"
	text, err := json.Marshal(gen.SessionObject{
		AccountID: "acc-000001", UserID: "user-000001", Account: "Acme Incorporated", Email: &email, Role: "admin",
		Expiry: 1900003600, IP: "192.0.2.10", Platform: "Linux", Location: "Berlin, Germany",
		Agent: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
		Token: fmt.Sprintf("%0200d", 1), RefreshToken: fmt.Sprintf("%040d", 2),
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// usualRefresh is a refresh token as a login service writes it.
func usualRefresh(t testing.TB) []byte {
	t.Helper()
	user, account, email, role, token, expiry := "user-000001", "Acme Incorporated", "person@example.com", "admin", fmt.Sprintf("%040d", 2), int64(1900003600)
	text, err := json.Marshal(gen.RefreshTokenObject{UserID: &user, Account: &account, Email: &email, Role: &role, Expiry: &expiry, Token: &token})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// BenchmarkRecord measures a record that is seen for the first time: in one pass, after another record of the same
// user, as a value that kin-openapi checks, and decoded into the generated model as well.
func BenchmarkRecord(b *testing.B) {
	record, text := sessions(b), usual(b)
	series := record.Scanner("user_id", "expiry", "token", "is_suspended").Series()
	another := bytes.Replace(bytes.Replace(text, []byte("1900003600"), []byte("1900003599"), 1), fmt.Appendf(nil, "%0200d", 1), fmt.Appendf(nil, "%0200d", 3), 1)
	texts, n := [][]byte{text, another}, 0
	for name, check := range map[string]func() bool{
		"Scan":   func() bool { series.Reset(); return series.Scan(text) },
		"Series": func() bool { n++; return series.Scan(texts[n%2]) },
		"Check":  func() bool { return record.Check(text) == nil },
		"Decode": func() bool { var s gen.SessionObject; return record.Decode(text, &s) == nil },
	} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				if !check() {
					b.Fatal("refused")
				}
			}
		})
	}
}

// BenchmarkCheckResponse checks a whole answer of 100 sessions with openapi3filter.ValidateResponse.
func BenchmarkCheckResponse(b *testing.B) {
	c, text := load(b, same), usual(b)
	body := append([]byte(`{"data":{"auth":[`), bytes.Repeat(append(text, ','), 99)...)
	body = append(append(body, text...), `],"refresh":[]}}`...)
	operation, err := c.Find(path, http.MethodGet)
	if err != nil {
		b.Fatal(err)
	}
	r := httptest.NewRequestWithContext(b.Context(), http.MethodGet, path, nil)
	header := http.Header{"Content-Type": {"application/json"}}
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if err := c.CheckResponse(r, operation, http.StatusOK, header, body); err != nil {
			b.Fatal(err)
		}
	}
}
