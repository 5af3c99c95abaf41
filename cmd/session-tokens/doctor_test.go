package main

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// doctor runs the command in this process, and returns its output and its findings.
func doctor(t *testing.T, url string, ahead time.Duration, args ...string) (found []finding, all string, err error) {
	t.Helper()
	var out, said bytes.Buffer
	p := &program{
		stdout: &out, stderr: &said, environ: func() []string { return nil }, env: func(string) string { return "" },
		now: func() time.Time { return time.Now().Add(ahead) },
	}
	err = run(t.Context(), append([]string{"doctor", "--json", "--all", "--rate=1000000000", "--redis-url=" + url}, args...), p)
	for line := range strings.Lines(out.String()) {
		var f finding
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		if f.Kind != "note" && f.Kind != "summary" {
			found = append(found, f)
		}
	}
	all = out.String() + said.String()
	if strings.Contains(all, "not-a-secret") {
		t.Errorf("it shows a part of a record: %.2000s", all)
	}
	return found, all, err
}

// The members that doctor reports as left out are exactly those that a list leaves out, for the same reasons.
func TestDoctorAgreesWithList(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	const good = `{"account_id":"a1","user_id":"u","account":"Acme","role":"admin","ip":"192.0.2.1","agent":"curl","refresh_token":"","is_suspended":false,"token":"not-a-secret-1","expiry":4102444800,"platform":"Linux","location":"Berlin"}`
	swap := func(old, with string) string { return strings.Replace(good, old, with, 1) }
	variants := []string{
		good, swap(`"Linux"`, `5`), swap(`"u"`, `"v"`), swap(`4102444800`, `1000000000`), swap(`4102444800`, `4102444800000`), swap(`4102444800`, `0`),
		swap(`4102444800`, `-5`), swap(`"not-a-secret-1"`, `""`), swap(`"Berlin"`, "\"B\xff\""), swap(`"Berlin"`, `"x\ud83d"`), swap(`-1"`, `\ud83d"`),
		swap(`{`, `{"x":1,`), swap(`"ip"`, `"ips"`), swap(`{`, `{"ip":"",`), `{}`, `[]`, `null`, `not-a-secret-junk`, "", `{"user_id":"u","token":"not-a-secret-2","expiry":4102444800}`,
		`{"token":"not-a-secret-3","expiry":4102444800}`, `{"user_id":"u","token":"not-a-secret-4"}`, `{"x":2,"user_id":"u","token":"not-a-secret-5","expiry":1000000000}`,
	}
	for _, score := range []float64{4102444800, 4102444000, 1000000000, 4102444800000, 2e9, -1} {
		redistest.Empty(t, c)
		for _, v := range variants {
			for _, key := range []string{"session:{u}", "refresh:{u}"} {
				c.ZAdd(t.Context(), key, redis.Z{Score: score, Member: v})
			}
		}
		b, err := (&redisSettings{RedisURL: server.URL(), MaxListRecords: "2000", MaxListBytes: "4194304"}).open(&program{now: time.Now}, false, nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		list, err := b.records.List(t.Context(), "u", "")
		if err != nil {
			t.Fatal(err)
		}
		var want, got []string
		for _, out := range list.LeftOut {
			want = append(want, fmt.Sprintf("%s:{u} %s %s %s", out.Kind, out.Fingerprint(), out.Reason, out.Rule))
		}
		b.Close()
		for _, args := range [][]string{nil, {"u"}} {
			found, _, _ := doctor(t, server.URL(), 0, args...)
			got = nil
			for _, f := range found {
				if f.Reason != "" {
					rule := strings.TrimSuffix(f.Why, ", and its score has not: it has ended")
					got = append(got, fmt.Sprintf("%s %s %s %s", f.Key, f.Fingerprint, f.Reason, rule))
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("score %.0f: doctor %q has %q, a list leaves out %q", score, args, got, want)
			}
		}
		live := score > float64(time.Now().Unix()) && score <= store.LastExpiry
		if live != (len(want) > 20) {
			t.Errorf("score %.0f: left out are %d", score, len(want))
		}
		// A repair does not change what is listed.
		before := listed(t, server.URL())
		if _, _, err := doctor(t, server.URL(), 0, "--repair"); !errors.Is(err, errFound) {
			t.Errorf("score %.0f: %v", score, err)
		}
		if after := listed(t, server.URL()); after != before {
			t.Errorf("score %.0f: after a repair the list is %s, before it was %s", score, after, before)
		}
	}
}

func listed(t *testing.T, url string) string {
	t.Helper()
	var out bytes.Buffer
	p := &program{stdout: &out, stderr: io.Discard, environ: func() []string { return nil }, env: func(string) string { return "" }, now: time.Now}
	if err := run(t.Context(), []string{"list", "--json", "u", "--redis-url=" + url}, p); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// Concurrent writes are not lost while doctor repairs.
func TestDoctorBesideWriters(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	const users, each = 20, 100
	written := make(chan error)
	go func() {
		for i := range users * each {
			key := fmt.Sprintf("refresh:{%d}", i%users)
			text := fmt.Sprintf(`{"user_id":"%d","token":"not-a-secret-%d","expiry":4102444800}`, i%users, i)
			err := c.ZAdd(t.Context(), key, redis.Z{Score: 4102444900, Member: text}, redis.Z{Score: 1, Member: i}).Err()
			if err := cmp.Or(err, c.Expire(t.Context(), key, time.Hour).Err()); err != nil {
				written <- err
				return
			}
		}
		written <- nil
	}()
	for writing := true; writing; {
		select {
		case err := <-written:
			if err != nil {
				t.Fatal(err)
			}
			writing = false
		default:
		}
		if _, all, err := doctor(t, server.URL(), 0, "--repair"); err != nil && !errors.Is(err, errFound) {
			t.Fatalf("%v: %.1000s", err, all)
		}
	}
	for i := range users {
		key := fmt.Sprintf("refresh:{%d}", i)
		if all, lowered := c.ZCard(t.Context(), key).Val(), c.ZCount(t.Context(), key, "4102444800", "4102444800").Val(); all != each || lowered != each || c.TTL(t.Context(), key).Val() > 0 {
			t.Errorf("%s has %d members, %d of them repaired, want %d", key, all, lowered, each)
		}
	}
}

func TestDoctorClock(t *testing.T) {
	url := redistest.Start(t, "--appendonly", "yes").URL()
	for ahead, want := range map[time.Duration]string{
		0: "", 900 * time.Millisecond: "", -900 * time.Millisecond: "", 3 * time.Second: "behind this machine's", -time.Hour: "ahead of this machine's",
	} {
		found, all, _ := doctor(t, url, ahead)
		if want == "" && len(found) > 0 || want != "" && (len(found) != 1 || found[0].Kind != "clock" || !strings.Contains(found[0].Why, want)) {
			t.Errorf("%s ahead: %s", ahead, all)
		}
		if _, all, err := doctor(t, url, ahead, "--repair"); (err != nil) != (want != "") || err != nil && !strings.Contains(all, "not all could be repaired: the clocks are too far apart") {
			t.Errorf("%s ahead: %v: %s", ahead, err, all)
		}
	}
}

// In each topology doctor reports and repairs the same.
func TestDoctorOnTopologies(t *testing.T) {
	for name, start := range map[string]func(testing.TB, ...string) *redistest.Topology{"Sentinel": redistest.StartSentinels, "Cluster": redistest.StartCluster} {
		t.Run(name, func(t *testing.T) {
			top := start(t, "--appendonly", "yes")
			c := redistest.Client(t, top.URL)
			for i := range 100 {
				key := fmt.Sprintf("refresh:{%d}", i)
				c.ZAdd(t.Context(), key, redis.Z{Score: 4102444900, Member: fmt.Sprintf(`{"user_id":"%d","token":"not-a-secret","expiry":4102444800}`, i)})
				c.Expire(t.Context(), key, time.Hour)
			}
			found, all, err := doctor(t, top.URL, 0)
			if len(found) != 200 || !errors.Is(err, errFound) || !strings.Contains(all, `"keys":100,"members":100,"ended":0,"findings":{"lifetime":{"found":100,"repaired":0},"score":{"found":100,"repaired":0}}`) {
				t.Errorf("%d findings, %v: %.3000s", len(found), err, all)
			}
			// Each master has at least one replica, so the change is on one, but not on ten.
			if _, all, err := doctor(t, top.URL, 0, "--repair", "--wait-replicas=1", "1"); err != nil || !strings.Contains(all, `"lifetime":{"found":1,"repaired":1},"score":{"found":1,"repaired":1}`) {
				t.Errorf("%v: %.3000s", err, all)
			}
			found, all, err = doctor(t, top.URL, 0, "--repair", "--wait-replicas=10", "--wait-timeout=10ms", "2")
			if !errors.Is(err, errFound) || !slices.ContainsFunc(found, func(f finding) bool { return f.Kind == "setting" && strings.Contains(f.Why, "10 of --wait-replicas") }) {
				t.Errorf("%v: %.3000s", err, all)
			}
			replicas := top.Servers[len(top.Servers)/2:]
			if name == "Sentinel" {
				replicas = top.Servers[1:]
			}
			for _, r := range replicas {
				r.Freeze()
			}
			_, all, err = doctor(t, top.URL, 0, "--repair", "--wait-replicas=1", "--wait-timeout=10ms", "3")
			for _, r := range replicas {
				r.Thaw()
			}
			if !errors.Is(err, errShort) || !strings.Contains(all, "session-tokens: repair: done here, not yet on 1 replicas: on 0") {
				t.Errorf("%v: %.3000s", err, all)
			}
			if _, all, err := doctor(t, top.URL, 0, "--repair"); err != nil || !strings.Contains(all, `"lifetime":{"found":97,"repaired":97},"score":{"found":97,"repaired":97}`) {
				t.Errorf("%v: %.3000s", err, all)
			}
			if found, all, err := doctor(t, top.URL, 0); err != nil || len(found) > 0 {
				t.Errorf("%v: %.3000s", err, all)
			}
		})
	}
}

// A user with too few permissions is told which are missing, and what may be examined is.
func TestDoctorThatMayNot(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	c.ZAdd(t.Context(), "session:{u}", redis.Z{Score: 4102444800, Member: "not-a-secret"})
	c.Expire(t.Context(), "session:{u}", time.Hour)
	const service = "resetchannels %R~session:* %R~refresh:* %R~suspended:* %R~apikey:* -@all +hello +zrange +hgetall"
	const inspects = service + " +time +info +dbsize +scan +type +pttl +zcount +zscan +zscore"
	for _, row := range []struct{ rules, args, says, finds string }{
		{service, "", "its user may not look for what is wrong with them: it lacks scan, type session:*", ""},
		{service, "u", "of the user's records only what a list leaves out can be looked at", "member"},
		{inspects, "", "its user may not change records and API keys: it lacks zcard session:*", "setting lifetime member"},
		{inspects, "--repair", "session-tokens: not all could be repaired: repair: Redis does not allow", "setting lifetime member"},
		{inspects + " -info -time", "", "clock: not known: its user may not ask; +time lets it", "lifetime member"},
		{strings.ReplaceAll(inspects, "session:", "other:"), "", "its user may not serve: it lacks zrange session:*", "setting"},
	} {
		args := []any{"ACL", "SETUSER", "limited", "reset", "on", ">password"}
		for _, rule := range strings.Fields(row.rules) {
			args = append(args, rule)
		}
		if err := c.Do(t.Context(), args...).Err(); err != nil {
			t.Fatal(err)
		}
		found, all, err := doctor(t, "redis://limited:password@"+server.Addr, 0, strings.Fields(row.args)...)
		var kinds []string
		for _, f := range found {
			kinds = append(kinds, f.Kind)
		}
		if strings.Join(kinds, " ") != row.finds || !strings.Contains(all, row.says) || err == nil {
			t.Errorf("%s: %q: finds %q, %v: %s", row.rules, row.args, kinds, err, all)
		}
	}
}

// A signal stops doctor at once, with the findings so far and an exit status of its own.
func TestDoctorInterrupted(t *testing.T) {
	server := redistest.Start(t)
	c := redistest.Client(t, server.URL())
	for i := range 100 {
		c.ZAdd(t.Context(), fmt.Sprintf("session:{%d}", i), redis.Z{Score: 4102444800, Member: "not-a-secret"})
	}
	cmd := exec.CommandContext(t.Context(), "session-tokens", "doctor", "--rate=1", "--redis-url="+server.URL())
	cmd.Env = append(os.Environ(), "GORACE=atexit_sleep_ms=0")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	signalled, rest := time.Time{}, ""
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if rest += lines.Text() + "\n"; signalled.IsZero() && strings.HasPrefix(lines.Text(), "member ") {
			signalled = time.Now()
			if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = cmd.Wait()
	if took := time.Since(signalled); cmd.ProcessState.ExitCode() != 4 || took > 5*time.Second {
		t.Errorf("status %d after %s", cmd.ProcessState.ExitCode(), took)
	}
	if !strings.Contains(rest, "looked at, not all; member 1; setting 1\n") || said.String() != "session-tokens: interrupted: not all was looked at\n" {
		t.Errorf("it says %s%s", rest, &said)
	}
}
