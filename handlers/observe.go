package handlers

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// observe creates the exchange with its request ID, and logs and counts its outcome.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.now()
		x := newExchange(c)
		c.Response().Header().Set(echo.HeaderXRequestID, x.id)
		err := next(x)
		end := s.now()
		took := end.Sub(start)
		status, operation := outcome(c.Response().Status, x.left), x.operationID()
		s.metrics.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
		s.metrics.duration.WithLabelValues(operation).Observe(took.Seconds())
		// The logger's own methods would look up the calling line of code.
		line := slog.NewRecord(end, slog.LevelInfo, "request", 0)
		line.AddAttrs(slog.String("request_id", x.id), slog.String("operation", operation), slog.String("user", userHash(x.caller.User)),
			slog.Int("status", status), slog.Int64("duration_us", took.Microseconds()))
		if s.tracer != nil {
			line.AddAttrs(slog.String("trace_id", describeSpan(x, status)))
		}
		if x.refusal != "" {
			s.metrics.refusals.WithLabelValues(x.refusal).Inc()
			line.AddAttrs(slog.String("reason", x.refusal))
		}
		if ctx, log := c.Request().Context(), s.log.Handler(); log.Enabled(ctx, line.Level) {
			_ = log.Handle(ctx, line) // a failure to log can't be reported anywhere else
		}
		return err
	}
}

// statusClientClosedRequest stands for the failure of work that was stopped because its client had left. It is nginx's
// number, and is never sent: there is nobody to get it.
const statusClientClosedRequest = 499

// outcome returns the status that a request is counted and logged with. left: it failed because its client had left.
func outcome(status int, left bool) int {
	if left {
		return statusClientClosedRequest
	}
	return status
}

// Observe counts and logs a request that another listener of this program has answered. left: it failed because its
// client had left.
func (s *Server) Observe(operation string, status int, left bool, took time.Duration) {
	status = outcome(status, left)
	s.metrics.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
	s.metrics.duration.WithLabelValues(operation).Observe(took.Seconds())
	s.log.Info("request", "operation", operation, "status", status, "duration_us", took.Microseconds())
}

// userHash stands for a user in a log: the first 16 hex digits of the SHA-256 of the user ID, which anybody who has
// the ID can compute.
func userHash(user string) string {
	if user == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(user))
	return hex.EncodeToString(sum[:8])
}

// observeLeftOut counts and logs what a list had to leave out.
func (s *Server) observeLeftOut(ctx context.Context, user string, left []live.LeftOut) {
	if len(left) == 0 {
		return
	}
	type label struct {
		kind   store.Kind
		reason string
	}
	counts := map[label]int{} // looking up a counter by its labels takes longer than reading a record
	for i := range left {
		counts[label{left[i].Kind, left[i].Reason}]++
	}
	for l, count := range counts {
		s.metrics.leftOut.WithLabelValues(string(l.kind), l.reason).Add(float64(count))
	}
	var named []string
	for _, l := range left[:min(len(left), 5)] { // bounds the line, whatever was written to Redis
		named = append(named, string(l.Kind)+" "+l.Reason+" "+l.Fingerprint()+": "+l.Rule)
	}
	s.log.WarnContext(ctx, "records left out", "user", userHash(user), "count", len(left), "first", named)
}
