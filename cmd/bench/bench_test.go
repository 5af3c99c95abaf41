package main

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/store"
)

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		of, to []float64
		want   float64
	}{
		{[]float64{4}, []float64{2}, 2},
		{[]float64{1, 2, 3, 100}, []float64{1, 1, 1}, 2}, // only turns that both had
		{[]float64{1, 2, 4, 100}, []float64{1, 1, 1, 1}, 3},
		{[]float64{100, 1, 2}, []float64{1, 1, 1}, 2}, // an outlier does not count
	} {
		if got := ratio(c.of, c.to); got != c.want {
			t.Errorf("%v to %v: got %v, want %v", c.of, c.to, got, c.want)
		}
	}
}

// Each scenario sends the requests that it is described to send.
func TestScenarios(t *testing.T) {
	hot, warm := newScenario("hot", 10), newScenario("warm", 10)
	if !slices.Equal(hot.asked, []request{{user: 0, session: 0}}) {
		t.Errorf("hot: %v", hot.asked)
	}
	count := map[int]int{}
	for _, one := range warm.asked {
		if one.session >= warm.signed || one.user >= warmUsers {
			t.Fatalf("warm: %v", one)
		}
		count[one.user]++
	}
	if len(warm.asked) != warmAsked || len(count) < 1000 || len(warm.distinct()) != len(count) {
		t.Errorf("warm: %d users in %d requests", len(count), len(warm.asked))
	}
	if count[0] < 10*count[100] {
		t.Errorf("warm: user 0 is asked for %d times, user 100 %d times", count[0], count[100])
	}
}

// In the cold scenario, no bearer token recurs before the service has evicted it, and no user has two requests in a
// row.
func TestScenarioCold(t *testing.T) {
	const remembered = 65_536 // by the service's cache
	for _, records := range []int{1, 10, 100, 1000} {
		cold := newScenario("cold", records)
		bearers, last := map[request]bool{}, cold.asked[len(cold.asked)-1]
		for _, one := range cold.asked {
			if bearers[one] || one.user == last.user || one.session >= cold.signed || one.user >= cold.Users {
				t.Fatalf("%d records: %v after %v", records, one, last)
			}
			bearers[one], last = true, one
		}
		if len(bearers) < 100_000 || len(bearers) < remembered*3/2 || cold.signed != records {
			t.Errorf("%d records: %d bearers, %d of each user", records, len(bearers), cold.signed)
		}
	}
}

// Each bearer token is the token of one of its user's sessions, all of them differ, and the servers that the
// service is compared with answer alike.
func TestServersAgree(t *testing.T) {
	url := "redis://" + miniredis.RunT(t).Addr()
	k := newKeys()
	d, err := newData(url, k, time.Now().Unix()+lifetime)
	if err != nil {
		t.Fatal(err)
	}
	records, err := store.Open(url, store.Config{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	defer records.Close()
	checked, err := newScaffold(records, k)
	if err != nil {
		t.Fatal(err)
	}
	servers := map[string]http.Handler{"plain": newPlain(d.redis, k), baseline: newUnvalidated(records, k), "scaffold": checked}
	for _, algorithm := range algorithms {
		for _, signed := range []int{1, 4} {
			bearers, err := d.fill(t.Context(), algorithm, []int{1, 2, 3}, 4, signed)
			if err != nil {
				t.Fatal(err)
			}
			seen := map[string]bool{}
			for user, signed := range bearers {
				for i, bearer := range signed {
					seen[bearer] = true
					for name, server := range servers {
						sessions, refresh := lists(t, server, bearer)
						if len(sessions) != 4 || len(refresh) != 4 || sessions[i].Token != bearer ||
							sessions[i].UserID != userID(user) || *refresh[i].UserID != userID(user) {
							t.Errorf("%s, %s, session %d of user %d: %v, %v", name, algorithm, i, user, sessions, refresh)
						}
					}
				}
			}
			if len(seen) != 3*signed {
				t.Errorf("%s: %d bearers that differ, want %d", algorithm, len(seen), 3*signed)
			}
		}
	}
	for name, server := range servers {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Header.Set("Authorization", "Bearer a.b.c")
		w := httptest.NewRecorder()
		server.ServeHTTP(w, r)
		if w.Code != http.StatusUnauthorized {
			t.Errorf("%s answers %d to a bearer that is none", name, w.Code)
		}
	}
}

func lists(t *testing.T, server http.Handler, bearer string) ([]gen.SessionObject, []gen.RefreshTokenObject) {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	r.Header.Set("Authorization", "Bearer "+bearer)
	w := httptest.NewRecorder()
	server.ServeHTTP(w, r)
	var answer gen.SessionTokens
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("%v: %d %s", err, w.Code, w.Body)
	}
	return answer.Data.Auth, answer.Data.Refresh
}

// A target is met if the ratio as displayed meets it.
func TestMissed(t *testing.T) {
	result := func(mode, algorithm string, records int, rate float64) cell {
		return cell{scenario: scenario{Mode: mode, Records: records}, Algorithm: algorithm, Servers: map[string]*measured{
			"service": {Rates: []float64{rate}}, baseline: {Rates: []float64{1}},
		}}
	}
	r := results{Cells: []cell{
		result("hot", "HS256", 1, 0.896), result("hot", "EdDSA", 1, 0.1), result("warm", "HS256", 1, 0.1),
		result("hot", "HS256", 1000, 1), result("cold", "HS256", 100, 0.8), result("hot", "HS256", 50, 0.1),
	}}
	if got, want := r.missed(), "No ratio is short of its target"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	r.Cells = append(r.Cells, result("hot", "HS256", 1, 0.894), result("cold", "HS256", 1000, 0.5))
	want := "Short of its target: hot with 1 record: 0.89, which is 0.01 too little; cold with 1,000 records: 0.50, which is 0.30 too little"
	if got := r.missed(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 65_036: "65,036", 1_000_000: "1,000,000"} {
		if got := thousands(n); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// docs/benchmarks.md shows the results of the last run.
func TestPageShowsTheResults(t *testing.T) {
	text, err := os.ReadFile("../../bench/results.json")
	if err != nil {
		t.Fatal(err)
	}
	var r results
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("../../docs/benchmarks.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{r.page(), "bench/results.png"} {
		if !strings.Contains(string(page), want) {
			t.Errorf("docs/benchmarks.md does not have:\n%s", want)
		}
	}
	table, err := os.ReadFile("../../bench/results.md")
	if err != nil || string(table) != r.table() {
		t.Errorf("bench/results.md is not the table of bench/results.json: %v", err)
	}
}
