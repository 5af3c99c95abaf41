//go:build faults

package faults

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/credential"
)

var out = flag.String("out", "", "file to write the table of faults to")

func TestMain(m *testing.M) {
	flag.Parse()
	began := time.Now()
	status := m.Run()
	if *out != "" {
		if err := os.WriteFile(*out, table(time.Since(began), status == 0), 0o644); err != nil {
			fmt.Fprintln(os.Stderr, err)
			status = 1
		}
	}
	os.Exit(status)
}

// row describes what was observed during a fault.
type row struct {
	fault string
	seen  outcome
	note  string // other observations
	short bool   // the test failed
}

var rows []row // in the order of the tests, which are not parallel

// report adds a row. A test calls it after its last assertion.
func report(t *testing.T, fault string, seen outcome, note string, args ...any) {
	rows = append(rows, row{fault, seen, fmt.Sprintf(note, args...), t.Failed()})
}

func table(took time.Duration, passed bool) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Faults\n\nWritten by `make faults`, in %d seconds. Each row is a test that fails if a client sees anything else.\n", int(took.Seconds()))
	fmt.Fprintf(&b, "The statuses are those that clients with live sessions got, p99 and the worst latency are of all answers,\n")
	fmt.Fprintf(&b, "and the time without service is the longest in which no client got a 200.\n\n")
	if !passed {
		fmt.Fprintf(&b, "**Not every test passed:** a row that is short says so, and one may be missing.\n\n")
	}
	fmt.Fprintf(&b, "| fault | statuses | p99 | worst | without service | besides |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, r := range rows {
		fault := r.fault
		if r.short {
			fault += " (**short**)"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", fault, r.seen.text(), millis(r.seen.p99), millis(r.seen.worst), millis(r.seen.gap), r.note)
	}
	return b.Bytes()
}

func millis(d time.Duration) string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
}

var secret, pepper = strings.Repeat("not a secret ", 3), "v1:" + strings.Repeat("pepper", 6)

// service is a running service, which a test may end early.
type service struct {
	*servicetest.Service
	ended bool
}

// serve starts the service with a secret for bearer tokens and further settings.
func serve(t *testing.T, redisURL string, args ...string) *service {
	return serveUnder(t, nil, redisURL, args...)
}

// serveUnder is like serve, but starts the service through another program.
func serveUnder(t *testing.T, command []string, redisURL string, args ...string) *service {
	t.Helper()
	s, err := servicetest.StartUnder(command, []string{"REDIS_URL=" + redisURL, "SESSION_TOKENS_JWT_HS256_SECRET=" + secret,
		"SESSION_TOKENS_APIKEY_PEPPER=" + pepper}, args...)
	if err != nil {
		t.Fatal(err)
	}
	started := &service{Service: s}
	t.Cleanup(func() { started.end(t) })
	return started
}

// end stops the service and returns its log.
func (s *service) end(t *testing.T) string {
	t.Helper()
	if !s.ended {
		s.ended = true
		if err := s.Stop(secret); err != nil {
			t.Error(err)
		}
	}
	return s.Log
}

// writer returns a client for writing records by plain ZADD, as another program would.
func writer(t *testing.T, url string) *redis.Client {
	t.Helper()
	options, err := redis.ParseURL(url)
	if err != nil {
		t.Fatal(err)
	}
	options.WriteTimeout, options.ReadTimeout = time.Minute, time.Minute
	c := redis.NewClient(options)
	t.Cleanup(func() { c.Close() })
	return c
}

const (
	crowd   = 50 // users who send requests, besides the one who causes trouble
	records = 10 // of each kind, per user
)

// bearer signs a token for the user, valid for an hour.
func bearer(t *testing.T, user string, n int) string {
	t.Helper()
	token, err := credential.SignHS256([]byte(secret), map[string]any{"sub": user, "exp": time.Now().Add(time.Hour).Unix(), "jti": strconv.Itoa(n)})
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func session(user, token string) string {
	text, _ := json.Marshal(gen.SessionObject{
		AccountID: "a-1", UserID: user, Account: "Acme", Role: "admin", Expiry: float64(time.Now().Add(time.Hour).Unix()),
		IP: "192.0.2.1", Agent: "Mozilla/5.0", Platform: "Linux", Token: token, RefreshToken: "refresh of " + token, Location: "Berlin",
	})
	return string(text)
}

func refresh(user, token string) string {
	expiry := time.Now().Add(time.Hour).Unix()
	text, _ := json.Marshal(gen.RefreshTokenObject{UserID: &user, Token: &token, Expiry: &expiry})
	return string(text)
}

// signIn stores a user's records and returns the bearer token.
func signIn(t *testing.T, c redis.UniversalClient, user string) string {
	t.Helper()
	own := bearer(t, user, 0)
	score := float64(time.Now().Add(time.Hour).Unix())
	_, err := c.Pipelined(t.Context(), func(p redis.Pipeliner) error {
		for i := range records {
			token := own
			if i > 0 {
				token = bearer(t, user, i)
			}
			p.ZAdd(t.Context(), "session:{"+user+"}", redis.Z{Score: score, Member: session(user, token)})
			p.ZAdd(t.Context(), "refresh:{"+user+"}", redis.Z{Score: score, Member: refresh(user, "refresh of "+token)})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// signInAll signs in the crowd.
func signInAll(t *testing.T, c redis.UniversalClient) (bearers []string) {
	t.Helper()
	for i := range crowd {
		bearers = append(bearers, signIn(t, c, fmt.Sprintf("u-%d", i)))
	}
	return bearers
}

// load is a group of clients that send requests in a loop, taking turns with the credentials.
type load struct {
	stop    context.CancelFunc
	done    sync.WaitGroup
	mu      sync.Mutex
	answers []answer
	began   time.Time
}

type answer struct {
	status int // 0 without a response
	at     time.Time
	took   time.Duration
}

// patience is the clients' time-out: ten times the longest allowed response time.
const patience = 5 * time.Second

// ask starts clients that send requests as fast as they are answered, or with pauses.
func ask(t *testing.T, s *service, clients int, pause time.Duration, header string, values []string) *load {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	l := &load{stop: stop, began: time.Now()}
	transport := &http.Transport{MaxIdleConnsPerHost: clients, DisableCompression: true}
	client := &http.Client{Transport: transport, Timeout: patience}
	for i := range clients {
		l.done.Go(func() {
			for n := i; ctx.Err() == nil; n += clients {
				a := get(ctx, client, s.Public+"/accounts/session-tokens", header, values[n%len(values)])
				if ctx.Err() != nil {
					return // cancelling may have caused the failure
				}
				l.mu.Lock()
				l.answers = append(l.answers, a)
				l.mu.Unlock()
				if pause > 0 {
					select {
					case <-ctx.Done():
					case <-time.After(pause):
					}
				}
			}
		})
	}
	t.Cleanup(func() { l.stop(); l.done.Wait(); transport.CloseIdleConnections() })
	return l
}

func get(ctx context.Context, client *http.Client, url, header, value string) answer {
	began := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{at: began}
	}
	if value != "" {
		r.Header.Set(header, value)
	}
	response, err := client.Do(r)
	status := 0
	if err == nil {
		status = response.StatusCode
		if _, err = io.Copy(io.Discard, response.Body); err != nil {
			status = 0
		}
		response.Body.Close()
	}
	now := time.Now()
	return answer{status, now, now.Sub(began)}
}

// outcome is what clients observed.
type outcome struct {
	statuses        map[int]int
	p50, p99, worst time.Duration
	gap             time.Duration // the longest time without a 200
	rate            float64       // responses per second
}

// end stops the clients and returns the outcome.
func (l *load) end() outcome {
	l.stop()
	l.done.Wait()
	return outcomeOf(l.answers, l.began, time.Now())
}

func outcomeOf(answers []answer, began, ended time.Time) outcome {
	o := outcome{statuses: map[int]int{}, rate: float64(len(answers)) / ended.Sub(began).Seconds()}
	slices.SortFunc(answers, func(a, b answer) int { return a.at.Compare(b.at) })
	good := began
	var took []time.Duration
	for _, a := range answers {
		o.statuses[a.status]++
		took = append(took, a.took)
		if a.status == http.StatusOK {
			o.gap, good = max(o.gap, a.at.Sub(good)), a.at
		}
	}
	o.gap = max(o.gap, ended.Sub(good))
	if slices.Sort(took); len(took) > 0 {
		o.p50, o.p99, o.worst = took[len(took)/2], took[len(took)*99/100], took[len(took)-1]
	}
	return o
}

func (o outcome) text() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(o.statuses)) {
		name := strconv.Itoa(status)
		if status == 0 {
			name = "none"
		}
		parts = append(parts, fmt.Sprintf("%s: %d", name, o.statuses[status]))
	}
	return strings.Join(parts, ", ")
}

// only asserts that there were responses, and all had one of the statuses.
func (o outcome) only(t *testing.T, statuses ...int) {
	t.Helper()
	if len(o.statuses) == 0 {
		t.Error("no answers")
	}
	for status := range o.statuses {
		if !slices.Contains(statuses, status) {
			t.Errorf("answers: %s; wanted none but %v", o.text(), statuses)
		}
	}
}

func within(t *testing.T, what string, got, limit time.Duration) {
	t.Helper()
	if got > limit {
		t.Errorf("%s: %v, wanted %v at the most", what, got, limit)
	}
}

// pass lets the load continue for a while. This suite measures time, so it has to wait.
func pass(t *testing.T, d time.Duration) {
	t.Helper()
	select {
	case <-time.After(d):
	case <-t.Context().Done():
	}
}

// operator sends a request to the admin listener.
func operator(t *testing.T, s *service, path string) (status int, body string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Admin+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return 0, ""
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Errorf("%s: %v", path, err)
	}
	return response.StatusCode, string(text)
}

// metric sums a metric over its labels, some of which may be given, as in name{kind="session"}.
func metric(t *testing.T, s *service, name string) float64 {
	t.Helper()
	_, text := operator(t, s, "/metrics")
	var sum float64
	for line := range strings.Lines(text) {
		rest, ok := strings.CutPrefix(line, name)
		if !ok || rest[0] != ' ' && rest[0] != '{' {
			continue
		}
		value, err := strconv.ParseFloat(strings.TrimSpace(rest[strings.LastIndexByte(rest, ' '):]), 64)
		if err != nil {
			t.Fatal(err)
		}
		sum += value
	}
	return sum
}

// madeUpKeys returns well-formed API keys that were never issued here: they were made with another pepper.
func madeUpKeys(t *testing.T, n int) (keys []string) {
	t.Helper()
	other, err := credential.ParsePeppers("v1:" + strings.Repeat("another", 6))
	if err != nil {
		t.Fatal(err)
	}
	for range n {
		key, _, err := credential.NewKey(other, rand.Reader, time.Now(), time.Hour, "u-1", "Acme", "made up")
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key)
	}
	return keys
}

// calls returns how often Redis has run a command.
func calls(t *testing.T, c *redis.Client, command string) (n int) {
	t.Helper()
	info, err := c.Info(t.Context(), "commandstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(info) {
		if rest, ok := strings.CutPrefix(line, "cmdstat_"+command+":calls="); ok {
			_, _ = fmt.Sscan(rest, &n)
		}
	}
	return n
}
