package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// results is what bench/results.json holds.
type results struct {
	Date    string `json:"date"`
	Machine string `json:"machine"`
	Rounds  int    `json:"rounds"` // turns of one second at full load
	Seconds int    `json:"seconds"`
	Cells   []cell `json:"cells"`

	ManyUsers manyUsers `json:"many_users"`
}

// cell is one scenario with one algorithm.
type cell struct {
	scenario

	Algorithm string `json:"algorithm"`
	FixedRate int    `json:"fixed_rate"` // requests a second, at which p50 and p99 were taken
	// FixedRequests is how many requests p50 and p99 were taken of.
	FixedRequests int                  `json:"fixed_requests"`
	Servers       map[string]*measured `json:"servers"`
}

// measured is what was measured of one server; a list has a value for each turn.
type measured struct {
	Rates     []float64 `json:"requests_per_second"`
	CPU       []float64 `json:"cpu_microseconds_per_request"`
	Allocated []float64 `json:"allocated_bytes_per_request"`
	P50       []float64 `json:"p50_nanoseconds"`
	P99       []float64 `json:"p99_nanoseconds"`
	Peak      int64     `json:"peak_memory_bytes"`
}

// manyUsers is one user's list with few and with many users in Redis.
type manyUsers struct {
	Records int         `json:"records"`
	Users   []int       `json:"users"`
	Rates   [][]float64 `json:"requests_per_second"`
}

func newResults(rounds int) *results {
	return &results{Date: time.Now().UTC().Format(time.DateOnly), Machine: machine(), Rounds: rounds}
}

// machine names what the run was on, without the machine's own name.
func machine() string {
	model := runtime.GOARCH
	info, _ := os.ReadFile("/proc/cpuinfo")
	for line := range strings.Lines(string(info)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			model = strings.TrimSpace(value)
			break
		}
	}
	return fmt.Sprintf("%d cores (%s), %s, %s", runtime.NumCPU(), model, runtime.GOOS, runtime.Version())
}

// ratio compares two servers turn by turn and takes the middle: a turn that something else disturbed
// does not count.
func ratio(of, to []float64) float64 {
	n := min(len(of), len(to))
	all := make([]float64, n)
	for i := range n {
		all[i] = of[i] / to[i]
	}
	slices.Sort(all)
	if n%2 == 1 {
		return all[n/2]
	}
	return (all[n/2-1] + all[n/2]) / 2
}

func (c *cell) rates(of, to string) float64 { return ratio(c.Servers[of].Rates, c.Servers[to].Rates) }

// line tells the most important of a cell.
func (c *cell) line() string {
	s, u := c.Servers["service"], c.Servers[baseline]
	return fmt.Sprintf("%-4s %-5s %5d records: %6.0f/s, %.2f of unvalidated, %5.1f of scaffold; p99 %.2f, CPU %.2f, allocated %.2f of unvalidated",
		c.Mode, c.Algorithm, c.Records, slices.Max(s.Rates), c.rates("service", baseline), c.rates("service", "scaffold"),
		ratio(s.P99, u.P99), ratio(s.CPU, u.CPU), ratio(s.Allocated, u.Allocated))
}

func (m *manyUsers) line() string {
	return fmt.Sprintf("one list of %d + %d records: with %d users in Redis %.2f times as many answers a second as with %d",
		m.Records, m.Records, m.Users[1], ratio(m.Rates[1], m.Rates[0]), m.Users[0])
}

// write writes the results as JSON, as a table and as a picture.
func (r *results) write(ctx context.Context, folder string) error {
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil { //nolint:gosec // everybody may read it
		return err
	}
	files := map[string][]byte{"results.json": append(text, '\n'), "results.md": []byte(r.table())}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), content, 0o644); err != nil { //nolint:gosec // everybody may read it
			return err
		}
	}
	return r.draw(ctx, filepath.Join(folder, "results.png"))
}

const tableHead = `# What checking the contract costs

%s. %d turns of one second for each server, interleaved; %d seconds in all. Written by ` + "`make bench`" + `.

Each number is a ratio to the server ` + "`unvalidated`" + `, but the first two: requests a second, and the ratio to ` + "`scaffold`" + `.
p50 and p99 were taken at the fixed rate, of as many requests as the column says: of fewer than 1,000, p99 says little.
Cold is of records: there are several times as many as the service's table can hold. Their bearers are remembered as in the other modes.

| | bearer | records | requests/s | to scaffold | requests/s | CPU time | allocated | peak memory | at the fixed rate | p50 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

// table is everything, in ratios.
func (r *results) table() string {
	var t strings.Builder
	fmt.Fprintf(&t, tableHead, r.Machine, r.Rounds, r.Seconds)
	for i := range r.Cells {
		c := &r.Cells[i]
		for _, name := range []string{"service", "scaffold"} {
			s, u := c.Servers[name], c.Servers[baseline]
			fmt.Fprintf(&t, "| %s %s | %s | %d | %.0f | %.1f | **%.2f** | %.2f | %.2f | %s | %d at %d/s | %.2f | %.2f |\n",
				c.Mode, name, c.Algorithm, c.Records, mean(s.Rates), c.rates(name, "scaffold"), c.rates(name, baseline),
				ratio(s.CPU, u.CPU), ratio(s.Allocated, u.Allocated), orNone(float64(s.Peak)/float64(u.Peak)),
				c.FixedRequests, c.FixedRate, ratio(s.P50, u.P50), ratio(s.P99, u.P99))
		}
	}
	fmt.Fprintf(&t, "\n%s.\n", r.ManyUsers.line())
	return t.String()
}

// short is the README's table: requests a second against unvalidated and against scaffold.
func (r *results) short() string {
	var t strings.Builder
	t.WriteString("| records in each set | 1 | 10 | 100 | 1,000 |\n| --- | --- | --- | --- | --- |\n")
	for _, mode := range []string{"hot", "warm", "cold"} {
		for _, to := range []string{baseline, "scaffold"} {
			for _, algorithm := range algorithms {
				fmt.Fprintf(&t, "| %s, %s, against `%s` |", mode, algorithm, to)
				for i := range r.Cells {
					if c := &r.Cells[i]; c.Mode == mode && c.Algorithm == algorithm {
						fmt.Fprintf(&t, " %.2f |", c.rates("service", to))
					}
				}
				t.WriteString("\n")
			}
		}
	}
	return t.String()
}

func orNone(ratio float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return "-"
	}
	return fmt.Sprintf("%.2f", ratio)
}

func mean(values []float64) (sum float64) {
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

//go:embed picture.gnuplot
var pictureScript string

// draw has gnuplot draw the picture: one panel for each mode, HS256, requests a second as a ratio to
// unvalidated.
func (r *results) draw(ctx context.Context, file string) error {
	var script strings.Builder
	for _, mode := range []string{"hot", "warm", "cold"} {
		fmt.Fprintf(&script, "$%s << END\n", mode)
		for i := range r.Cells {
			if c := &r.Cells[i]; c.Mode == mode && c.Algorithm == "HS256" {
				fmt.Fprintf(&script, "%d %.4f %.4f\n", c.Records, c.rates("service", baseline), c.rates("scaffold", baseline))
			}
		}
		script.WriteString("END\n")
	}
	fmt.Fprintf(&script, "set output %q\n%s", file, pictureScript)
	cmd := exec.CommandContext(ctx, "gnuplot")
	cmd.Stdin = strings.NewReader(script.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("gnuplot: %w: %s", err, out)
	}
	return nil
}
