package main

import (
	"fmt"
	"net"
	"net/http"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// Even with few file descriptors, idle clients shut out neither other clients nor the operator.
func TestIdleClients(t *testing.T) {
	s := serveBy(t, exec.CommandContext(t.Context(), "sh", append([]string{"-c", `ulimit -n 64 && exec session-tokens serve "$@"`, "sh"}, append(slices.Clone(serveArgs), "--demo")...)...), "REDIS_URL=")
	var key string
	for key == "" {
		line, err := s.stdout.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		_, key, _ = strings.Cut(strings.TrimSpace(line), "export KEY=")
	}
	for range 200 {
		c, err := net.Dial("tcp", s.public)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
	}
	client := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	for range 5 {
		for url, header := range map[string]string{
			"http://" + s.public + "/accounts/session-tokens": key,
			"http://" + s.admin + "/healthz":                  "",
			"http://" + s.admin + "/readyz":                   "",
		} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Api-Key", header)
			answer, err := client.Do(r)
			if err != nil {
				t.Fatal(fmt.Errorf("%w:\n%s", err, s.logged()))
			}
			answer.Body.Close()
			if answer.StatusCode != http.StatusOK {
				t.Errorf("%s: %s", url, answer.Status)
			}
		}
	}
	if n := strings.Count(s.logged(), `"the limit of connections is reached`); n != 1 || strings.Contains(s.logged(), "too many open files") {
		t.Errorf("the log says it %d times, want once, and no more:\n%s", n, s.logged())
	}
}
