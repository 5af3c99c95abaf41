package handlers

import (
	"bytes"
	"errors"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// checkResponse holds an answer back until it is known to keep the contract.
func (s *Server) checkResponse(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, sent := exchangeOf(c), c.Response()
		held := s.hold(x, func() error { return next(c) })
		if err := s.conforms(x, held); err != nil {
			s.metrics.violations.WithLabelValues(x.operationID()).Inc()
			if s.report {
				s.log.ErrorContext(c.Request().Context(), "answer sent that breaks the contract", "request_id", x.id, "error", err)
			} else {
				held.release()
				held = s.hold(x, func() error { return err })
			}
		}
		err := held.send(sent)
		held.release()
		if err != nil {
			// The client is gone: there is nobody to answer.
			s.log.InfoContext(c.Request().Context(), "answer not sent", "request_id", x.id, "error", err)
		}
		return nil
	}
}

// conforms takes an answer in a frame for what it was made of: records that each conform. All others
// are checked as a whole.
func (s *Server) conforms(x *exchange, h *held) error {
	if h.framed != nil && h.framed.keepsContract(h.status, h.header) {
		return nil
	}
	return s.contract.CheckResponse(x.Request(), x.operation, h.status, h.header, h.bytes())
}

// held is an answer that was written, but not sent.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
	framed *framed // or nil; its body is then the answer's
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }

func (h *held) bytes() []byte {
	if h.framed != nil {
		return h.framed.answer.Body
	}
	return h.body.Bytes()
}

func (h *held) release() {
	if h.framed != nil {
		h.framed.answer.Release()
		h.framed = nil // it is no longer ours
	}
}

// framed is an answer that was made of records which each conform. Nothing copies its body.
type framed struct {
	answer *Answer
	frame  *contract.Frame
}

func (f *framed) keepsContract(status int, header http.Header) bool {
	return f.frame.Whole == nil && status == f.frame.Status && header.Get(echo.HeaderContentType) == f.frame.MediaType
}

var errNotHeld = errors.New("the answer is not held back to be checked")

// VisitGetSessionTokensResponse makes it one of the responses that the generated code takes.
func (f *framed) VisitGetSessionTokensResponse(w http.ResponseWriter) error {
	response, ok := w.(*echo.Response)
	if !ok {
		return errNotHeld
	}
	h, ok := response.Writer.(*held)
	if !ok {
		return errNotHeld
	}
	h.header.Set(echo.HeaderContentType, f.frame.MediaType)
	h.status, h.framed = f.frame.Status, f
	return nil
}

// hold runs what writes an answer, an error's answer included, and keeps the answer back.
func (s *Server) hold(x *exchange, answer func() error) *held {
	h := &held{header: http.Header{}, status: http.StatusOK}
	outer := x.Response()
	defer x.SetResponse(outer)
	x.SetResponse(echo.NewResponse(h, x.Echo()))
	if err := answer(); err != nil {
		// What was written before the error is not part of the answer.
		h.release()
		*h = held{header: http.Header{}, status: http.StatusOK}
		x.SetResponse(echo.NewResponse(h, x.Echo()))
		s.answerError(err, x)
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
	w.Header().Set("Content-Length", strconv.Itoa(len(h.bytes())))
	w.WriteHeader(h.status)
	_, err := w.Write(h.bytes())
	return err
}
