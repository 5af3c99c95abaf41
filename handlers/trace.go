package handlers

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
	"github.com/quiva-ai/session-tokens/store"
)

// knownMethods are the methods that a span may name (OpenTelemetry semantic conventions, HTTP spans). Any other is
// arbitrary text from a client.
var knownMethods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY"}

// startSpan begins the span of a request, as a child of the caller's if there is one. Of what the client sent it
// records only the method: paths, queries and headers can hold a token. So can tracestate, which is free text and is
// not passed on.
func (s *Server) startSpan(r *http.Request) (*http.Request, trace.Span) {
	ctx := r.Context()
	if parent := r.Header.Values("Traceparent"); len(parent) == 1 {
		ctx = propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{"traceparent": parent[0]})
	}
	method, name := semconv.HTTPRequestMethodOther, "HTTP"
	if slices.Contains(knownMethods, r.Method) {
		method, name = semconv.HTTPRequestMethodKey.String(r.Method), r.Method
	}
	ctx, span := s.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindServer), trace.WithTimestamp(s.now()),
		trace.WithAttributes(method, semconv.URLScheme(s.scheme()), semconv.NetworkProtocolVersion(protocolVersion(r))))
	return r.WithContext(ctx), span
}

func protocolVersion(r *http.Request) string {
	if r.ProtoMajor > 1 {
		return strconv.Itoa(r.ProtoMajor)
	}
	return "1." + strconv.Itoa(r.ProtoMinor)
}

// describeSpan records the outcome of the request in its span, and returns the trace ID.
func describeSpan(x *exchange, status int) (traceID string) {
	span := trace.SpanFromContext(x.Request().Context())
	attributes := []attribute.KeyValue{semconv.HTTPResponseStatusCode(status)}
	if x.operation != nil {
		attributes = append(attributes, semconv.HTTPRoute(x.operation.Path))
		span.SetName(x.operation.Method + " " + x.operation.Path) // also for HEAD, which is answered like GET
	}
	if status >= http.StatusInternalServerError {
		attributes = append(attributes, semconv.ErrorTypeKey.String(strconv.Itoa(status)))
		span.SetStatus(codes.Error, "")
	}
	span.SetAttributes(attributes...)
	return span.SpanContext().TraceID().String()
}

// TracedStore makes a span of each read. A span names no statement, key or user: those are confidential.
type TracedStore struct {
	Store interface {
		live.Store
		credential.Keys
	}
	Tracer trace.Tracer
	Now    func() time.Time
}

// List reads a user's members.
func (t TracedStore) List(ctx context.Context, user string, lists *store.Lists) error {
	ctx, span := t.start(ctx, "list")
	err := t.Store.List(ctx, user, lists)
	t.end(span, err)
	return err
}

// APIKey reads what an API key stands for.
func (t TracedStore) APIKey(ctx context.Context, id string) (store.APIKey, error) {
	ctx, span := t.start(ctx, "apikey")
	key, err := t.Store.APIKey(ctx, id)
	t.end(span, err)
	return key, err
}

func (t TracedStore) start(ctx context.Context, operation string) (context.Context, trace.Span) {
	return t.Tracer.Start(ctx, operation, trace.WithSpanKind(trace.SpanKindClient), trace.WithTimestamp(t.Now()),
		trace.WithAttributes(semconv.DBSystemNameRedis, semconv.DBOperationName(operation)))
}

func (t TracedStore) end(span trace.Span, err error) {
	if cause := store.CauseOf(err); cause != "" {
		span.SetAttributes(semconv.ErrorTypeKey.String(string(cause)))
		span.SetStatus(codes.Error, "") // without the error's text, which may name a key
	}
	span.End(trace.WithTimestamp(t.Now()))
}
