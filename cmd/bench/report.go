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

// results is the content of bench/results.json.
type results struct {
	Date    string `json:"date"`
	Machine string `json:"machine"`
	Rounds  int    `json:"rounds"` // turns of one second at full load
	Seconds int    `json:"seconds"`
	Retaken int    `json:"turns_taken_again"` // because a response was not 200
	Cells   []cell `json:"cells"`

	ManyUsers manyUsers `json:"many_users"`
}

// cell is the result of one scenario with one algorithm.
type cell struct {
	scenario

	Algorithm string `json:"algorithm"`
	FixedRate int    `json:"fixed_rate"` // requests per second for p50 and p99
	// FixedRequests is the number of requests behind p50 and p99.
	FixedRequests int                  `json:"fixed_requests"`
	Servers       map[string]*measured `json:"servers"`
}

// measured holds the measurements of one server; slices have one value per turn.
type measured struct {
	Rates     []float64 `json:"requests_per_second"`
	CPU       []float64 `json:"cpu_microseconds_per_request"`
	Allocated []float64 `json:"allocated_bytes_per_request"`
	P50       []float64 `json:"p50_nanoseconds"`
	P99       []float64 `json:"p99_nanoseconds"`
	Peak      int64     `json:"peak_memory_bytes"`
}

// cpu returns the CPU time per list in microseconds.
func (m *measured) cpu() float64 { return middle(m.CPU) }

// listsPerCore returns how many lists per second one core can serve.
func (m *measured) listsPerCore() float64 { return 1e6 / m.cpu() }

func (m *measured) atFixedRate(c *cell) string {
	if m.P99 == nil {
		return "-"
	}
	return fmt.Sprintf("%d at %d/s", c.FixedRequests, c.FixedRate)
}

// manyUsers compares one user's list with few and with many users in Redis.
type manyUsers struct {
	Records int         `json:"records"`
	Users   []int       `json:"users"`
	Rates   [][]float64 `json:"requests_per_second"`
}

func newResults(rounds int) *results {
	return &results{Date: time.Now().UTC().Format(time.DateOnly), Machine: machine(), Rounds: rounds}
}

// machine describes the hardware without the host name.
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

// ratio compares two servers turn by turn and returns the median, which discounts a disturbed turn. It is NaN if
// there is no turn that both had.
func ratio(of, to []float64) float64 {
	n := min(len(of), len(to))
	all := make([]float64, n)
	for i := range n {
		all[i] = of[i] / to[i]
	}
	return middle(all)
}

// middle returns the median, or NaN for no values.
func middle(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted, n := slices.Sorted(slices.Values(values)), len(values)
	if n%2 == 1 {
		return sorted[n/2]
	}
	return (sorted[n/2-1] + sorted[n/2]) / 2
}

func (c *cell) rates(of, to string) float64 { return ratio(c.Servers[of].Rates, c.Servers[to].Rates) }

// line summarizes a cell.
func (c *cell) line() string {
	s, u := c.Servers["service"], c.Servers[baseline]
	return fmt.Sprintf("%-4s %-5s %5d records: %6.0f/s, %.2f of plain, %.2f of unvalidated, %5.1f of scaffold; p99 %.2f, CPU %.2f, allocated %.2f of unvalidated",
		c.Mode, c.Algorithm, c.Records, slices.Max(s.Rates), c.rates("service", "plain"), c.rates("service", baseline), c.rates("service", "scaffold"),
		ratio(s.P99, u.P99), ratio(s.CPU, u.CPU), ratio(s.Allocated, u.Allocated))
}

func (m *manyUsers) line() string {
	return fmt.Sprintf("One list of %d + %d records: with %s users in Redis %.2f times as many answers a second as with %s",
		m.Records, m.Records, thousands(m.Users[1]), ratio(m.Rates[1], m.Rates[0]), thousands(m.Users[0]))
}

type reportCmd struct {
	Out string `required:"" help:"Folder with the results."`
}

// Run rewrites the table and the picture of an earlier run, and prints the text for docs/benchmarks.md.
func (c *reportCmd) Run(ctx context.Context) error {
	text, err := os.ReadFile(filepath.Join(c.Out, "results.json"))
	if err != nil {
		return err
	}
	var r results
	if err := json.Unmarshal(text, &r); err != nil {
		return err
	}
	fmt.Print(r.page())
	return r.write(ctx, c.Out)
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

%s. %s of one second for each server, interleaved; %d seconds in all. Written by ` + "`make bench`" + `.
Turns that were given up and taken again since an answer was not 200: %d.

First what was measured: requests a second, and of the server's own process, without Redis and load, microseconds of CPU time for a
list and lists a second for each core. Then requests a second as a ratio to each other server. All that follows is a ratio to ` + "`unvalidated`" + `.
p50 and p99 were taken at the fixed rate, of as many requests as the column says: of fewer than 1,000, p99 says little.
Scaffold has one turn at full load, and none at that rate, which it could not sustain.
Cold, the service knows no bearer: %s of them are asked with in turn.

| | bearer | records | requests/s | CPU µs | lists/s a core | to ` + "`plain` | to `unvalidated` | to `scaffold`" + ` | CPU time | allocated | peak memory | at the fixed rate | p50 | p99 |
| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
`

// table returns the full results as Markdown.
func (r *results) table() string {
	var t strings.Builder
	fmt.Fprintf(&t, tableHead, r.Machine, plural(r.Rounds, "turn"), r.Seconds, r.Retaken, thousands(coldAsked))
	for i := range r.Cells {
		c := &r.Cells[i]
		for _, name := range []string{"service", "plain", baseline, "scaffold"} {
			s, u := c.Servers[name], c.Servers[baseline]
			fmt.Fprintf(&t, "| %s %s | %s | %d | %.0f | %.1f | %.0f | **%.2f** | **%.2f** | %.1f | %.2f | %.2f | %s | %s | %s | %s |\n",
				c.Mode, name, c.Algorithm, c.Records, middle(s.Rates), s.cpu(), s.listsPerCore(),
				c.rates(name, "plain"), c.rates(name, baseline), c.rates(name, "scaffold"),
				ratio(s.CPU, u.CPU), ratio(s.Allocated, u.Allocated), orNone(float64(s.Peak)/float64(u.Peak)),
				s.atFixedRate(c), orNone(ratio(s.P50, u.P50)), orNone(ratio(s.P99, u.P99)))
		}
	}
	fmt.Fprintf(&t, "\n%s.\n", r.ManyUsers.line())
	return t.String()
}

func orNone(ratio float64) string {
	if math.IsNaN(ratio) || math.IsInf(ratio, 0) {
		return "-"
	}
	return fmt.Sprintf("%.2f", ratio)
}

//go:embed picture.gnuplot
var pictureScript string

// draw plots the picture with gnuplot: one panel per mode, with HS256, showing requests per second as a ratio to
// plain.
func (r *results) draw(ctx context.Context, file string) error {
	var script strings.Builder
	top, measured := 1.0, []string{}
	for _, mode := range modes {
		fmt.Fprintf(&script, "$%s << END\n", mode)
		for i := range r.Cells {
			if c := &r.Cells[i]; c.Mode == mode && c.Algorithm == "HS256" {
				service, unvalidated, scaffold := c.rates("service", "plain"), c.rates(baseline, "plain"), c.rates("scaffold", "plain")
				fmt.Fprintf(&script, "%s %.4f %.4f %.4f\n", thousands(c.Records), service, unvalidated, scaffold)
				top = max(top, service, unvalidated)
				if !slices.Contains(measured, mode) {
					measured = append(measured, mode)
				}
			}
		}
		script.WriteString("END\n")
	}
	fmt.Fprintf(&script, "top = %.4f\nmodes = %q\nset output %q\n%s", top, strings.Join(measured, " "), file, pictureScript)
	cmd := exec.CommandContext(ctx, "gnuplot")
	cmd.Stdin = strings.NewReader(script.String())
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("gnuplot: %w: %s", err, out)
	}
	return nil
}
