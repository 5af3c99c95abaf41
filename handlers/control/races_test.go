package control_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"
	"github.com/anishathalye/porcupine"

	document "github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/handlers/control"
	"github.com/quiva-ai/session-tokens/store"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

var (
	sentinels = redistest.Shared{Start: redistest.StartSentinels}
	cluster   = redistest.Shared{Start: redistest.StartCluster}
)

func TestMain(m *testing.M) {
	status := m.Run()
	sentinels.Close()
	cluster.Close()
	os.Exit(status)
}

// grant is the sequential model: the state of one user's only grant after each operation. A pair of tokens is
// identified by its number.
type grant struct {
	live      int // the pair that the grant has; -1 when it has ended
	spent     uint64
	suspended bool
}

// asked is an operation on a pair, and saw is its result.
type (
	asked struct {
		what     string
		pair, to int
	}
	saw struct {
		status int
		pair   int // the pair that a rotation returned
		live   bool
		marked bool // it is listed as suspended
	}
)

// step reports whether a result is possible for a grant, and returns the grant afterwards.
func step(g grant, op asked, seen saw) (bool, grant) {
	active := op.pair == g.live && !g.suspended
	switch op.what {
	case "rotate":
		switch {
		case g.live == op.pair && g.suspended:
			return seen.status == 409, g
		case g.live == op.pair:
			next := grant{live: op.to, spent: g.spent | 1<<op.pair}
			return seen.status == 200 && seen.pair == op.to, next
		case g.live >= 0 && g.spent&(1<<op.pair) != 0:
			return seen.status == 200 && seen.pair == g.live, g
		}
		return seen.status == 404, g
	case "revoke":
		if op.pair != g.live {
			return seen.status == 404, g
		}
		return seen.status == 200, grant{live: -1, spent: g.spent}
	case "suspend", "resume":
		if op.pair != g.live {
			return seen.status == 404, g
		}
		g.suspended = op.what == "suspend"
		return seen.status == 200, g
	case "introspect":
		return seen.live == active, g
	case "use": // by the public operation
		return (seen.status == 200) == active && (seen.status == 200 || seen.status == 401), g
	case "list":
		listed := op.pair == g.live
		return seen.live == listed && seen.marked == (listed && g.suspended), g
	}
	return false, g
}

// All operations on a grant run concurrently, many times, and their results must be those of some sequential order.
// So after a revocation has returned, nothing of the grant is listed, used, introspected or rotated; of concurrent
// rotations one wins, and all return the same successor.
func TestRaces(t *testing.T) {
	for kind, address := range map[string]func(t *testing.T) string{
		"in memory": func(t *testing.T) string { return "redis://" + miniredis.RunT(t).Addr() },
		"redis":     func(t *testing.T) string { return redistest.Start(t).URL() },
		"sentinel":  func(t *testing.T) string { return sentinels.Use(t) },
		"cluster":   func(t *testing.T) string { return cluster.Use(t) },
	} {
		t.Run(kind, func(t *testing.T) {
			s := newService(t, address(t), func(cfg *control.Config) { cfg.Grace = time.Hour })
			for round, voided := 0, 0; round < rounds && !t.Failed(); {
				if race(t, s, round, voided) {
					round++
				} else if voided++; voided > rounds/4 {
					t.Fatalf("%d rounds show nothing, and %d do: Redis answers too little", voided, round)
				}
			}
		})
	}
}

// rotations is how many rotations run concurrently. There is one pair more: the first.
const rounds, rotations = 200, 16

// maxReads is how often a read is retried until it is answered.
const maxReads = 50

// race runs one round, and reports whether it counts. On a busy machine a node of Redis may be so slow that a call
// gets a 503. A read is retried: it changes nothing, and its answer is still of a moment between the first call and
// the last answer. Of a change it is not known whether it was made, or is made later, and the model has no such
// operation. Such a round shows nothing, and is repeated for another user.
func race(t *testing.T, s *service, round, voided int) (counts bool) {
	user := fmt.Sprintf("user-of-round-%d-%d", round, voided)
	tokens, refreshes := make([]string, rotations+1), make([]string, rotations+1)
	for i := range tokens {
		tokens[i], refreshes[i] = s.bearer(t, user), s.hide("refresh-of-"+user+"-"+string(rune('a'+i)))
	}
	var unknown atomic.Bool // it is not known whether a change was made
	write := func(q request) answer {
		a := s.ask(t, q)
		if a.status == http.StatusServiceUnavailable {
			unknown.Store(true)
		}
		return a
	}
	read := func(q request) (a answer) {
		for range maxReads {
			if a = s.ask(t, q); a.status != http.StatusServiceUnavailable {
				break
			}
		}
		if a.status != http.StatusOK {
			t.Errorf("%s %s: %d %.300s", q.method, q.path, a.status, a.body)
		}
		return a
	}
	if a := write(request{method: "POST", path: "/users/" + user + "/sessions", body: encode(t, document.RegistrationRequest{
		Session: sessionOf(user, tokens[0], refreshes[0], in(time.Hour)), Refresh: refreshOf(user, refreshes[0], in(time.Hour)),
	})}); unknown.Load() {
		return false
	} else if a.status != http.StatusCreated {
		t.Errorf("register: %d %.300s", a.status, a.body)
		return true
	}

	do := func(op asked) saw {
		record := "/users/" + user + "/session-tokens/" + store.Fingerprint(tokens[op.pair])
		suspension := "/users/" + user + "/sessions/" + store.Fingerprint(tokens[op.pair]) + "/suspension"
		switch op.what {
		case "rotate":
			a := write(request{method: "POST", path: "/refresh", body: encode(t, document.RotationRequest{
				UserID: user, RefreshToken: refreshes[op.pair],
				Session: sessionOf(user, tokens[op.to], refreshes[op.to], in(time.Hour)), Refresh: *refreshOf(user, refreshes[op.to], in(time.Hour)),
			})})
			seen := saw{status: a.status}
			if a.status == 200 {
				var next document.Successor
				a.into(t, &next)
				seen.pair = slices.Index(refreshes, *next.Refresh.Token)
				if next.Session.Token != tokens[seen.pair] {
					t.Errorf("a pair of different rotations")
				}
			}
			return seen
		case "revoke":
			return saw{status: write(request{method: "DELETE", path: record}).status}
		case "suspend":
			return saw{status: write(request{method: "PUT", path: suspension}).status}
		case "resume":
			return saw{status: write(request{method: "DELETE", path: suspension}).status}
		case "introspect":
			var said document.Introspection
			read(request{method: "POST", path: "/introspect", form: url.Values{"token": {tokens[op.pair]}}}).into(t, &said)
			return saw{live: said.Active}
		case "use":
			seen := saw{status: http.StatusServiceUnavailable}
			for reads := 0; reads < maxReads && seen.status == http.StatusServiceUnavailable; reads++ {
				seen.status = s.use(t, tokens[op.pair])
			}
			return seen
		case "list":
			var page document.RecordPage
			read(request{method: "GET", path: "/users/" + user + "/session-tokens?kind=session"}).into(t, &page)
			for _, one := range page.Records {
				if one.Fingerprint == store.Fingerprint(tokens[op.pair]) {
					return saw{live: true, marked: one.IsSuspended}
				}
			}
		}
		return saw{}
	}

	// Some rounds have only rotations, the others everything.
	var clients [][]asked
	for i := range rotations {
		clients = append(clients, []asked{{what: "rotate", pair: 0, to: i + 1}})
	}
	if round%4 != 0 {
		clients = clients[:4]
		clients = append(clients,
			[]asked{{what: "list", pair: 0}, {what: "list", pair: 1}, {what: "use", pair: 0}},
			[]asked{{what: "introspect", pair: 0}, {what: "introspect", pair: 2}, {what: "introspect", pair: 0}},
			[]asked{{what: "suspend", pair: 0}, {what: "use", pair: 0}, {what: "resume", pair: 0}},
			[]asked{{what: "rotate", pair: 1, to: 5}, {what: "rotate", pair: 0, to: 6}})
		if round%4 != 1 {
			clients = append(clients, []asked{{what: "revoke", pair: round % 3}, {what: "list", pair: round % 3}, {what: "introspect", pair: round % 3}, {what: "rotate", pair: 0, to: 7}})
		}
	}
	began, ready := time.Now(), make(chan struct{})
	var all sync.WaitGroup
	var mu sync.Mutex
	var history []porcupine.Operation
	for id, ops := range clients {
		all.Go(func() {
			<-ready
			for _, op := range ops {
				from := time.Since(began)
				seen := do(op)
				to := time.Since(began)
				mu.Lock()
				history = append(history, porcupine.Operation{ClientId: id, Input: op, Call: int64(from), Output: seen, Return: int64(to)})
				mu.Unlock()
			}
		})
	}
	close(ready)
	all.Wait()
	if unknown.Load() {
		return false
	}
	model := porcupine.Model{
		Init: func() any { return grant{} },
		Step: func(state, input, output any) (bool, any) {
			ok, next := step(state.(grant), input.(asked), output.(saw))
			return ok, next
		},
	}
	if result := porcupine.CheckOperationsTimeout(model, history, 30*time.Second); result != porcupine.Ok {
		t.Errorf("round %d: %v: no order of what was asked shows what was seen: %+v", round, result, history)
	}
	if round%4 != 0 {
		return true
	}
	winners := map[int]bool{}
	for _, op := range history {
		winners[op.Output.(saw).pair] = true
	}
	if len(winners) != 1 || winners[0] {
		t.Errorf("round %d: the rotations have %d successors", round, len(winners))
	}
	return true
}

// use returns the status of the public operation, or 0.
func (s *service) use(t *testing.T, token string) int {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.public.URL+"/accounts/session-tokens", nil)
	if err != nil {
		t.Error(err)
		return 0
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Error(err)
		return 0
	}
	answer.Body.Close()
	return answer.StatusCode
}
