package conform_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/quiva-ai/session-tokens/cmd/contractcheck/conform"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// These tests check the checker with another project's server, and the contract with another project's checker:
// Prism as a mock of openapi.json, and as a validating proxy in front of the real service.

const sessionTokens = "/accounts/session-tokens"

func TestPrism(t *testing.T) {
	t.Parallel()
	node, cli := installPrism(t)
	start := func(t *testing.T, args ...string) string {
		return startServer(t, exec.Command(node, append([]string{cli}, args...)...))
	}
	t.Run("mock", func(t *testing.T) { t.Parallel(); mock(t, start) })
	t.Run("mock of others", func(t *testing.T) { t.Parallel(); mockOthers(t, start) })
	t.Run("proxy", func(t *testing.T) { t.Parallel(); proxy(t, start) })
}

// mock runs the checker on Prism's mock, which passes all checks except those that a mock can't pass.
func mock(t *testing.T, start func(*testing.T, ...string) string) {
	document, err := os.ReadFile("../../../openapi.json")
	ok(t, err)
	p := start(t, "mock", "--port", "0", "../../../openapi.json")
	c := conform.Config{Document: document, BaseURL: p, Seed: 1, Requests: 1000, Skip: []string{"server-error"},
		Credentials: map[string]string{"bearerAuth": "any-bearer", "apiKeyAuth": "any-key"}}
	result, err := conform.Run(t.Context(), c)
	ok(t, err)
	wantFindings(t, result, slices.Concat(noAllow, []string{
		"GET malformed-credential", "GET wrong-credential", // a mock can't verify credentials
		"GET www-authenticate", // the contract does not document this header, and the mock sends only what is documented
	})...)
	wantTexts(t, "unchecked", result.Unchecked)
	wantDeath(t, c)
}

// mockOthers runs the checker on mocks of two more documents.
func mockOthers(t *testing.T, start func(*testing.T, ...string) string) {
	for file, want := range map[string][]string{
		"testdata/others/pets.yaml": {"POST malformed-credential", "POST wrong-credential", "POST www-authenticate"},
		"../../../gen/control/openapi.json": {"GET malformed-credential", "GET wrong-credential", "POST malformed-credential", "POST wrong-credential",
			"PUT malformed-credential", "PUT wrong-credential", "DELETE malformed-credential", "DELETE wrong-credential", "GET allow"},
	} {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			document, err := os.ReadFile(file)
			ok(t, err)
			result, err := conform.Run(t.Context(), conform.Config{Document: document, BaseURL: start(t, "mock", "--port", "0", file), Seed: 1,
				Requests: 2000, Skip: []string{"server-error"}, Credentials: map[string]string{map[bool]string{true: "key", false: "controlKey"}[strings.HasSuffix(file, ".yaml")]: petKey}})
			ok(t, err)
			wantFindings(t, result, slices.Concat(noAllow, want)...)
			wantTexts(t, "unchecked", result.Unchecked)
		})
	}
}

// proxy checks that Prism finds no violation in the service's responses, and that the checker finds only what Prism
// itself causes.
func proxy(t *testing.T, start func(*testing.T, ...string) string) {
	s := startService(t)
	p := start(t, "proxy", "--port", "0", "../../../openapi.json", s.url, "--errors")
	get := func(name, value string) (int, string) {
		t.Helper()
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, p+sessionTokens, nil)
		ok(t, err)
		if name != "" {
			request.Header.Set(name, value)
		}
		response, err := http.DefaultClient.Do(request)
		ok(t, err)
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		ok(t, err)
		if violations := response.Header.Values("Sl-Violations"); response.StatusCode == http.StatusOK && len(violations) > 0 {
			t.Errorf("Prism found %q", violations)
		}
		return response.StatusCode, string(body)
	}
	for name, value := range map[string]string{"Authorization": "Bearer " + s.credentials["bearerAuth"], "X-Api-Key": s.credentials["apiKeyAuth"]} {
		if status, body := get(name, value); status != http.StatusOK || !bytes.Contains([]byte(body), []byte(`"data"`)) {
			t.Errorf("%s: status %d, want 200", name, status)
		}
	}
	if status, _ := get("", ""); status != http.StatusUnauthorized {
		t.Errorf("no credential: status %d, want 401", status)
	}

	c := conform.Config{Document: s.document, BaseURL: p, Seed: 1, Requests: 1000, Skip: []string{"server-error"}, Credentials: s.credentials}
	result, err := conform.Run(t.Context(), c)
	ok(t, err)
	wantFindings(t, result, slices.Concat(noAllow, []string{
		"GET content-type", // Prism itself asks for credentials, with an application/problem+json body
	})...)
	wantTexts(t, "unchecked", result.Unchecked)
	wantDeath(t, c)
}

// noAllow are the findings of Prism's 405 responses, which have no Allow header.
var noAllow = []string{"HEAD allow", "OPTIONS allow", "TRACE allow", "PROPFIND allow"}

// wantDeath also sends edge cases. Prism crashes with an uncaught exception if it can't parse Accept or
// Content-Type, and the checker must report that.
func wantDeath(t *testing.T, c conform.Config) {
	t.Helper()
	c.Skip = []string{"www-authenticate", "malformed-credential", "wrong-credential", "method", "allow", "content-type"}
	result, err := conform.Run(t.Context(), c)
	ok(t, err)
	wantFindings(t, result, "GET no-answer")
	if len(result.Unchecked) != 1 || !result.Incomplete || !strings.HasPrefix(result.Unchecked[0], "the server does not answer any more after ") {
		t.Errorf("unchecked: %q, want that the server does not answer any more", result.Unchecked)
	}
}

var listening = regexp.MustCompile(`listening on (http://127\.0\.0\.1:\d+)`)

// installPrism returns Node and Prism's program.
func installPrism(t *testing.T) (node, cli string) {
	t.Helper()
	node, dir := installNode(t, "../testdata/prism")
	return node, filepath.Join(dir, "node_modules/@stoplight/prism-cli/dist/index.js")
}

// installNode returns Node and a copy of a directory in which its npm packages are installed.
func installNode(t *testing.T, from string) (node, dir string) {
	t.Helper()
	node, npm := redistest.Need(t, "node"), redistest.Need(t, "npm")
	dir = t.TempDir() // a copy, since node_modules does not belong in the repository
	ok(t, os.CopyFS(dir, os.DirFS(from)))
	lock, err := os.ReadFile(filepath.Join(dir, "package-lock.json"))
	if err != nil || bytes.Contains(lock, []byte(`"resolved"`)) {
		t.Errorf("package-lock.json must not say where a registry is: %v", err)
	}
	download(t, dir, os.Environ(), npm, "ci")
	return node, dir
}

// download runs a command that needs a package registry. Without one the test is skipped, unless skipping is
// forbidden.
func download(t *testing.T, dir string, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Dir, cmd.Env = dir, env
	if out, err := cmd.CombinedOutput(); err != nil {
		said := fmt.Sprintf("%s %s: %v\n%s", filepath.Base(name), args[0], err, out)
		if os.Getenv("SESSION_TOKENS_TEST_REQUIRE_ALL") == "1" {
			t.Fatal(said)
		}
		t.Skip("left out: " + said)
	}
}

// startServer starts a server for the duration of the test, and returns its base URL.
func startServer(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	cmd.WaitDelay = time.Second
	out, err := cmd.StdoutPipe()
	ok(t, err)
	ok(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	overdue := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer overdue.Stop()
	var said strings.Builder
	for lines.Scan() {
		said.WriteString(lines.Text() + "\n")
		if at := listening.FindStringSubmatch(lines.Text()); at != nil {
			go func() { // otherwise the server blocks once the pipe is full
				for lines.Scan() {
				}
			}()
			return at[1]
		}
	}
	t.Fatalf("it does not listen:\n%s", said.String())
	return ""
}
