package control

import (
	"context"
	"time"

	"github.com/quiva-ai/session-tokens/gen/control"
	"github.com/quiva-ai/session-tokens/gen/control/server"
	"github.com/quiva-ai/session-tokens/store"
)

const (
	longestWait = 30 * time.Second // the contract's maximum
	// pollEvery is how late a waiting client may learn of an event. 100 waiting clients make 400 queries a second,
	// each of some 50 us.
	pollEvery = 250 * time.Millisecond
)

// ListEvents returns events, and waits for them if there are none.
func (o *operations) ListEvents(ctx context.Context, request server.ListEventsRequestObject) (server.ListEventsResponseObject, error) {
	page := control.EventPage{Events: []control.Event{}, Next: text(request.Params.After)}
	var wait time.Duration
	if request.Params.Wait != nil {
		wait = time.Duration(*request.Params.Wait) * time.Second
	}
	over := time.NewTimer(wait)
	defer over.Stop()
	for {
		events, missed, err := o.s.cfg.Store.Events(ctx, page.Next, limitOf(request.Params.Limit))
		if err != nil {
			return nil, err
		}
		if missed {
			page.Missed = &missed
		}
		for _, e := range events {
			page.Next = e.ID
			if shown, ok := event(e); ok {
				page.Events = append(page.Events, shown)
			}
		}
		switch {
		case len(page.Events) > 0 || wait == 0 && len(events) == 0:
			return server.ListEvents200JSONResponse(page), nil
		case len(events) > 0: // none of them is shown, and there may be more already
			continue
		}
		poll := time.NewTimer(pollEvery)
		select {
		case <-ctx.Done():
			poll.Stop()
			return nil, ctx.Err()
		case <-over.C:
			wait = 0 // look once more
		case <-o.s.stopping:
			wait = 0
		case <-poll.C:
		}
		poll.Stop()
	}
}

// event converts an event. It reports false for one that the contract does not have, such as that of a control key.
func event(e store.Event) (control.Event, bool) {
	shown := control.Event{
		ID: e.ID, Time: int64(e.Time), UserID: e.UserID, Kind: control.EventKind(e.Kind), Transition: control.EventTransition(e.Transition),
		Cause: control.EventCause(e.Cause), Actor: e.Actor,
	}
	switch {
	case e.Fingerprint == "":
	case shown.Kind == control.EventKindAPIKey:
		shown.KeyID = &e.Fingerprint
	default:
		shown.Fingerprint = &e.Fingerprint
	}
	return shown, shown.Kind.Valid() && shown.Transition.Valid() && shown.Cause.Valid() && shown.Time >= 0
}
