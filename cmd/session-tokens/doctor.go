package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/schollz/progressbar/v3"

	"github.com/quiva-ai/session-tokens/store"
)

type doctorCmd struct {
	User   string `arg:"" optional:"" help:"User ID, to look at this user's keys only. By default all are looked at."`
	Repair bool   `help:"Mend what has one right answer."`
	// The default keeps Redis busy for 1 to 4 % of the time: a key with one record takes about 20 µs, each further
	// record about 2 µs.
	Rate int  `default:"2000" help:"Most keys and records that are read in a second."`
	All  bool `help:"Print each finding, not only the first 20 of each kind."`
	JSON bool `help:"Print JSON, a line for each finding, note and the summary."`

	redisSettings
	limitSettings
	changeSettings
}

var (
	// errFound is an errShown: everything was examined, and there are findings.
	errFound = fmt.Errorf("%w: there are findings", errShown)
	// errInterrupted is an errShown: a signal stopped the examination early.
	errInterrupted = fmt.Errorf("%w: interrupted", errShown)
)

// Help lists the kinds of finding.
func (*doctorCmd) Help() string {
	return `A finding is of one of these kinds. What is marked with a star, --repair mends.

  setting   Redis is set so that it may lose records
  clock     that of Redis is over a second from this machine's
  member    no list has it: it breaks the contract, say
  score     it is not the expiry; * one that is later, and
            of a record that has ended. Nothing lives past
            either for it, or lives again
  lifetime  Redis will delete a whole set, or keep an API key
            that has expired *
  type      a key of another type
  cap       more records than --max-records
  name      a key that is named nearly as it should be
  apikey    it can't be used
  index     an API key that a list leaves out *

Records and API keys that have ended are counted only, and removed by --repair. A finding names a record by the fingerprint of its bytes; no record and no token is shown.

Status: 0 if nothing was found, or all was repaired; 1 if not all could be looked at or repaired; 2 if it is repaired, but not yet on --wait-replicas replicas; 3 for findings that are left; 4 if a signal ended it early. What its user of Redis may do is tried without changing anything; what is refused then is in the ACL LOG of Redis.`
}

const (
	// scoreLimit is the tolerated difference between a score and the expiry, in seconds: some writers round to
	// whole seconds.
	scoreLimit = 1
)

// examination is one run of doctor.
type examination struct {
	*doctorCmd
	p             *program
	b             *backend
	report        *report
	most          int // --max-records
	listed, long  int // --max-list-records and --max-list-bytes
	bytes         int // of the current set, so far
	keys, members int
	ended         int   // expired members and index entries
	failed, short error // errors of repairs
}

// Run examines the Redis server first, then its contents.
func (d *doctorCmd) Run(ctx context.Context, p *program) (err error) {
	if d.Rate < 1 || d.Rate > 1_000_000_000 {
		return fmt.Errorf("--rate must be from 1 to 1000000000, not %d", d.Rate)
	}
	if d.User != "" {
		if err := store.CheckUserID(d.User); err != nil {
			return err
		}
	}
	b, err := d.open(p, false, &d.limitSettings, &d.changeSettings)
	defer closeBackend(b, &err)
	if err != nil {
		return err
	}
	most, _ := d.maxRecords() // open has reported errors in these settings
	listed, _ := positive("max-list-records", d.MaxListRecords)
	long, _ := positive("max-list-bytes", d.MaxListBytes)
	x := &examination{doctorCmd: d, p: p, b: b, most: most, listed: listed, long: long}
	x.report = newReport(p.stdout, d.JSON, d.All)
	err = x.redis(ctx)
	if err == nil {
		err = x.records(ctx)
	}
	interrupted := ctx.Err() != nil
	x.report.summary(x, err == nil)
	if x.short != nil && x.failed == nil && err == nil && x.report.left() == 0 {
		return x.short
	}
	_ = p.complain(x.short)
	switch {
	case interrupted:
		fmt.Fprintln(p.stderr, "session-tokens: interrupted: not all was looked at")
		return errInterrupted
	case err != nil:
		return err
	case x.failed != nil:
		return fmt.Errorf("not all could be repaired: %w", x.failed)
	case x.report.left() > 0:
		return errFound
	}
	return nil
}

// records examines all keys and their contents.
func (x *examination) records(ctx context.Context) error {
	var bar *progressbar.ProgressBar
	what := store.Inspection{User: x.User, Rate: x.Rate, Progress: func(scanned, total int64) {
		if bar == nil {
			if total == 0 { // the bar can't handle zero
				total = -1
			}
			bar = progress(x.p.stderr, "doctor", total)
			x.report.before = func() { _ = bar.Clear() }
		}
		_ = bar.Set64(min(scanned, max(total, 0)))
	}}
	err := x.b.Inspect(ctx, what, func(ctx context.Context, seen store.Seen) error {
		if x.report.err != nil {
			return x.report.err
		}
		if seen.First {
			x.keys++
		}
		if seen.Odd != "" && seen.Sort != store.SortOther {
			deletes := map[store.Sort]string{store.SortSet: "revoke --all", store.SortAPIKey: "apikey revoke", store.SortIndex: "redis-cli DEL"}[seen.Sort]
			x.report.find(finding{Kind: "type", Key: seen.Key, Why: fmt.Sprintf("it is of another type than the layout says: %s; %s deletes it", seen.Odd, deletes)})
			return nil
		}
		switch seen.Sort {
		case store.SortSet:
			return x.set(ctx, seen)
		case store.SortAPIKey:
			return x.apiKey(ctx, seen)
		case store.SortIndex:
			return x.index(ctx, seen)
		}
		prefix, _, _ := strings.Cut(seen.Key, ":")
		x.report.find(finding{Kind: "name", Key: prefix + ":...", Fingerprint: store.Fingerprint(seen.Key),
			Why: "nobody reads a key of this name, whose fingerprint this is: the layout has " + prefix + ":{ID}, with braces"})
		return nil
	})
	if bar != nil {
		_ = bar.Clear()
	}
	if !errors.Is(err, store.ErrPermission) {
		return err
	}
	if x.User == "" {
		return fmt.Errorf("the records can't be looked at: %w", err)
	}
	return errors.Join(x.list(ctx), fmt.Errorf("of the user's records only what a list leaves out can be looked at: %w", err))
}

// list examines a user's records by reading them as serve does, for a Redis user with no further permissions.
func (x *examination) list(ctx context.Context) error {
	list, err := x.b.records.List(ctx, x.User, "")
	if err != nil {
		return err
	}
	for _, out := range list.LeftOut {
		x.report.find(finding{Kind: "member", Key: string(out.Kind) + ":{" + x.User + "}", Fingerprint: out.Fingerprint(), Reason: out.Reason, Why: out.Rule})
	}
	return nil
}

// set examines some of the members of a user's set.
func (x *examination) set(ctx context.Context, seen store.Seen) error {
	var found []finding
	if seen.First {
		found = x.whole(seen)
		x.bytes = 0
	}
	now := float64(x.p.now().UnixMilli()) / 1000
	texts := make([][]byte, len(seen.Members))
	for i, m := range seen.Members {
		texts[i] = []byte(m.Text)
	}
	x.members += len(texts)
	ended := 0
	var late []store.Ending
	for i, v := range x.b.records.Judge(seen.Kind, seen.ID, texts, now) {
		m := seen.Members[i]
		f := finding{Key: seen.Key, Fingerprint: store.Fingerprint(m.Text), mendable: true}
		over := m.Score - v.Expiry
		if m.Score > now && m.Score <= store.LastExpiry {
			if x.bytes += len(m.Text); x.bytes > x.long && x.bytes-len(m.Text) <= x.long {
				found = append(found, finding{Kind: "cap", Key: seen.Key, Why: fmt.Sprintf("its members have more bytes than the %d of --max-list-bytes: to ask for this user's list is an error", x.long)})
			}
		}
		switch {
		case m.Score > store.LastExpiry:
			f.Kind, f.Why, f.mendable = "score", "its score is past the year 9999: is it in milliseconds?", false
		case m.Score <= now:
			ended++
			if v.Reason != "" {
				continue
			}
			f.Kind, f.Why = "score", "its score has passed, and its expiry has not: it has ended"
		case v.Expired():
			late = append(late, store.Ending{Expiry: v.Expiry, Member: m.Text})
			f.Kind, f.Reason, f.Why = "score", v.Reason, "its expiry has passed, and its score has not: it has ended"
		case v.Reason != "":
			f.Kind, f.Reason, f.Why, f.mendable = "member", v.Reason, v.Rule, false
		case over >= scoreLimit:
			late = append(late, store.Ending{Expiry: v.Expiry, Member: m.Text})
			f.Kind, f.Why = "score", "its score is later than its expiry, by "+expiresIn(over)
		case over <= -scoreLimit:
			f.Kind, f.Why, f.mendable = "score", "its score is earlier than its expiry, by "+expiresIn(math.Abs(over))+": it ends early", false
		default:
			continue
		}
		found = append(found, f)
	}
	x.ended += ended
	if x.Repair && (ended > 0 || len(late) > 0 || seen.First && seen.Lifetime > 0) {
		_, err := x.b.RepairSet(ctx, seen.Kind, seen.ID, late)
		return x.repaired(ctx, err, found...)
	}
	return x.repaired(ctx, errNotAsked, found...)
}

// whole examines a set as a whole.
func (x *examination) whole(seen store.Seen) (found []finding) {
	if seen.Lifetime > 0 {
		found = append(found, finding{Kind: "lifetime", Key: seen.Key, Why: "Redis will delete it with all that it holds, in " + expiresIn(seen.Lifetime.Seconds()), mendable: true})
	}
	switch n := int(seen.Live); {
	case n > x.listed:
		found = append(found, finding{Kind: "cap", Key: seen.Key, Why: fmt.Sprintf("it has %s, more than the %d of --max-list-records: to ask for this user's list is an error", count(n, "member"), x.listed)})
	case n > x.most:
		found = append(found, finding{Kind: "cap", Key: seen.Key, Why: fmt.Sprintf("it has %s, more than the %d of --max-records: the next one that is put ends those that are over", count(n, "member"), x.most)})
	}
	return found
}

func (x *examination) apiKey(ctx context.Context, seen store.Seen) error {
	var found []finding
	forEver := seen.Lifetime == 0
	if seen.Broken {
		return x.repaired(ctx, errNotAsked, finding{Kind: "apikey", Key: seen.Key, Why: "it can't be used, as it lacks what an API key has"})
	}
	if forEver {
		found = append(found, finding{Kind: "lifetime", Key: seen.Key, Why: "Redis will keep it when it has expired", mendable: true})
	}
	if !seen.Indexed {
		found = append(found, finding{Kind: "index", Key: seen.Key, Why: "it is not in both indexes of API keys: a list leaves it out", mendable: true})
	}
	if !x.Repair || len(found) == 0 {
		return x.repaired(ctx, errNotAsked, found...)
	}
	err := x.b.RepairAPIKey(ctx, seen.ID, forEver)
	if errors.Is(err, store.ErrNotFound) { // it expired and has been removed
		err = nil
	}
	return x.repaired(ctx, err, found...)
}

func (x *examination) index(ctx context.Context, seen store.Seen) error {
	var found []finding
	if seen.First && seen.Lifetime > 0 {
		found = append(found, finding{Kind: "lifetime", Key: seen.Key, Why: "Redis will delete it, in " + expiresIn(seen.Lifetime.Seconds()), mendable: true})
	}
	x.ended += len(seen.Gone)
	if !x.Repair || len(found)+len(seen.Gone) == 0 {
		return x.repaired(ctx, errNotAsked, found...)
	}
	return x.repaired(ctx, x.b.RepairIndex(ctx, seen.Key, seen.Gone), found...)
}

var errNotAsked = errors.New("nobody asked for a repair")

// repaired reports findings and the outcome of their repair. It returns an error if no further repair can succeed.
func (x *examination) repaired(ctx context.Context, err error, found ...finding) error {
	for _, f := range found {
		f.Repaired = f.mendable && done(err)
		x.report.find(f)
	}
	switch {
	case err == nil || errors.Is(err, errNotAsked):
		return nil
	case errors.Is(err, store.ErrReplicas):
		x.short = err
		return nil
	case ctx.Err() != nil || errors.Is(err, store.ErrUnavailable):
		return err
	}
	x.failed = err
	return nil
}
