package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/quiva-ai/session-tokens/cmd/session-tokens/servicetest"
	"github.com/quiva-ai/session-tokens/store/redistest"
)

// The service makes only system calls that its systemd unit allows, by the groups that this machine's systemd
// defines.
func TestUnitSystemCalls(t *testing.T) {
	strace, analyze := redistest.Need(t, "strace"), redistest.Need(t, "systemd-analyze")
	unit, err := os.ReadFile("../../deploy/session-tokens.service")
	e2eOK(t, err)
	groups, err := exec.Command(analyze, "--no-pager", "syscall-filter").Output()
	e2eOK(t, err)
	members, group := map[string][]string{}, ""
	for line := range strings.Lines(string(groups)) {
		switch name := strings.TrimSpace(line); {
		case strings.HasPrefix(line, "@"):
			group = name
		case name != "" && name[0] != '#':
			members[group] = append(members[group], name)
		}
	}
	allowed := map[string]bool{}
	var allow func(name string, yes bool)
	allow = func(name string, yes bool) {
		allowed[name] = yes
		for _, member := range members[name] {
			allow(member, yes)
		}
	}
	for _, filter := range regexp.MustCompile(`(?m)^SystemCallFilter=(~?)(.*)$`).FindAllStringSubmatch(string(unit), -1) {
		for name := range strings.FieldsSeq(filter[2]) {
			allow(name, filter[1] == "")
		}
	}
	if !allowed["accept4"] || allowed["mount"] || allowed["setrlimit"] {
		t.Fatal("the unit's filter is not understood")
	}

	counts := filepath.Join(t.TempDir(), "counts")
	server := redistest.Start(t)
	service, err := servicetest.StartUnder([]string{strace, "-D", "-f", "-c", "-U", "name", "-o", counts},
		[]string{"REDIS_URL=" + server.URL(), hs256Secret + "=not-a-secret-not-a-secret-not-a-secret"})
	e2eOK(t, err)
	for _, path := range []string{service.Public + "/accounts/session-tokens", service.Admin + "/readyz", service.Admin + "/metrics"} {
		response, err := http.Get(path)
		e2eOK(t, err)
		response.Body.Close()
	}
	e2eOK(t, service.Stop())
	var said []byte
	eventually(t, func() bool {
		said, err = os.ReadFile(counts)
		return err == nil && strings.Contains(string(said), "total")
	})
	calls := regexp.MustCompile(`(?m)^([a-z0-9_]+)\s*$`).FindAllStringSubmatch(string(said), -1)
	if len(calls) < 20 {
		t.Fatalf("strace says:\n%s", said)
	}
	for _, call := range calls {
		if name := call[1]; !allowed[name] && name != "total" && name != "syscall" {
			t.Errorf("the unit does not let it call %s", name)
		}
	}
}
