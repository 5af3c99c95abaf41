package main

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

// targets holds the least ratio of the service's requests per second to those of unvalidated, with HS256, by mode
// and number of records.
var targets = map[string]map[int]float64{
	"hot":  {1: 0.9, 10: 0.9, 100: 0.9, 1000: 1},
	"cold": {1: 0.85, 10: 0.85, 100: 0.8, 1000: 0.8},
}

// page returns the text of the results in docs/benchmarks.md.
func (r *results) page() string {
	var t strings.Builder
	t.WriteString(r.short())
	fmt.Fprintf(&t, "\n- On %s: %s of a second each, %d seconds in all, by `make bench BENCH_FLAGS=\"--rounds %d\"`.\n",
		r.Machine, plural(r.Rounds, "turn"), r.Seconds, r.Rounds)
	fmt.Fprintf(&t, "- %s.\n", r.missed())
	fmt.Fprintf(&t, "- %s.\n", r.latencies())
	fmt.Fprintf(&t, "- %s.\n", r.ManyUsers.line())
	return t.String()
}

// short returns the page's table: requests per second compared with each other server, and CPU time.
func (r *results) short() string {
	var t strings.Builder
	row := func(head, mode, algorithm string, value func(*cell) string) {
		var values []string
		for i := range r.Cells {
			if c := &r.Cells[i]; c.Mode == mode && c.Algorithm == algorithm {
				values = append(values, value(c))
			}
		}
		if values != nil {
			fmt.Fprintf(&t, "| %s | %s |\n", head, strings.Join(values, " | "))
		}
	}
	against := func(to, mode, algorithm string) {
		row(fmt.Sprintf("%s, %s, against `%s`", mode, algorithm, to), mode, algorithm,
			func(c *cell) string { return fmt.Sprintf("%.2f", c.rates("service", to)) })
	}

	sizes := r.sizes()
	fmt.Fprintf(&t, "| records in each set | %s |\n|%s\n", strings.Join(sizes, " | "), strings.Repeat(" --- |", 1+len(sizes)))
	for _, mode := range modes {
		for _, algorithm := range algorithms {
			against("plain", mode, algorithm)
		}
	}
	for _, mode := range modes {
		against(baseline, mode, "HS256")
		if targets[mode] != nil {
			row("its target, at least", mode, "HS256", func(c *cell) string { return c.target() })
		}
	}
	for _, mode := range modes {
		against("scaffold", mode, "HS256")
	}
	for _, mode := range []string{"hot", "cold"} {
		row(fmt.Sprintf("%s, HS256, µs of CPU time for a list: service / `plain` / `unvalidated`", mode), mode, "HS256",
			func(c *cell) string { return c.three((*measured).cpu) })
		row(fmt.Sprintf("%s, HS256, lists a second for each core: service / `plain` / `unvalidated`", mode), mode, "HS256",
			func(c *cell) string { return c.three((*measured).listsPerCore) })
	}
	return t.String()
}

// sizes returns the numbers of records that were measured.
func (r *results) sizes() (sizes []string) {
	for i := range r.Cells {
		if size := thousands(r.Cells[i].Records); !slices.Contains(sizes, size) {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

// three formats a value of three of the servers.
func (c *cell) three(value func(*measured) float64) string {
	of := func(name string) string { return thousands(int(math.Round(value(c.Servers[name])))) }
	return fmt.Sprintf("%s / %s / %s", of("service"), of("plain"), of(baseline))
}

func (c *cell) target() string {
	if target := targets[c.Mode][c.Records]; target != 0 {
		return fmt.Sprintf("%.2f", target)
	}
	return "-"
}

// missed lists the targets that were missed, and by how much. It compares the ratio as displayed, with two
// decimals.
func (r *results) missed() string {
	var short []string
	for i := range r.Cells {
		c := &r.Cells[i]
		if c.Algorithm != "HS256" {
			continue
		}
		reached, target := math.Round(c.rates("service", baseline)*100)/100, targets[c.Mode][c.Records]
		if reached < target {
			short = append(short, fmt.Sprintf("%s with %s: %.2f, which is %.2f too little", c.Mode, plural(c.Records, "record"), reached, target-reached))
		}
	}
	if short == nil {
		return "No ratio is short of its target"
	}
	return "Short of its target: " + strings.Join(short, "; ")
}

// latencies describes the range of the p99 ratios.
func (r *results) latencies() string {
	var p99 []float64
	for i := range r.Cells {
		c := &r.Cells[i]
		p99 = append(p99, ratio(c.Servers["service"].P99, c.Servers[baseline].P99))
	}
	slices.Sort(p99)
	return fmt.Sprintf("p99 at a fixed rate scatters from %.2f to %.2f times that of `unvalidated`, with a median of %.2f",
		p99[0], p99[len(p99)-1], middle(p99))
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return thousands(n) + " " + noun + "s"
}

// thousands formats a number with separators, as in 1,000.
func thousands(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", thousands(n/1000), n%1000)
}
