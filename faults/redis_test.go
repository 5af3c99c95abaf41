//go:build faults

package faults

import (
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// answerLimit is how long a client waits at the most, whatever Redis does.
const answerLimit = 500 * time.Millisecond

// A Redis that stops answering, and goes on: a 503 in the meantime, and no restart of the service.
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

// A Redis that is not there: clients and the log's reader are told so, and not drowned.
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
