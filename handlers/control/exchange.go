package control

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime"
	"runtime/debug"
	"strconv"

	"github.com/quiva-ai/session-tokens/handlers/contract"
)

// exchange is all that is found out about a request on its way. One goroutine at a time has it.
type exchange struct {
	id        string              // of our own: a client's could hold a token
	client    http.ResponseWriter // what the response goes to in the end
	operation *contract.Operation // nil until it is found
	caller    Caller              // zero until the key is verified
	body      []byte              // of the request, checked
	called    bool                // the operation was reached
	err       error               // that it ended with
}

type exchangeKey struct{}

func exchangeFrom(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// operationID names the operation in logs and metrics. A path that the contract does not have is not named.
func (x *exchange) operationID() string {
	if x.operation == nil {
		return "none"
	}
	return x.operation.ID
}

// serve answers a request. The response is held back until it is known to keep the contract.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	came := s.cfg.Now()
	x := &exchange{id: rand.Text(), client: w}
	w.Header().Set("X-Request-Id", x.id)
	response := newResponse()
	if err := s.try(r.Context(), x, response, r); err != nil {
		response = s.answerError(r.Context(), x, err)
	}
	if err := s.conforms(r, x, response); err != nil {
		response = s.answerError(r.Context(), x, err)
	}
	if err := response.send(w); err != nil { // the client is gone
		s.cfg.Log.InfoContext(r.Context(), "answer not sent", "request_id", x.id, "error", err)
	}
	if s.cfg.Observe != nil {
		s.cfg.Observe(x.operationID(), response.status, s.cfg.Now().Sub(came))
	}
}

// Of introspections, which are asked for most, the answers that were found to conform are remembered, up to so many
// and of so many bytes each: a gateway asks of one token again and again, and to check an answer takes as long as all
// else. They are compared whole. They take 16 MB.
const (
	maxKnown     = 1 << 15
	maxKnownSize = 512
)

// conforms says whether a response keeps the contract.
func (s *Server) conforms(r *http.Request, x *exchange, response *response) error {
	body := response.body.Bytes()
	remembered := x.operation != nil && x.operation.ID == "introspectToken" && response.status == http.StatusOK && len(body) <= maxKnownSize
	if remembered && response.header.Get("Content-Type") == "application/json" {
		if _, ok := s.known.Get(string(body)); ok {
			return nil
		}
	}
	err := s.cfg.Contract.CheckResponse(r, x.operation, response.status, response.header, body)
	if err == nil && remembered {
		s.known.Add(string(body), struct{}{})
	}
	return err
}

// errPanic is one, whose value is not told: it may hold a token.
var errPanic = errors.New("panic")

// try does what a request asks for. A panic is an error like any other.
func (s *Server) try(ctx context.Context, x *exchange, w http.ResponseWriter, r *http.Request) (err error) {
	defer func() {
		if value := recover(); value != nil {
			what := fmt.Sprintf("%T", value)
			var fault runtime.Error
			if e, ok := value.(error); ok && errors.As(e, &fault) {
				what = fault.Error()
			}
			s.cfg.Log.ErrorContext(ctx, "panic", "request_id", x.id, "what", what, "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	r, cancel, err := s.check(x, r)
	if err != nil {
		return err
	}
	defer cancel()
	s.echo.ServeHTTP(w, r)
	if x.err != nil && !x.called {
		// The generated code can't read what the contract's check let pass. Its text may repeat what was sent.
		return contract.ErrRequest
	}
	return x.err
}

// response is what was written of a response that is not sent yet.
type response struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func newResponse() *response { return &response{header: http.Header{}, status: http.StatusOK} }

func (r *response) Header() http.Header         { return r.header }
func (r *response) WriteHeader(status int)      { r.status = status }
func (r *response) Write(p []byte) (int, error) { return r.body.Write(p) }

func (r *response) send(w http.ResponseWriter) error {
	maps.Copy(w.Header(), r.header)
	if r.status == http.StatusNoContent { // RFC 9110 8.6: it has no Content-Length
		w.WriteHeader(r.status)
		return nil
	}
	w.Header().Set("Content-Length", strconv.Itoa(r.body.Len()))
	w.WriteHeader(r.status)
	_, err := w.Write(r.body.Bytes())
	return err
}
