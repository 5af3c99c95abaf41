//go:build faults

package faults

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// answerLimit is the longest response time, whatever Redis does.
const answerLimit = 500 * time.Millisecond

// Redis freezes and continues: clients get a 503 in the meantime, and the service need not be restarted.
func TestFrozen(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	s := serve(t, r.URL())
	crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, time.Second)
	r.Freeze()
	pass(t, 2*time.Second)
	if status, body := operator(t, s, "/readyz"); status != 503 {
		t.Errorf("/readyz: %d %s", status, body)
	}
	r.Thaw()
	pass(t, 2*time.Second)
	seen := crowd.end()
	seen.only(t, 200, 503)
	within(t, "worst latency", seen.worst, answerLimit)
	within(t, "time without service", seen.gap, 3*time.Second)
	report(t, "Redis frozen for 2 s, 16 clients", seen, "")
}

// With more clients than connections, those waiting for a connection are refused just as quickly.
func TestFrozenForACrowd(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	s := serve(t, r.URL())
	crowd := ask(t, s, 400, 20*time.Millisecond, authorization, bearers(others...))
	pass(t, time.Second)
	r.Freeze()
	pass(t, 2*time.Second)
	r.Thaw()
	pass(t, 2*time.Second)
	seen := crowd.end()
	seen.only(t, 200, 503)
	within(t, "p99", seen.p99, 600*time.Millisecond) // the crowd itself loads the processor
	within(t, "time without service", seen.gap, 3*time.Second)
	report(t, "Redis frozen for 2 s, 400 clients", seen, "")
}

// Redis is down: clients and the log say so, without flooding the log.
func TestDown(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	s := serve(t, r.URL())
	r.Kill()
	const down = 3 * time.Second
	crowd := ask(t, s, 32, 0, authorization, bearers(others...))
	pass(t, down)
	seen := crowd.end()
	seen.only(t, 503)
	within(t, "worst latency", seen.worst, answerLimit)
	lines := strings.Count(s.end(t), "\n")
	perSecond := float64(lines) / down.Seconds()
	if perSecond > 50 {
		t.Errorf("%.0f log lines a second, wanted 50 at the most", perSecond)
	}
	report(t, "Redis down, 32 clients that ask as fast as they are answered", seen, "%.0f log lines a second", perSecond)
}

// Redis is killed and restarts with its persisted data.
func TestKilled(t *testing.T) {
	r := redistest.Start(t, "--appendonly", "yes", "--dir", t.TempDir())
	others := signInAll(t, writer(t, r.URL()))
	s := serve(t, r.URL())
	crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, time.Second)
	r.Kill()
	pass(t, time.Second)
	r.Restart()
	pass(t, 2*time.Second)
	seen := crowd.end()
	seen.only(t, 200, 503)
	within(t, "worst latency", seen.worst, answerLimit)
	within(t, "time without service", seen.gap, 3*time.Second)
	report(t, "Redis killed, and started again a second later, 16 clients", seen, "")
}

// All connections to Redis are lost at once, and no client notices.
func TestCut(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	p := redistest.StartProxy(t, r.Addr)
	s := serve(t, p.URL())
	crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
	for range 5 {
		pass(t, 500*time.Millisecond)
		p.Cut()
	}
	pass(t, 500*time.Millisecond)
	seen := crowd.end()
	seen.only(t, 200)
	report(t, "all connections to Redis cut, five times, 16 clients", seen, "")
}

// A firewall silently drops idle connections.
func TestSilentFirewall(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	p := redistest.StartProxy(t, r.Addr)
	s := serve(t, p.URL())
	// Open many connections, and let them idle for a while.
	fill := ask(t, s, 32, 0, authorization, bearers(others...))
	pass(t, time.Second)
	fill.end().only(t, 200)
	pass(t, 2*time.Second)
	forgotten := p.Open()
	p.Silence()
	pass(t, 100*time.Millisecond) // the service checks Redis each second: let that connection become idle again
	one := ask(t, s, 1, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, 2*time.Second)
	seen := one.end()
	seen.only(t, 200)
	slow := 0
	for _, a := range one.answers {
		if a.took > 100*time.Millisecond {
			slow++
		}
	}
	if slow > 1 {
		t.Errorf("%d slow answers, wanted one at the most", slow)
	}
	if log := s.end(t); t.Failed() {
		t.Log(lines(log, "request failed"))
	}
	report(t, "idle connections to Redis forgotten by a firewall", seen, "%d connections forgotten, %d slow answers", forgotten, slow)
}

// A distant Redis is slow, but works.
func TestFarAway(t *testing.T) {
	r := redistest.Start(t)
	others := signInAll(t, writer(t, r.URL()))
	p := redistest.StartProxy(t, r.Addr)
	s := serve(t, p.URL())
	p.Delay(50 * time.Millisecond)
	crowd := ask(t, s, 16, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, 2*time.Second)
	seen := crowd.end()
	seen.only(t, 200)
	report(t, "answers of Redis 50 ms late, 16 clients", seen, "")
}

// An emptied database makes the service refuse everybody, and the operator is told.
func TestEmptied(t *testing.T) {
	r := redistest.Start(t)
	c := writer(t, r.URL())
	others := signInAll(t, c)
	s := serve(t, r.URL())
	crowd := ask(t, s, 4, 10*time.Millisecond, authorization, bearers(others...))
	pass(t, time.Second)
	if n := metric(t, s, "session_tokens_redis_keys"); n == 0 {
		t.Error("session_tokens_redis_keys is 0 while there are keys")
	}
	if err := c.FlushAll(t.Context()).Err(); err != nil {
		t.Fatal(err)
	}
	pass(t, 3*time.Second)
	if n := metric(t, s, "session_tokens_redis_keys"); n != 0 {
		t.Errorf("session_tokens_redis_keys is %v after FLUSHALL", n)
	}
	seen := crowd.end()
	seen.only(t, 200, 401)
	if log := s.end(t); !strings.Contains(log, "the Redis database is empty") {
		t.Errorf("the log does not say that the database is empty:\n%s", lines(log, `"WARN"`))
	}
	report(t, "FLUSHALL", seen, "a log line and the metric redis_keys say so")
}

// An import continues after lost replies.
func TestImportOverLostConnections(t *testing.T) {
	r := redistest.Start(t)
	c := writer(t, r.URL())
	p := redistest.StartProxy(t, r.Addr)
	const users, each = 500, 20
	var file strings.Builder
	for u := range users {
		user := fmt.Sprintf("u-%d", u)
		for i := range each {
			fmt.Fprintf(&file, "{\"refresh\":%s}\n", refresh(user, fmt.Sprintf("token-%d", i)))
		}
	}
	binary, err := servicetest.Binary()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), binary, "import", "-")
	command.Env = []string{"REDIS_URL=" + p.URL()}
	command.Stdin = strings.NewReader(file.String())
	p.Delay(time.Millisecond) // or it is over before a connection is lost
	var said []byte
	imported := make(chan struct{})
	go func() {
		defer close(imported)
		said, err = command.CombinedOutput()
	}()
	cuts := 0
	for stored, running := 0, true; running; {
		select {
		case <-imported:
			running = false
		case <-time.After(20 * time.Millisecond):
			// On a busy machine a connection may live for as long as it takes to be made, and for one record.
			if n := calls(t, c, "zadd"); n > stored {
				p.Cut()
				stored = n
				cuts++
			}
		}
	}
	if err != nil {
		t.Errorf("import: %v\n%s", err, said)
	}
	stored := 0
	for u := range users {
		stored += int(c.ZCard(t.Context(), fmt.Sprintf("refresh:{u-%d}", u)).Val())
	}
	if stored != users*each {
		t.Errorf("%d records stored, wanted %d", stored, users*each)
	}
	report(t, "an import whose connections are cut every 20 ms", outcome{}, "%d of %d records stored, %d connections cut", stored, users*each, cuts)
}
