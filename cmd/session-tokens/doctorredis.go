package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/quiva-ai/session-tokens/store"
)

// clockLimit is the tolerated clock difference: expiries are in seconds and are compared with both clocks.
const clockLimit = time.Second

// redis reports the server's state, the permissions of its user and its clock.
func (x *examination) redis(ctx context.Context) error {
	note := x.report.note
	switch err := x.b.Ready(ctx); {
	case errors.Is(err, store.ErrPermission):
		note("ready: not for serve: %s", store.Explain(err))
	case err != nil:
		return err
	default:
		note("ready: Redis can be used")
	}
	switch about, err := x.b.About(ctx); {
	case errors.Is(err, store.ErrPermission):
		note("redis: not known: its user may not ask; +info lets it")
	case err != nil:
		return err
	default:
		note("redis: version %s, role %s, replicas %d, maxmemory-policy %s, appendonly %s", about.Version, about.Role, about.Replicas, about.Eviction, about.AppendOnly)
		for _, warning := range about.Warnings() {
			x.report.find(finding{Kind: "setting", Why: warning})
		}
	}
	rights, err := x.b.Rights(ctx)
	if err != nil {
		return err
	}
	for _, work := range []struct {
		does  string
		lacks []string
	}{
		{"serve", rights.Read}, {"change records and API keys", rights.Write}, {"look for what is wrong with them", rights.Inspect}, {"ask Redis of itself", rights.About},
	} {
		if len(work.lacks) == 0 {
			note("rights: its user may %s", work.does)
		} else {
			note("rights: its user may not %s: it lacks %s", work.does, strings.Join(work.lacks, ", "))
		}
	}
	return x.clocks(ctx)
}

func (x *examination) clocks(ctx context.Context) error {
	clocks, err := x.b.Clocks(ctx)
	if errors.Is(err, store.ErrPermission) {
		x.report.note("clock: not known: its user may not ask; +time lets it")
		return nil
	}
	if err != nil {
		return err
	}
	for _, c := range clocks {
		why := fmt.Sprintf("that of Redis at %s is %d ms ahead of this machine's", c.Address, c.Ahead.Milliseconds())
		if c.Ahead < 0 {
			why = fmt.Sprintf("that of Redis at %s is %d ms behind this machine's", c.Address, -c.Ahead.Milliseconds())
		}
		why += fmt.Sprintf(", give or take %.1f ms", math.Ceil(float64(c.Within.Microseconds())/100)/10)
		if c.Ahead.Abs()-c.Within > clockLimit {
			x.report.find(finding{Kind: "clock", Why: why})
			if x.Repair { // a record could have expired by one clock and not by the other
				x.Repair, x.failed = false, errors.New("the clocks are too far apart: set them right first")
			}
		} else {
			x.report.note("clock: %s", why)
		}
	}
	return nil
}
