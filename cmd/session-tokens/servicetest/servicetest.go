// Package servicetest builds the service and runs it, for tests of its clients: the SDKs and contractcheck. It
// knows the program's flags and output, and none of its internals.
package servicetest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Service is a running service.
type Service struct {
	Public, Admin, Control string // URLs without a path
	Bearer, Key            string // the demo user's credentials, with --demo
	ControlKey             string // a control key, with --demo
	Log                    string // what the service has logged, set by Stop
	program                *exec.Cmd
	overdue                *time.Timer
	read                   chan struct{} // closed at the end of the log
	log                    bytes.Buffer  // complete once read is closed
}

const limit = 10 * time.Second // for the start, and for the shutdown

// Binary builds the program and returns its path. The file is next to the test's executable, in a directory that
// "go test" removes.
func Binary() (string, error) { return build() }

var build = sync.OnceValues(func() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	binary := filepath.Join(filepath.Dir(self), "session-tokens-for-tests")
	build := exec.Command("go", "build", "-trimpath", "-o", binary, "github.com/quiva-ai/session-tokens/cmd/session-tokens")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w\n%s", err, said)
	}
	return binary, nil
})

// Start runs "session-tokens serve" on free local ports, with env as its whole environment. With --demo among the
// arguments, the service has a demo user.
func Start(env []string, args ...string) (*Service, error) { return StartUnder(nil, env, args...) }

// StartUnder is like Start, but runs the service through command, such as sh -c 'ulimit -n 64; exec "$@"' sh.
func StartUnder(command, env []string, args ...string) (*Service, error) {
	binary, err := build()
	if err != nil {
		return nil, err
	}
	s := &Service{read: make(chan struct{})}
	command = append(slices.Clone(command), binary, "serve", "--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--control-listen", "127.0.0.1:0", "--drain-delay", "0s")
	command = append(command, args...)
	s.program = exec.Command(command[0], command[1:]...)
	s.program.Env = append([]string{}, env...) // nil would be the environment of the test
	stdout, err := s.program.StdoutPipe()
	if err != nil {
		return nil, err
	}
	stderr, err := s.program.StderrPipe()
	if err != nil {
		return nil, err
	}
	if err := s.program.Start(); err != nil {
		return nil, err
	}
	s.overdue = time.AfterFunc(limit, func() { _ = s.program.Process.Kill() })
	lines := bufio.NewScanner(io.TeeReader(stderr, &s.log))
	for s.Public == "" && lines.Scan() {
		var said struct{ Public, Admin, Control string } // only the line "listening" has them
		_ = json.Unmarshal(lines.Bytes(), &said)
		if said.Public != "" {
			s.Public, s.Admin, s.Control = "http://"+said.Public, "http://"+said.Admin, "http://"+said.Control
		}
	}
	go func() {
		for lines.Scan() {
		}
		close(s.read)
	}()
	demo := slices.Contains(args, "--demo")
	if s.Public != "" && demo {
		s.credentials(stdout)
	}
	if !s.overdue.Stop() || s.Public == "" || demo && s.ControlKey == "" {
		_ = s.program.Process.Kill()
		<-s.read
		return nil, fmt.Errorf("the service does not listen, or has no demo user: %w\n%s", s.program.Wait(), s.log.Bytes())
	}
	return s, nil
}

var (
	printedBearer  = regexp.MustCompile(`export TOKEN=(\S+)`)
	printedKey     = regexp.MustCompile(`export KEY=(\S+)`)
	printedControl = regexp.MustCompile(`CONTROL_KEY=(\S+)`)
)

// credentials reads the demo user's credentials from standard output.
func (s *Service) credentials(stdout io.Reader) {
	for lines := bufio.NewScanner(stdout); s.ControlKey == "" && lines.Scan(); {
		if m := printedBearer.FindStringSubmatch(lines.Text()); m != nil {
			s.Bearer = m[1]
		}
		if m := printedKey.FindStringSubmatch(lines.Text()); m != nil {
			s.Key = m[1]
		}
		if m := printedControl.FindStringSubmatch(lines.Text()); m != nil {
			s.ControlKey = m[1]
		}
	}
}

// Stop shuts the service down. It returns an error if the service does not drain and exit with status 0, or if it
// has logged one of the given secrets or the demo user's. The error includes the log, with *** in place of each
// secret.
func (s *Service) Stop(secrets ...string) error {
	_ = s.program.Process.Signal(syscall.SIGTERM)
	s.overdue.Reset(limit)
	defer s.overdue.Stop()
	<-s.read
	ended := s.program.Wait()
	log := s.log.String()
	var problems []error
	for _, secret := range append(secrets, s.Bearer, s.Key, s.ControlKey) {
		if secret != "" && strings.Contains(log, secret) {
			problems = append(problems, errors.New("the log shows a secret"))
			log = strings.ReplaceAll(log, secret, "***")
		}
	}
	s.Log = log
	if ended != nil {
		problems = append(problems, fmt.Errorf("the service ended badly: %w\n%s", ended, log))
	}
	return errors.Join(problems...)
}
