package main

import (
	"bufio"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// connections is the number of concurrent clients.
const connections = 16

//go:embed load.lua
var wrkScript string

// load generates requests: wrk as fast as the server answers, vegeta at a fixed rate. Both cycle through the
// scenario's bearer tokens; each run continues where the previous one on that server ended.
type load struct {
	dir     string
	vegeta  string
	bearers []string
}

func newLoad(dir, vegeta string) (*load, error) {
	return &load{dir: dir, vegeta: vegeta}, os.WriteFile(filepath.Join(dir, "load.lua"), []byte(wrkScript), 0o600)
}

// use sets the bearer tokens to send.
func (l *load) use(bearers []string) error {
	l.bearers = bearers
	return os.WriteFile(filepath.Join(l.dir, "bearers"), []byte(strings.Join(bearers, "\n")+"\n"), 0o600)
}

// errRefused reports a response with a status other than 200.
var errRefused = errors.New("not 200")

// full sends a server requests for some seconds, as fast as it answers. It returns the number of responses and the
// number per second. A status other than 200 is an error, [errRefused].
func (l *load) full(ctx context.Context, s *server, seconds int) (answers int, rate float64, err error) {
	cmd := exec.CommandContext(ctx, "wrk", "--threads", "1", "--connections", strconv.Itoa(connections), //nolint:gosec // all of it is ours
		"--duration", strconv.Itoa(seconds)+"s", "--script", filepath.Join(l.dir, "load.lua"), s.url(),
		"--", filepath.Join(l.dir, "bearers"), strconv.Itoa(s.asked%len(l.bearers)))
	out, err := cmd.CombinedOutput()
	if err != nil {
		return 0, 0, fmt.Errorf("wrk: %w: %s", err, out)
	}
	for lines := bufio.NewScanner(strings.NewReader(string(out))); lines.Scan(); {
		var micros, bad int
		if n, _ := fmt.Sscanf(lines.Text(), "answers %d micros %d bad %d", &answers, &micros, &bad); n != 3 {
			continue
		}
		s.asked += answers + connections // each connection had another request in flight at the end
		if bad > 0 || answers == 0 {
			return 0, 0, fmt.Errorf("%s: %d answers, of which %d were %w", s.name, answers, bad, errRefused)
		}
		return answers, float64(answers) / float64(micros) * 1e6, nil
	}
	return 0, 0, fmt.Errorf("wrk said nothing that can be read: %s", out)
}

// latency holds percentiles in nanoseconds.
type latency struct {
	P50 float64 `json:"50th"`
	P99 float64 `json:"99th"`
}

// fixed sends a server requests at a fixed rate per second. A status other than 200 is an error, [errRefused].
func (l *load) fixed(ctx context.Context, s *server, rate, seconds int) (latency, error) {
	targets := filepath.Join(l.dir, "targets")
	if err := l.writeTargets(targets, s, rate*seconds); err != nil {
		return latency{}, err
	}
	results := filepath.Join(l.dir, "vegeta.bin")
	attack := exec.CommandContext(ctx, l.vegeta, "attack", "-rate", strconv.Itoa(rate), "-duration", strconv.Itoa(seconds)+"s", //nolint:gosec // all of it is ours
		"-targets", targets, "-connections", strconv.Itoa(connections), "-output", results)
	if out, err := attack.CombinedOutput(); err != nil {
		return latency{}, fmt.Errorf("vegeta attack: %w: %s", err, out)
	}
	out, err := exec.CommandContext(ctx, l.vegeta, "report", "-type", "json", results).Output() //nolint:gosec // all of it is ours
	if err != nil {
		return latency{}, fmt.Errorf("vegeta report: %w", err)
	}
	var report struct {
		Latencies latency `json:"latencies"`
		Success   float64 `json:"success"`
	}
	if err := json.Unmarshal(out, &report); err != nil {
		return latency{}, fmt.Errorf("vegeta report: %w", err)
	}
	if report.Success < 1 {
		return latency{}, fmt.Errorf("%s: %.1f%% of answers at %d a second were %w", s.name, 100*(1-report.Success), rate, errRefused)
	}
	return report.Latencies, nil
}

func (l *load) writeTargets(file string, s *server, n int) error {
	var text strings.Builder
	for range n {
		fmt.Fprintf(&text, "GET %s\nAuthorization: Bearer %s\n\n", s.url(), l.bearers[s.asked%len(l.bearers)])
		s.asked++
	}
	if n == 0 {
		return errors.New("no request to send")
	}
	return os.WriteFile(file, []byte(text.String()), 0o600)
}
