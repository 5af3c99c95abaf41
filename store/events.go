package store

import (
	"cmp"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/go-json-experiment/json"
	"github.com/redis/go-redis/v9"
)

// Event is a transition of a record, of an API key or of a user. It never holds a token.
type Event struct {
	ID          string  `json:"-"`           // increases from event to event; see [Redis.Events]
	Key         string  `json:"key"`         // identifies the transition: one event has it, however often it was moved
	Time        float64 `json:"time,string"` // Unix seconds, by the clock of Redis
	UserID      string  `json:"user_id"`
	Kind        string  `json:"kind"`        // session, refresh, user, api_key or control_key
	Fingerprint string  `json:"fingerprint"` // of the token; the ID of an API key; empty for a user
	Transition  string  `json:"transition"`  // registered, rotated, suspended, resumed, revoked, evicted, reused, key_made or key_ended
	Cause       string  `json:"cause"`       // owner, operator, limit or reuse
	Actor       string  `json:"actor"`
}

// The stream of all events, and the keys of the events in it, lie in one slot.
const (
	eventStream = "events:{all}"
	eventKeys   = "events-seen:{all}"
)

// DefaultMaxEvents is the default of Config.MaxEvents.
const DefaultMaxEvents = 10_000

//go:embed script/publish.lua
var publishText string
var publishScript = newScript(clockText + publishText)

// Events are moved from outboxesAtOnce outboxes at a time, and outboxPage from each.
const outboxesAtOnce, outboxPage = 20, 50

// mover moves events in the background.
type mover struct {
	start   sync.Once
	waiting chan outbox
	closing sync.Once
	closed  chan struct{} // closed when no more outboxes come
	done    chan struct{} // closed when all events are moved
}

// outbox names an outbox that holds events by its owner, with the context of who published them.
type outbox struct {
	ctx context.Context
	of  string
}

func newMover() *mover {
	return &mover{waiting: make(chan outbox, 1000), closed: make(chan struct{}), done: make(chan struct{})}
}

// published queues the events of a user, or of an API key, to be moved. They are written atomically with the change
// that they describe, in an outbox in the same slot, and then moved to the stream of all events, where they can be
// read in order. If the process dies in between, [Redis.Sweep] moves them.
func (s *Redis) published(ctx context.Context, of string) {
	s.events.start.Do(func() { go s.publish() }) //nolint:contextcheck // each outbox brings its own context
	select {
	case s.events.waiting <- outbox{context.WithoutCancel(ctx), of}:
	default: // the sweep will find it
	}
}

// allPublished is published for many users. It blocks while the queue is full: a program that stores records by the
// thousand may run where nobody sweeps.
func (s *Redis) allPublished(ctx context.Context, of []string) {
	s.events.start.Do(func() { go s.publish() }) //nolint:contextcheck // each outbox brings its own context
	for _, one := range of {
		select {
		case s.events.waiting <- outbox{context.WithoutCancel(ctx), one}:
		case <-ctx.Done():
			return
		}
	}
}

// publish moves queued events until the mover is closed. Then it drains the queue, but gives up once Redis does not
// answer, since Close waits for it.
func (s *Redis) publish() {
	defer close(s.events.done)
	for {
		select {
		case o := <-s.events.waiting:
			_ = s.moveWaiting(o) // the sweep retries what fails
		case <-s.events.closed:
			for {
				select {
				case o := <-s.events.waiting:
					if errors.Is(s.moveWaiting(o), ErrUnavailable) {
						return
					}
				default:
					return
				}
			}
		}
	}
}

// moveWaiting moves the events of an outbox, and of others that are queued by then.
func (s *Redis) moveWaiting(first outbox) error {
	outboxes := []string{first.of}
	for len(outboxes) < outboxesAtOnce {
		select {
		case o := <-s.events.waiting:
			if !slices.Contains(outboxes, o.of) {
				outboxes = append(outboxes, o.of)
			}
			continue
		default:
		}
		break
	}
	ctx, cancel := context.WithTimeout(first.ctx, 2*writeTimeout)
	defer cancel()
	return s.move(ctx, outboxes)
}

// close waits until all queued events are moved, or Redis does not answer.
func (m *mover) close() {
	m.closing.Do(func() { close(m.closed) })
	m.start.Do(func() { close(m.done) }) // nothing was published
	<-m.done
}

// move moves the events of outboxes into the stream. An event is removed from its outbox only when it is in the
// stream, and added to the stream only once, so it is neither lost nor duplicated. An outbox that can't be read does
// not keep the others from being moved.
func (s *Redis) move(ctx context.Context, outboxes []string) error {
	var problems []error
	for len(outboxes) > 0 {
		lists := make([]*redis.StringSliceCmd, len(outboxes))
		_, err := s.write.Pipelined(ctx, func(p redis.Pipeliner) error {
			for i, of := range outboxes {
				lists[i] = p.LRange(ctx, outboxKey(of), 0, outboxPage-1)
			}
			return nil
		})
		var said redis.Error
		if err != nil && !errors.As(err, &said) {
			return failed("move events", err)
		}
		args, removals, more := []any{s.maxEvents}, map[*redis.Client][]order{}, []string(nil)
		for i, of := range outboxes {
			texts, err := lists[i].Result()
			if err != nil {
				problems = append(problems, failedAt("move events", err, outboxKey(of), ""))
				continue
			}
			server, err := s.write.master(ctx, outboxKey(of))
			if err != nil {
				return failed("move events", err)
			}
			for _, text := range texts {
				if e, ok := parseEvent(text); ok { // otherwise it is another program's
					args = append(args, e.Key, text)
				}
				removals[server] = append(removals[server], command("lrem", outboxKey(of), 1, text)) // by its text, since another process may be moving the same
			}
			if len(texts) == outboxPage {
				more = append(more, of)
			}
		}
		if len(args) > 1 {
			if reply, err := s.change(ctx, run(publishScript, []string{eventStream, eventKeys}, args...)); reply.Err() != nil {
				return failedAt("move events", errors.Join(reply.Err(), err), eventStream, "")
			}
		}
		for server, all := range removals {
			replies, _ := s.changeAll(ctx, server, all)
			for _, reply := range replies {
				if err := reply.Err(); err != nil {
					return failed("move events", err)
				}
			}
		}
		outboxes = more
	}
	return errors.Join(problems...)
}

// Sweep moves the events of all outboxes, including those that other processes left behind. It scans all keys, so it
// is for the background; pause is called between its steps. Errors: [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) Sweep(ctx context.Context, pause func(context.Context) error) error {
	masters, err := s.write.masters(ctx)
	if err != nil {
		return failed("sweep", err)
	}
	var problems []error
	for _, m := range masters {
		for cursor := uint64(0); ; {
			var names []string
			if names, cursor, err = m.Scan(ctx, cursor, "outbox:{*}", 1000).Result(); err != nil {
				return failed("sweep", err)
			}
			for i, name := range names {
				names[i] = strings.TrimSuffix(strings.TrimPrefix(name, "outbox:{"), "}")
			}
			for part := range slices.Chunk(names, outboxesAtOnce) {
				if err := s.move(ctx, part); errors.Is(err, ErrUnavailable) {
					return err
				} else if err != nil {
					problems = append(problems, err)
				}
			}
			if cursor == 0 {
				break
			}
			if err := pause(ctx); err != nil {
				return err
			}
		}
	}
	return errors.Join(problems...)
}

// Events returns up to limit events that came after the one with the ID after, oldest first, or those from the oldest
// that is kept if after is "". Old events are trimmed: missed reports that those which came next after the ID may be
// gone. Errors: [ErrEventID], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) Events(ctx context.Context, after string, limit int) (events []Event, missed bool, err error) {
	from, known := "-", eventID{}
	if after != "" {
		if known, err = parseEventID(after); err != nil {
			return nil, false, err
		}
		from = fmt.Sprintf("%d-%d", known.time, known.number)
	}
	// The event with the ID is read too: if it is kept, so is all that came after it.
	var messages, oldest *redis.XMessageSliceCmd
	_, err = s.write.Pipelined(ctx, func(p redis.Pipeliner) error {
		messages = p.XRangeN(ctx, eventStream, from, "+", int64(limit)+1)
		oldest = p.XRangeN(ctx, eventStream, "-", "+", 1)
		return nil
	})
	if err != nil {
		return nil, false, failedAt("read events", err, eventStream, "")
	}
	all := messages.Val()
	switch {
	case after == "":
	case len(all) > 0 && isEvent(all[0], known):
		all = all[1:]
	case len(oldest.Val()) > 0:
		first, err := parseEventID(oldest.Val()[0].ID)
		missed = err == nil && known.compare(first) < 0
	}
	for _, m := range all[:min(len(all), limit)] {
		text, _ := m.Values["event"].(string)
		if e, ok := parseEvent(text); ok {
			e.ID = m.ID
			events = append(events, e)
		}
	}
	return events, missed, nil
}

// eventID is the ID of a stream entry: Unix milliseconds, and a number within them.
type eventID struct{ time, number uint64 }

func parseEventID(text string) (id eventID, err error) {
	first, second, _ := strings.Cut(text, "-")
	id.time, err = strconv.ParseUint(first, 10, 64)
	if err == nil {
		id.number, err = strconv.ParseUint(second, 10, 64)
	}
	if err != nil {
		return eventID{}, ErrEventID
	}
	return id, nil
}

func (id eventID) compare(other eventID) int {
	return cmp.Or(cmp.Compare(id.time, other.time), cmp.Compare(id.number, other.number))
}

func isEvent(m redis.XMessage, id eventID) bool {
	found, err := parseEventID(m.ID)
	return err == nil && found == id
}

func parseEvent(text string) (e Event, ok bool) {
	if json.Unmarshal([]byte(text), &e) != nil || e.Key == "" {
		return Event{}, false
	}
	return e, true
}
