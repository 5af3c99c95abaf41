package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
	"github.com/quiva-ai/session-tokens/store/storetest"
)

// deadline is the deadline of a request.
const deadline = 350 * time.Millisecond

// faulty is a store whose Redis is behind a proxy, with a plain client that is not.
type faulty struct {
	*store.Redis
	server *redistest.Server
	proxy  *redistest.Proxy
	plain  *redis.Client

	mu  sync.Mutex
	now time.Time
}

func newFaulty(t *testing.T, connections int) *faulty {
	f := &faulty{server: redistest.Start(t), now: storetest.Start}
	f.proxy = redistest.StartProxy(t, f.server.Addr)
	f.plain = redis.NewClient(&redis.Options{Addr: f.server.Addr})
	t.Cleanup(func() { f.plain.Close() })
	f.open(t, f.proxy.URL(), connections, store.Security{})
	return f
}

func (f *faulty) open(t *testing.T, url string, connections int, files store.Security) {
	cfg := config()
	cfg.Now, cfg.Connections, cfg.Security = f.clock, connections, files
	s, err := store.Open(url, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	f.Redis = s
}

func (f *faulty) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *faulty) wait(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// ask lists a user's records as a request would.
func (f *faulty) ask(t *testing.T, user string) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	began := time.Now()
	err := f.List(ctx, user, new(store.Lists))
	return time.Since(began), err
}

// crowd asks as that many users concurrently, and returns what each got.
func (f *faulty) crowd(t *testing.T, users int) []error {
	errs := make([]error, users)
	var all sync.WaitGroup
	for i := range users {
		all.Go(func() { _, errs[i] = f.ask(t, fmt.Sprint("user-", i)) })
	}
	all.Wait()
	return errs
}

// listed returns how many lists Redis was asked for: each is of two sets.
func (f *faulty) listed(t *testing.T) int {
	t.Helper()
	return f.calls(t, "zrange") / 2
}

// calls returns how often Redis received a command.
func (f *faulty) calls(t *testing.T, command string) (n int) {
	t.Helper()
	stats, err := f.plain.Info(t.Context(), "commandstats").Result()
	if err != nil {
		t.Fatal(err)
	}
	if _, line, ok := strings.Cut(stats, "cmdstat_"+command+":calls="); ok {
		if _, err := fmt.Sscanf(line, "%d", &n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}

// A slow Redis does not get all of its load twice.
func TestTimeoutIsNotAskedAgain(t *testing.T) {
	f := newFaulty(t, 4)
	if _, err := f.ask(t, "u"); err != nil {
		t.Fatal(err)
	}
	before := f.listed(t)
	f.proxy.Delay(time.Minute)
	if _, err := f.ask(t, "u"); !errors.Is(err, store.ErrUnavailable) || store.CauseOf(err) != "timeout" {
		t.Errorf("%v, cause %q", err, store.CauseOf(err))
	}
	if n := f.listed(t) - before; n != 1 {
		t.Errorf("Redis was asked %d times", n)
	}
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	before = f.calls(t, "hgetall")
	if _, err := f.APIKey(ctx, "k"); !errors.Is(err, store.ErrUnavailable) || store.CauseOf(err) != "timeout" {
		t.Errorf("%v, cause %q", err, store.CauseOf(err))
	}
	if n := f.calls(t, "hgetall") - before; n > 1 {
		t.Errorf("Redis was asked %d times", n)
	}
}

// A connection that is lost while a reply is awaited causes no error.
func TestLostConnectionIsAskedAgain(t *testing.T) {
	f := newFaulty(t, 4)
	for name, ask := range map[string]func(context.Context) error{
		"list":    func(ctx context.Context) error { return f.List(ctx, "u", new(store.Lists)) },
		"API key": func(ctx context.Context) error { _, err := f.APIKey(ctx, "k"); return err },
	} {
		err := f.cutWhile(t, ask)
		for range 3 { // on a busy machine the cut may come after the read time-out
			if store.CauseOf(err) == "timeout" {
				err = f.cutWhile(t, ask)
			}
		}
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// However many idle connections were lost, a request succeeds.
func TestAllConnectionsForgotten(t *testing.T) {
	f := newFaulty(t, 10)
	f.proxy.Delay(30 * time.Millisecond) // so that each of them needs its own connection
	if err := errors.Join(f.crowd(t, 10)...); err != nil {
		t.Fatal(err)
	}
	f.proxy.Delay(0)
	if idle := f.PoolStats().Idle; idle < 5 {
		t.Fatalf("%d idle connections, wanted more than a request has tries", idle)
	}
	f.proxy.Forget()
	f.wait(time.Second)
	if _, err := f.ask(t, "u"); err != nil {
		t.Error(err)
	}
}

// cutWhile asks, and cuts the connection once Redis has received the command.
func (f *faulty) cutWhile(t *testing.T, ask func(context.Context) error) error {
	if _, err := f.ask(t, "u"); err != nil {
		t.Fatal(err)
	}
	f.proxy.Delay(time.Minute)
	before := f.plain.Info(t.Context(), "commandstats").Val()
	done := make(chan error, 1)
	go func() { done <- ask(t.Context()) }()
	for len(done) == 0 && counts(f.plain.Info(t.Context(), "commandstats").Val()) == counts(before) {
	}
	f.proxy.Delay(0)
	f.proxy.Cut()
	return <-done
}

// counts returns the numbers of calls of a request's commands.
func counts(stats string) (counts string) {
	for line := range strings.Lines(stats) {
		if strings.HasPrefix(line, "cmdstat_zrange:") || strings.HasPrefix(line, "cmdstat_hgetall:") {
			name, _, _ := strings.Cut(line, ",")
			counts += name
		}
	}
	return counts
}

// A firewall that forgot all idle connections causes a slow answer, but no error.
func TestIdleConnectionsGoSilent(t *testing.T) {
	for _, tls := range []bool{false, true} {
		for _, crowd := range []int{1, 10} {
			t.Run(fmt.Sprintf("tls=%t/crowd=%d", tls, crowd), func(t *testing.T) {
				problems := idleConnectionsGoSilent(t, tls, crowd)
				for try := 1; try < 3 && len(problems) > 0; try++ { // times are those of an idle machine
					problems = idleConnectionsGoSilent(t, tls, crowd)
				}
				for _, problem := range problems {
					t.Error(problem)
				}
			})
		}
	}
}

func idleConnectionsGoSilent(t *testing.T, tls bool, crowd int) (problems []string) {
	t.Helper()
	f := newFaulty(t, 10)
	if tls {
		_, url, ca := redistest.StartTLS(t)
		f.proxy = redistest.StartProxy(t, strings.TrimPrefix(url, "rediss://"))
		f.open(t, "rediss://"+f.proxy.Addr, 10, store.Security{CA: ca})
	}
	f.proxy.Delay(30 * time.Millisecond) // so that each of them needs its own connection
	if errs := f.crowd(t, 10); errors.Join(errs...) != nil {
		return []string{fmt.Sprint(errs)}
	}
	f.proxy.Delay(0)
	idle := f.PoolStats().Idle
	if idle < 5 {
		return []string{fmt.Sprintf("only %d idle connections", idle)}
	}
	f.wait(10 * time.Second)
	f.proxy.Silence()
	for _, err := range f.crowd(t, crowd) {
		if err != nil {
			problems = append(problems, fmt.Sprintf("the first: %v", err))
		}
	}
	for range 2 * idle {
		if took, err := f.ask(t, "u"); err != nil || took > 90*time.Millisecond { // 100 ms would be another slow answer
			problems = append(problems, fmt.Sprintf("a later one: %v after %v", err, took))
		}
	}
	return problems
}

// A request that waits for connections in use is told that the service is busy; Redis is not blamed.
func TestBusy(t *testing.T) {
	f := newFaulty(t, 1)
	if _, err := f.ask(t, "u"); err != nil {
		t.Fatal(err)
	}
	f.proxy.Delay(50 * time.Millisecond) // 7 of them fit into a deadline
	busy, served := 0, 0
	for try := 0; try == 0 || try < 3 && (busy < 15 || served < 3); try++ { // times are those of an idle machine
		busy, served = 0, 0
		for _, err := range f.crowd(t, 30) {
			switch {
			case err == nil:
				served++
			case errors.Is(err, store.ErrBusy) && !errors.Is(err, store.ErrUnavailable) && store.CauseOf(err) == "busy":
				busy++
			default:
				// A read that began shortly before the deadline was cut off by it.
				if store.CauseOf(err) != "timeout" {
					t.Error(err)
				}
			}
		}
	}
	if busy < 15 || served < 3 {
		t.Errorf("%d busy, %d served, of 30", busy, served)
	}
	// The same for the turns of one user.
	f.open(t, f.proxy.URL(), 40, store.Security{})
	f.proxy.Delay(0)
	f.crowd(t, 40)
	f.proxy.Delay(150 * time.Millisecond) // two rounds fit into a deadline
	// On a machine that is busy with other things, one round may be over before the second begins.
	for try := 0; try == 0 || try < 3 && busy < 10; try++ {
		busy, served = f.crowdOfOne(t, 60)
	}
	if busy < 10 || served < 4 { // the deadline cut off the others
		t.Errorf("one user: %d busy, %d served, of 60", busy, served)
	}
	// A Redis that answers nobody is not busy.
	f.server.Freeze()
	for _, err := range f.crowd(t, 60) {
		if !errors.Is(err, store.ErrUnavailable) || store.CauseOf(err) != "timeout" {
			t.Errorf("frozen: %v", err)
		}
	}
}

// crowdOfOne asks for one user's list n times concurrently.
func (f *faulty) crowdOfOne(t *testing.T, n int) (busy, served int) {
	t.Helper()
	var all sync.WaitGroup
	var mu sync.Mutex
	for range n {
		all.Go(func() {
			_, err := f.ask(t, "u")
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				served++
			} else if errors.Is(err, store.ErrBusy) {
				busy++
			}
		})
	}
	all.Wait()
	return busy, served
}

// A Redis that is back is found at once, however many failed to reach it.
func TestBackAfterManyFailures(t *testing.T) {
	f := newFaulty(t, 2)
	f.server.Kill()
	for range 20 {
		if _, err := f.ask(t, "u"); store.CauseOf(err) != "closed" && store.CauseOf(err) != "refused" {
			t.Fatal(err)
		}
	}
	f.open(t, f.server.URL(), 2, store.Security{})
	for range 20 {
		if _, err := f.ask(t, "u"); store.CauseOf(err) != "refused" {
			t.Fatal(err)
		}
	}
	f.server.Restart()
	if _, err := f.ask(t, "u"); err != nil {
		t.Error(err)
	}
}

// Failed dials, for requests that did not wait for them, do no harm later.
func TestFailedDialsAreNotKept(t *testing.T) {
	server := redistest.Start(t)
	cfg := config()
	cfg.Connections, cfg.Now = 40, time.Now
	s, err := store.Open(server.URL(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for round := range 20 {
		server.Kill()
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(i)*10*time.Microsecond)
				defer cancel()
				_ = s.List(ctx, fmt.Sprint("u-", i), new(store.Lists))
			})
		}
		all.Wait()
		server.Restart()
		for i := range 40 {
			if err := s.List(t.Context(), "u", new(store.Lists)); err != nil {
				t.Fatalf("round %d, list %d: %v", round, i, err)
			}
		}
	}
}
