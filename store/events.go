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

// Event is something that became of a record, of an API key or of a user. It never has a token.
type Event struct {
	ID          string  `json:"-"`           // later events have later ones; see [Redis.Events]
	Key         string  `json:"key"`         // of the transition: one event has it, however often it was moved
	Time        float64 `json:"time,string"` // Unix seconds, by the clock of Redis
	UserID      string  `json:"user_id"`
	Kind        string  `json:"kind"`        // session, refresh, user or api_key
	Fingerprint string  `json:"fingerprint"` // of the token; the ID of an API key; empty of a user
	Transition  string  `json:"transition"`  // registered, rotated, suspended, resumed, revoked, evicted, reused, key_made or key_ended
	Cause       string  `json:"cause"`       // owner, operator, limit or reuse
	Actor       string  `json:"actor"`
}

// The stream of all events, and the keys of those that are in it, lie in one slot.
const (
	eventStream = "events:{all}"
	eventKeys   = "events-seen:{all}"
)

// DefaultMaxEvents is how many events are kept, unless configured otherwise.
const DefaultMaxEvents = 10_000

//go:embed script/publish.lua
var publishText string
var publishScript = newScript(clockText + publishText)

// Events of so many outboxes are moved at a time, and of each so many.
const outboxesAtOnce, outboxPage = 20, 50

// mover moves events while others go on.
type mover struct {
	start   sync.Once
	waiting chan outbox
	closing sync.Once
	closed  chan struct{} // when nothing more comes
	done    chan struct{} // when all is moved
}

// outbox is one with events in it: whose, and for whom it is moved.
type outbox struct {
	ctx context.Context
	of  string
}

func newMover() *mover {
	return &mover{waiting: make(chan outbox, 1000), closed: make(chan struct{}), done: make(chan struct{})}
}

// published has the events of a user, or of an API key, moved. They lie in the same slot as what they are about, and
// so are written with it, in one step; and then they are moved to the stream of all, where they can be read in
// order. Who dies in between leaves them to [Redis.Sweep].
func (s *Redis) published(ctx context.Context, of string) {
	s.events.start.Do(func() { go s.publish() }) //nolint:contextcheck // each outbox comes with one
	select {
	case s.events.waiting <- outbox{context.WithoutCancel(ctx), of}:
	default: // the sweep finds it
	}
}

// allPublished is published for many. It waits for its turn: where records are put by the thousand, there may be
// nobody who sweeps.
func (s *Redis) allPublished(ctx context.Context, of []string) {
	s.events.start.Do(func() { go s.publish() }) //nolint:contextcheck // each outbox comes with one
	for _, one := range of {
		select {
		case s.events.waiting <- outbox{context.WithoutCancel(ctx), one}:
		case <-ctx.Done():
			return
		}
	}
}

// publish moves what is published, until nothing more comes. Then it ends with the first that Redis does not answer: who
// closes a store waits for this.
func (s *Redis) publish() {
	defer close(s.events.done)
	for {
		select {
		case o := <-s.events.waiting:
			_ = s.moveWaiting(o) // what fails, the sweep tries again
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

// moveWaiting moves the events of an outbox, and of others that wait by then.
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

// close waits until all is moved that was published, or Redis does not answer.
func (m *mover) close() {
	m.closing.Do(func() { close(m.closed) })
	m.start.Do(func() { close(m.done) }) // nothing was
	<-m.done
}

// move moves the events of outboxes into the stream. An event is taken out of its outbox when it is in the stream,
// and put into the stream once: so it is not lost, and not there twice. An outbox that can't be read keeps no other
// from it.
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
				if e, ok := parseEvent(text); ok { // or it is another program's
					args = append(args, e.Key, text)
				}
				removals[server] = append(removals[server], command("lrem", outboxKey(of), 1, text)) // by its text: another may be moving the same
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

// Sweep moves the events of all outboxes: of those that somebody else left, too. It looks at all keys, so it is for
// the background; pause is called between its steps. Errors: [ErrUnavailable], [ErrPermission], [ErrLayout].
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

// Events returns events that came after the one with the ID, at the most limit of them, oldest first; after "" those
// that are kept. Which is the oldest that is kept changes: missed says that those which came next after the ID may not
// be kept any more. Errors: [ErrEventID], [ErrUnavailable], [ErrPermission], [ErrLayout].
func (s *Redis) Events(ctx context.Context, after string, limit int) (events []Event, missed bool, err error) {
	from, known := "-", eventID{}
	if after != "" {
		if known, err = parseEventID(after); err != nil {
			return nil, false, err
		}
		from = fmt.Sprintf("%d-%d", known.time, known.number)
	}
	// The one with the ID is asked for too: where it is kept, so is all that came after it.
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

// eventID is that of an entry of a stream: milliseconds, and a number within them.
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
