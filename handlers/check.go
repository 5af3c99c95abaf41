package handlers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/gen"
	"github.com/quiva-ai/session-tokens/handlers/contract"
	"github.com/quiva-ai/session-tokens/handlers/credential"
)

// storeDeadline is for all that a request asks of the store. A client waits at the most 500 ms for
// an answer, also for a 503.
const storeDeadline = 350 * time.Millisecond

type callerKey struct{}

// callerFrom returns who passed checkRequest.
func callerFrom(ctx context.Context) credential.Principal {
	caller, _ := ctx.Value(callerKey{}).(credential.Principal)
	return caller
}

const operationKey = "operation"

// operationOf returns the operation that checkRequest found, or nil.
func operationOf(c echo.Context) *contract.Operation {
	operation, _ := c.Get(operationKey).(*contract.Operation)
	return operation
}

// hasBody: a request with both Content-Length and Transfer-Encoding is one way to smuggle another
// behind it, so one that has a body at all is refused and its connection closed.
func hasBody(r *http.Request) bool { return r.ContentLength != 0 || len(r.TransferEncoding) > 0 }

// checkRequest lets a request pass that the contract allows, from a caller who is known.
func (s *Server) checkRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		operation, err := s.contract.Find(r)
		if err != nil {
			return err
		}
		c.Set(operationKey, operation)
		if hasBody(r) {
			return errBody
		}
		presented, value, err := s.schemes.Present(r)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(r.Context(), storeDeadline)
		defer cancel()
		r = r.WithContext(ctx)

		var caller credential.Principal
		var refused error // why the one credential there is does not hold
		err = s.contract.CheckRequest(r, operation, func(ctx context.Context, scheme string) error {
			if scheme != presented {
				return credential.ErrMissing
			}
			caller, refused = s.schemes.Verify(ctx, scheme, value)
			return refused
		})
		if err := cmp.Or(refused, err); err != nil {
			return err
		}
		c.SetRequest(r.WithContext(context.WithValue(ctx, callerKey{}, caller)))
		return next(c)
	}
}

// checkResponse holds an answer back until it is known to keep the contract.
func (s *Server) checkResponse(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		sent := c.Response()
		held := s.hold(c, func() error { return next(c) })
		if err := s.contract.CheckResponse(c.Request(), operationOf(c), held.status, held.header, held.body.Bytes()); err != nil {
			s.metrics.violations.WithLabelValues(operationID(c)).Inc()
			if s.report {
				s.log.ErrorContext(c.Request().Context(), "answer sent that breaks the contract", "request_id", requestID(c), "error", err)
			} else {
				held = s.hold(c, func() error { return err })
			}
		}
		if err := held.send(sent); err != nil {
			// The client is gone: there is nobody to answer.
			s.log.InfoContext(c.Request().Context(), "answer not sent", "request_id", requestID(c), "error", err)
		}
		return nil
	}
}

// held is an answer that was written, but not sent.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }

// hold runs what writes an answer, an error's answer included, and keeps the answer back.
func (s *Server) hold(c echo.Context, answer func() error) *held {
	h := &held{header: c.Response().Header().Clone(), status: http.StatusOK}
	outer := c.Response()
	defer c.SetResponse(outer)
	c.SetResponse(echo.NewResponse(h, c.Echo()))
	if err := answer(); err != nil {
		// What was written before the error is not part of the answer.
		h.body.Reset()
		h.header = outer.Header().Clone()
		c.SetResponse(echo.NewResponse(h, c.Echo()))
		s.answerError(err, c)
	}
	return h
}

func (h *held) send(w http.ResponseWriter) error {
	maps.Copy(w.Header(), h.header)
	if h.status == http.StatusNoContent { // RFC 9110 8.6: it has no Content-Length
		w.WriteHeader(h.status)
		return nil
	}
	// Said here, so that HEAD, whose body the server leaves out, says the same.
	w.Header().Set("Content-Length", strconv.Itoa(h.body.Len()))
	w.WriteHeader(h.status)
	_, err := w.Write(h.body.Bytes())
	return err
}

// recoverPanic makes a panic an error like any other.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if value := recover(); value != nil {
				s.logPanic(c.Request().Context(), requestID(c), value)
				err = errPanic
			}
		}()
		return next(c)
	}
}

// recoverOutside is for a panic of the middleware around recoverPanic. Nothing was sent then, since
// answers are held back; net/http would close the connection and print the panic's value.
func (s *Server) recoverOutside(w http.ResponseWriter, r *http.Request) {
	if value := recover(); value != nil {
		s.logPanic(r.Context(), w.Header().Get(echo.HeaderXRequestID), value)
		message := "internal error"
		_ = answerHeaders(func(c echo.Context) error {
			return c.JSON(http.StatusInternalServerError, gen.Error{Error: &message})
		})(s.public.NewContext(r, w))
	}
}

// logPanic logs where, and of which type, but not the value: it may hold a token.
func (s *Server) logPanic(ctx context.Context, requestID string, value any) {
	what := fmt.Sprintf("%T", value)
	var known runtime.Error
	if e, ok := value.(error); ok && errors.As(e, &known) {
		what = known.Error()
	}
	s.log.ErrorContext(ctx, "panic", "request_id", requestID, "what", what, "stack", string(debug.Stack()))
}
