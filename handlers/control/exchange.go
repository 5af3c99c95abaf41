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

// exchange holds what is found out about a request on its way. It is used by one goroutine at a time.
type exchange struct {
	id        string              // generated here: a client's own could hold a token
	client    http.ResponseWriter // where the response is finally written
	operation *contract.Operation // nil until it is found
	caller    Caller              // zero until the key is verified
	body      []byte              // of the request, checked
	called    bool                // the operation was reached
	left      bool                // it failed because its client had left
	err       error               // the operation's error
}

type exchangeKey struct{}

func exchangeFrom(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// operationID returns the operation's name for logs and metrics. A path that the contract does not have gets no name.
func (x *exchange) operationID() string {
	if x.operation == nil {
		return "none"
	}
	return x.operation.ID
}

// serve answers a request. The response is held back until it is known to conform to the contract.
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
		s.cfg.Observe(x.operationID(), response.status, x.left, s.cfg.Now().Sub(came))
	}
}

// Introspections are the most frequent requests, so their answers that were found to conform are remembered, maxKnown
// of them, up to maxKnownSize bytes each: a gateway asks about the same token repeatedly, and checking an answer
// takes as long as everything else. They are compared whole, and take 16 MB.
const (
	maxKnown     = 1 << 15
	maxKnownSize = 512
)

// conforms returns an error if a response breaks the contract.
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

// errPanic stands for a panic, without its value, which may hold a token.
var errPanic = errors.New("panic")

// try checks a request and runs its operation. It turns a panic into an error like any other.
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
		// The generated code can't read what the contract's check accepted. Its own error text may repeat what was
		// sent.
		return contract.ErrRequest
	}
	return x.err
}

// response is a response that has not been sent yet.
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
	if r.status == http.StatusNoContent { // RFC 9110, section 8.6: it has no Content-Length
		w.WriteHeader(r.status)
		return nil
	}
	w.Header().Set("Content-Length", strconv.Itoa(r.body.Len()))
	w.WriteHeader(r.status)
	_, err := w.Write(r.body.Bytes())
	return err
}
