package main

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

func TestRatio(t *testing.T) {
	for _, c := range []struct {
		of, to []float64
		want   float64
	}{
		{[]float64{4}, []float64{2}, 2},
		{[]float64{1, 2, 3, 100}, []float64{1, 1, 1}, 2}, // turns that both had
		{[]float64{1, 2, 4, 100}, []float64{1, 1, 1, 1}, 3},
		{[]float64{100, 1, 2}, []float64{1, 1, 1}, 2}, // a turn that was disturbed does not count
	} {
		if got := ratio(c.of, c.to); got != c.want {
			t.Errorf("%v to %v: got %v, want %v", c.of, c.to, got, c.want)
		}
	}
}

// Each scenario asks for whom it says.
func TestScenarios(t *testing.T) {
	hot, warm := newScenario("hot", 10), newScenario("warm", 10)
	if users := hot.distinct(); !slices.Equal(users, []int{0}) {
		t.Errorf("hot: %v", users)
	}
	if users := len(warm.distinct()); len(warm.asked) != warmAsked || users < 1000 || users > warmUsers || slices.Max(warm.asked) >= warmUsers {
		t.Errorf("warm: %d users in %d requests", users, len(warm.asked))
	}
	count := map[int]int{}
	for _, user := range warm.asked {
		count[user]++
	}
	if count[0] < 10*count[100] {
		t.Errorf("warm: user 0 is asked for %d times, user 100 %d times", count[0], count[100])
	}
	// 1 MiB holds 40,960 fingerprints; a user has one for each record and two for his lists.
	for _, records := range []int{1, 10, 100, 1000} {
		c := newScenario("cold", records)
		if known := len(c.asked) * (2*records + 2); len(c.distinct()) != len(c.asked) || known < 3*40_960 {
			t.Errorf("cold, %d records: %d fingerprints", records, known)
		}
	}
}

// What the README shows is what the last run measured.
func TestREADMEShowsTheResults(t *testing.T) {
	text, err := os.ReadFile("../../bench/results.json")
	if err != nil {
		t.Fatal(err)
	}
	var r results
	if err := json.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{r.short(), r.Machine, "bench/results.png"} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README.md does not have:\n%s", want)
		}
	}
	table, err := os.ReadFile("../../bench/results.md")
	if err != nil || string(table) != r.table() {
		t.Errorf("bench/results.md is not the table of bench/results.json: %v", err)
	}
}
