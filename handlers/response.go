package handlers

import (
	"bytes"
	"maps"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"
)

// checkResponse holds a response back until it is known to conform to the contract.
func (s *Server) checkResponse(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		x, client := exchangeOf(c), c.Response()
		defer x.release()
		response := s.buffer(x, func() error { return next(c) })
		if err := s.conforms(x, response); err != nil {
			s.metrics.violations.WithLabelValues(x.operationID()).Inc()
			if s.report {
				s.log.ErrorContext(c.Request().Context(), "answer sent that breaks the contract", "request_id", x.id, "error", err)
			} else {
				response = s.buffer(x, func() error { return err })
			}
		}
		if err := response.send(client, x.body); err != nil {
			// The client is gone: there is nobody to answer.
			s.log.InfoContext(c.Request().Context(), "answer not sent", "request_id", x.id, "error", err)
		}
		return nil
	}
}

// conforms does not check a body that is made of the contract's envelope and of records, since each of those
// conforms. All other responses are checked in full.
func (s *Server) conforms(x *exchange, r *bufferedResponse) error {
	if x.body == nil {
		return s.contract.CheckResponse(x.Request(), x.operation, r.status, r.header, r.body.Bytes())
	}
	e := s.records.Schema().Envelope()
	if e.FullCheck == nil && r.status == e.Status && r.header.Get(echo.HeaderContentType) == e.MediaType {
		return nil
	}
	return s.contract.CheckResponse(x.Request(), x.operation, r.status, r.header, x.body)
}

// bufferedResponse is a response that has not been sent yet.
type bufferedResponse struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newBufferedResponse() *bufferedResponse {
	return &bufferedResponse{header: http.Header{}, status: http.StatusOK}
}

func (r *bufferedResponse) Header() http.Header         { return r.header }
func (r *bufferedResponse) WriteHeader(status int)      { r.status = status }
func (r *bufferedResponse) Write(p []byte) (int, error) { return r.body.Write(p) }

// buffer runs write, answers its error if there is one, and returns the response.
func (s *Server) buffer(x *exchange, write func() error) *bufferedResponse {
	client := x.Response()
	defer x.SetResponse(client)
	x.body = nil
	r := newBufferedResponse()
	x.SetResponse(echo.NewResponse(r, x.Echo()))
	if err := write(); err != nil {
		// What was written before the error is not part of the response.
		x.body = nil
		r = newBufferedResponse()
		x.SetResponse(echo.NewResponse(r, x.Echo()))
		s.answerError(err, x)
	}
	return r
}

// send sends the response, with body if that is not nil.
func (r *bufferedResponse) send(w http.ResponseWriter, body []byte) error {
	if body == nil {
		body = r.body.Bytes()
	}
	maps.Copy(w.Header(), r.header)
	if r.status == http.StatusNoContent { // RFC 9110, section 8.6: it has no Content-Length
		w.WriteHeader(r.status)
		return nil
	}
	// Set here, so that HEAD, whose body the server omits, has it too.
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(r.status)
	_, err := w.Write(body)
	return err
}
