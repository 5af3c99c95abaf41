package conform_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// TestCurlRepeats runs the curl commands of findings and compares the requests that arrive.
func TestCurlRepeats(t *testing.T) {
	t.Parallel()
	bash := redistest.Need(t, "bash")
	redistest.Need(t, "curl")
	// Only few findings per operation and check are listed, and duplicates are merged, so different edge cases fail
	// in each run.
	all := 0
	for from := 0; ; from += 3 {
		repeated := curlRepeats(t, bash, from, from+3)
		if all += repeated; repeated == 0 {
			break
		}
	}
	if all < 80 {
		t.Errorf("%d findings, want one for each edge case", all)
	}
}

// curlRepeats makes the edge cases at positions from to to of their operation fail, for some operations.
func curlRepeats(t *testing.T, bash string, from, to int) int {
	h, edgeCases, asked := newHonest(t), false, map[string]int{}
	position := map[string]int{}
	var last string
	var one sync.Mutex
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		one.Lock()
		defer one.Unlock()
		for _, name := range []string{"User-Agent", "Accept-Encoding", "Connection"} {
			r.Header.Del(name)
		}
		if body := bodyOf(r); body == "" {
			r.Header.Del("Content-Length") // sent as 0 or not at all
		}
		last = fmt.Sprintf("%s %s %q %q", r.Method, r.RequestURI, r.Header, bodyOf(r))
		asked[last]++
		at := position[r.Method]
		if edgeCases && (r.URL.Path == "/items" || strings.HasPrefix(r.URL.Path, "/styles")) {
			position[r.Method]++
		}
		if position[r.Method] > at && from <= at && at < to {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		h.ServeHTTP(w, r)
		edgeCases = edgeCases || r.Method == http.MethodTrace && strings.HasPrefix(r.URL.Path, "/styles") // the edge cases come next
	}))
	defer server.Close()
	// Without a credential, nothing is masked.
	result, err := conform.Run(t.Context(), conform.Config{Document: itemsDocument(t), BaseURL: server.URL, Seed: 3, Requests: 2000})
	ok(t, err)
	for _, f := range result.Findings {
		said, err := exec.CommandContext(t.Context(), bash, "-c", f.Curl+" -sS").CombinedOutput()
		one.Lock()
		if err != nil || asked[last] < 2 {
			t.Errorf("%s\narrives as %s, as nothing did before: %v\n%s", f.Curl, last, err, said)
		}
		one.Unlock()
	}
	return len(result.Findings)
}
