package client_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"
)

// Where the service of this test run listens, and its demo user's credentials.
var baseURL, bearer, apiKey string

func TestMain(m *testing.M) {
	stop, err := startService()
	if err != nil {
		fmt.Fprintln(os.Stderr, "start the service:", err)
		os.Exit(1)
	}
	status := m.Run()
	if err := stop(); err != nil {
		fmt.Fprintln(os.Stderr, "stop the service:", err)
		status = 1
	}
	os.Exit(status)
}

// startService builds the service and runs it with the demo user, in memory.
func startService() (stop func() error, err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	binary := filepath.Join(filepath.Dir(self), "session-tokens") // a directory that go test removes
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "../../cmd/session-tokens")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%w\n%s", err, said)
	}

	service := exec.Command(binary, "serve", "--demo", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--drain-delay", "0s")
	service.Env = []string{} // no settings of whoever runs the test
	stdout, err := service.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := service.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := service.Start(); err != nil {
		return nil, err
	}
	log, printed := bufio.NewScanner(stderr), bufio.NewScanner(stdout)
	overdue := time.AfterFunc(10*time.Second, func() { _ = service.Process.Kill() })
	baseURL = "http://" + find(log, func(line string) string {
		var said struct{ Public string }
		_ = json.Unmarshal([]byte(line), &said) // each line is JSON; one has it
		return said.Public
	})
	bearer = find(printed, submatch(`Authorization: Bearer ([^']+)'`))
	apiKey = find(printed, submatch(`X-Api-Key: ([^']+)'`))
	if !overdue.Stop() || apiKey == "" {
		_ = service.Process.Kill()
		return nil, fmt.Errorf("it did not say where it listens and what the credentials are: %v", service.Wait())
	}
	go func() { _, _ = io.Copy(io.Discard, stderr) }()
	return func() error {
		_ = service.Process.Signal(syscall.SIGTERM)
		overdue.Reset(10 * time.Second)
		return service.Wait()
	}, nil
}

func submatch(pattern string) func(string) string {
	expression := regexp.MustCompile(pattern)
	return func(line string) string {
		if m := expression.FindStringSubmatch(line); m != nil {
			return m[1]
		}
		return ""
	}
}

// find reads lines up to the first that says something.
func find(lines *bufio.Scanner, say func(line string) string) string {
	for lines.Scan() {
		if found := say(lines.Text()); found != "" {
			return found
		}
	}
	return ""
}
