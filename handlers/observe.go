package handlers

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// exchange is echo's context, with what is found out about a request on its way.
type exchange struct {
	echo.Context
	id        string              // of our own: a client's could hold a token
	operation *contract.Operation // nil until checkRequest has found it
	user      string              // who asks, once it is known
}

// exchangeOf returns what observe, the outermost, has made of echo's context.
func exchangeOf(c echo.Context) *exchange {
	if x, ok := c.(*exchange); ok {
		return x
	}
	return &exchange{Context: c, id: c.Response().Header().Get(echo.HeaderXRequestID)}
}

// operationID names the operation in logs and metrics. A path that the contract does not have is not
// named: it may hold anything, and a label must not grow.
func (x *exchange) operationID() string {
	if x.operation != nil {
		return x.operation.ID
	}
	return "none"
}

// userHash stands for a user in a log: the first 16 hex digits of the SHA-256 of his ID, which who
// has the ID can compute.
func userHash(user string) string {
	if user == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(user))
	return hex.EncodeToString(sum[:8])
}

// observe gives the request an ID of our own, and says afterwards what became of it.
func (s *Server) observe(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := s.now()
		x := &exchange{Context: c, id: rand.Text()}
		c.Response().Header().Set(echo.HeaderXRequestID, x.id)
		err := next(x)
		took := s.now().Sub(start)
		status, operation := c.Response().Status, x.operationID()
		s.metrics.requests.WithLabelValues(operation, strconv.Itoa(status)).Inc()
		s.metrics.duration.WithLabelValues(operation).Observe(took.Seconds())
		s.log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("request_id", x.id), slog.String("operation", operation), slog.String("user", userHash(x.user)),
			slog.Int("status", status), slog.Int64("duration_us", took.Microseconds()))
		return err
	}
}

// leftOut counts and logs what a list had to leave out.
func (s *Server) leftOut(ctx context.Context, user string, left []LeftOut) {
	if len(left) == 0 {
		return
	}
	var named []string
	for _, l := range left {
		s.metrics.leftOut.WithLabelValues(string(l.Kind), l.Reason).Inc()
		if len(named) < 5 { // enough to begin with, whatever somebody wrote into Redis
			named = append(named, string(l.Kind)+" "+l.Reason+" "+l.Member)
		}
	}
	s.log.WarnContext(ctx, "records left out", "user", userHash(user), "count", len(left), "first", named)
}

// answerHeaders: an answer holds tokens, so nobody keeps it and nobody guesses at its type.
func answerHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Cache-Control", "no-store")
		c.Response().Header().Set("X-Content-Type-Options", "nosniff")
		return next(c)
	}
}

// preflightMaxAge is how long a browser may remember a preflight, in seconds: ten minutes.
const preflightMaxAge = 600

// cors lets scripts of the configured origins call the contract's paths. All else passes by: an
// OPTIONS that is no preflight of theirs is a 405 like every method that the contract does not have.
func (s *Server) cors() echo.MiddlewareFunc {
	return middleware.CORSWithConfig(middleware.CORSConfig{
		Skipper: func(c echo.Context) bool {
			r := c.Request()
			if !slices.Contains(s.origins, r.Header.Get(echo.HeaderOrigin)) {
				return true
			}
			return r.Method == http.MethodOptions && !s.isPreflight(c)
		},
		AllowOrigins:  s.origins,
		AllowMethods:  []string{http.MethodGet, http.MethodHead},
		AllowHeaders:  s.credentialHeaders(),
		ExposeHeaders: []string{echo.HeaderXRequestID, "WWW-Authenticate", "Retry-After"},
		MaxAge:        preflightMaxAge,
	})
}

// credentialHeaders are those that the contract's security schemes are presented in.
func (s *Server) credentialHeaders() []string {
	headers := []string{echo.HeaderAuthorization}
	for _, scheme := range s.contract.SecuritySchemes() {
		if scheme.In == "header" {
			headers = append(headers, scheme.Header)
		}
	}
	return headers
}

func (s *Server) isPreflight(c echo.Context) bool {
	asked := c.Request().Header.Get(echo.HeaderAccessControlRequestMethod)
	if asked == http.MethodHead {
		asked = http.MethodGet
	}
	_, err := s.contract.Find(c.Path(), asked)
	return err == nil
}
