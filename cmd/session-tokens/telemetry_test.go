package main

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	metricpb "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	tracepb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	commonpb "go.opentelemetry.io/proto/otlp/common/v1"
	resourcepb "go.opentelemetry.io/proto/otlp/resource/v1"
	spanpb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/protobuf/proto"

	"github.com/quiva-ai/session-tokens/store/redistest"
)

// collector receives exports by OTLP over HTTP.
type collector struct {
	*httptest.Server

	mu        sync.Mutex
	raw       [][]byte
	spans     []*spanpb.Span
	metrics   []string
	resources []*resourcepb.Resource
}

func newCollector(t *testing.T) *collector {
	c := &collector{}
	c.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body := io.Reader(r.Body)
		if r.Header.Get("Content-Encoding") == "gzip" {
			var err error
			if body, err = gzip.NewReader(r.Body); err != nil {
				t.Error(err)
				return
			}
		}
		raw, err := io.ReadAll(body)
		if err != nil || r.Header.Get("Content-Type") != "application/x-protobuf" {
			t.Errorf("%v, %v", err, r.Header)
		}
		c.mu.Lock()
		defer c.mu.Unlock()
		c.raw = append(c.raw, raw)
		switch r.URL.Path {
		case "/v1/traces":
			var request tracepb.ExportTraceServiceRequest
			if err := proto.Unmarshal(raw, &request); err != nil {
				t.Error(err)
			}
			for _, of := range request.ResourceSpans {
				c.resources = append(c.resources, of.Resource)
				for _, scope := range of.ScopeSpans {
					c.spans = append(c.spans, scope.Spans...)
				}
			}
		case "/v1/metrics":
			var request metricpb.ExportMetricsServiceRequest
			if err := proto.Unmarshal(raw, &request); err != nil {
				t.Error(err)
			}
			for _, of := range request.ResourceMetrics {
				c.resources = append(c.resources, of.Resource)
				for _, scope := range of.ScopeMetrics {
					for _, metric := range scope.Metrics {
						c.metrics = append(c.metrics, metric.Name)
					}
				}
			}
		default:
			t.Errorf("asked for %s", r.URL.Path)
		}
		w.Header().Set("Content-Type", "application/x-protobuf")
	}))
	t.Cleanup(c.Close)
	return c
}

// named returns the spans with that name.
func (c *collector) named(name string) (spans []*spanpb.Span) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spans {
		if s.Name == name {
			spans = append(spans, s)
		}
	}
	return spans
}

// values returns attributes as strings.
func values(attributes []*commonpb.KeyValue) map[string]string {
	texts := map[string]string{}
	for _, a := range attributes {
		texts[a.Key] = a.Value.GetStringValue()
		if n, ok := a.Value.Value.(*commonpb.AnyValue_IntValue); ok {
			texts[a.Key] = string(rune('0'+n.IntValue/100)) + "xx"
		}
	}
	return texts
}

// exportTo configures the export of spans and metrics after a tenth of a second.
func exportTo(endpoint string) []string {
	return []string{"OTEL_EXPORTER_OTLP_ENDPOINT=" + endpoint, "OTEL_BSP_SCHEDULE_DELAY=100", "OTEL_METRIC_EXPORT_INTERVAL=100"}
}

const listPath = "/accounts/session-tokens"

const callerTrace, callerSpan = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"

// A request is a span whose parent is the caller's, and its reads from Redis are child spans. The metrics for
// Prometheus are exported too. None of it contains or identifies a credential.
func TestTelemetry(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	k := newKeyTest(t)
	pepper := apiKeyPepper + "=v1:" + testSecret("pepper")
	key := k.run([]string{pepper}, "", "apikey", "create", "--user=alice-user", "--account=acme-account")
	bearer := k.run([]string{hs256Secret + "=" + testSecret("bearer")}, "", "token", "--user=alice-user", "--store")
	k.served = serveEnv(t, append(exportTo(c.URL), "REDIS_URL="+k.redis, pepper, hs256Secret+"="+testSecret("bearer"), "OTEL_RESOURCE_ATTRIBUTES=deployment.environment.name=test"), serveArgs...)
	ask := func(method, path string, headers ...string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, "http://"+k.public+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Tracestate", "vendor=hidden-state")
		r.Header.Set("Baggage", "user=hidden-baggage")
		r.Header.Set("User-Agent", "hidden-agent")
		for i := 0; i < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	ask("GET", listPath, "Authorization", "Bearer "+bearer, "Traceparent", "00-"+callerTrace+"-"+callerSpan+"-01")
	ask("HEAD", listPath, "X-Api-Key", key)
	ask("GET", listPath+"?access_token=hidden-query", "Authorization", "Bearer "+bearer)
	ask("HIDDEN-METHOD", "/hidden-path")

	const name = "GET " + listPath
	eventually(t, func() bool {
		return len(c.named(name)) == 3 && len(c.named("HTTP")) == 1 && len(c.named("list")) == 2 && len(c.named("apikey")) == 1
	})
	servers := map[string]*spanpb.Span{} // by span ID
	var followed *spanpb.Span
	for _, s := range append(c.named(name), c.named("HTTP")...) {
		servers[string(s.SpanId)] = s
		if hex.EncodeToString(s.TraceId) == callerTrace {
			followed = s
		}
		if s.Kind != spanpb.Span_SPAN_KIND_SERVER || len(s.Events)+len(s.Links) > 0 || s.TraceState != "" || s.EndTimeUnixNano < s.StartTimeUnixNano {
			t.Errorf("%v", s)
		}
	}
	if followed == nil || hex.EncodeToString(followed.ParentSpanId) != callerSpan {
		t.Fatalf("the caller's span is not the parent: %v", followed)
	}
	want := map[string]string{"http.request.method": "GET", "http.route": listPath, "http.response.status_code": "2xx", "url.scheme": "http", "network.protocol.version": "1.1"}
	if got := values(followed.Attributes); !maps.Equal(got, want) {
		t.Errorf("attributes %v", got)
	}
	if got := values(c.named("HTTP")[0].Attributes); !maps.Equal(got, map[string]string{"http.request.method": "_OTHER", "http.response.status_code": "4xx", "url.scheme": "http", "network.protocol.version": "1.1"}) {
		t.Errorf("attributes of what is no operation: %v", got)
	}
	for _, s := range append(c.named("list"), c.named("apikey")...) {
		parent := servers[string(s.ParentSpanId)]
		if parent == nil || !bytes.Equal(parent.TraceId, s.TraceId) || s.Kind != spanpb.Span_SPAN_KIND_CLIENT ||
			!maps.Equal(values(s.Attributes), map[string]string{"db.system.name": "redis", "db.operation.name": s.Name}) {
			t.Errorf("%v", s)
		}
	}
	k.says(1, `"trace_id":"`+callerTrace+`"`)

	has := func(metric string) bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return slices.Contains(c.metrics, metric)
	}
	for _, metric := range []string{"session_tokens_requests_total", "session_tokens_request_duration_seconds", "session_tokens_redis_up", "go_goroutines"} {
		eventually(t, func() bool { return has(metric) })
	}
	if err := k.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := k.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v:\n%s", err, k.logged())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.resources {
		if got := values(r.Attributes); got["service.name"] != "session-tokens" || got["service.instance.id"] == "" || got["deployment.environment.name"] != "test" || got["telemetry.sdk.language"] != "go" {
			t.Fatalf("resource %v", got)
		}
	}
	all := bytes.Join(c.raw, nil)
	for what, secret := range map[string]string{
		"bearer": bearer, "its signature": bearer[strings.LastIndexByte(bearer, '.'):], "API key": key, "ID of the key": strings.Split(key, "_")[1],
		"user": "alice", "account": "acme", "what the client made up": "hidden", "the same in majors": "HIDDEN", "pepper": testSecret("pepper"),
		"Redis": strings.TrimPrefix(k.redis, "redis://"), "client's address": "127.0.0.1",
	} {
		if bytes.Contains(all, []byte(secret)) {
			t.Errorf("what is exported has the %s", what)
		}
	}
}

// If Redis does not respond, both spans have an error with the cause.
func TestTelemetryOfFailures(t *testing.T) {
	t.Parallel()
	c := newCollector(t)
	address, _ := silentRedis(t, "alice")
	s := serveEnv(t, append(exportTo(c.URL), "REDIS_URL=redis://"+address, "OTEL_METRICS_EXPORTER=none", "OTEL_SERVICE_NAME=mine"), serveArgs...)
	k := &keyTest{served: s, t: t}
	bearer := k.run([]string{hs256Secret + "=" + strings.Repeat("not a secret ", 3)}, "", "token", "--user=alice")
	k.want("Authorization", "Bearer "+bearer, http.StatusServiceUnavailable)
	eventually(t, func() bool { return len(c.named("list")) == 1 && len(c.named("GET "+listPath)) == 1 })
	for name, want := range map[string]string{"list": "timeout", "GET " + listPath: "503"} {
		span := c.named(name)[0]
		if got := values(span.Attributes)["error.type"]; got != want || span.Status.GetCode() != spanpb.Status_STATUS_CODE_ERROR || span.Status.GetMessage() != "" {
			t.Errorf("%s: %q, %v", name, got, span.Status)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.metrics) > 0 || values(c.resources[0].Attributes)["service.name"] != "mine" {
		t.Errorf("%d metrics, resource %v", len(c.metrics), c.resources[0])
	}
}

// Without a collector, or with one that hangs or refuses, clients notice nothing, the log reports it a few times,
// and the program's end is delayed by at most two seconds.
func TestTelemetryWithoutACollector(t *testing.T) {
	refusing := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnauthorized)
		_, _ = io.WriteString(w, strings.Repeat("a long story ", 1000))
	}))
	defer refusing.Close()
	hanging, err := net.Listen("tcp", "127.0.0.1:0") // accepts connections, and never responds
	if err != nil {
		t.Fatal(err)
	}
	defer hanging.Close()
	for name, endpoint := range map[string]string{"absent": "http://127.0.0.1:" + freePort(t), "refusing": refusing.URL, "hanging": "http://" + hanging.Addr().String()} {
		t.Run(name, func(t *testing.T) {
			s := serveEnv(t, append(exportTo(endpoint), "REDIS_URL=", "OTEL_EXPORTER_OTLP_HEADERS=hidden-header"), append(slices.Clone(serveArgs), "--drain-delay=0s")...)
			k := &keyTest{served: s, t: t}
			for range 100 {
				began := time.Now()
				k.want("X-Api-Key", "x", http.StatusUnauthorized)
				if took := time.Since(began); took > time.Second {
					t.Errorf("an answer took %v", took)
				}
			}
			lost := func() bool { return strings.Contains(s.logged(), `"msg":"telemetry is lost"`) }
			if name != "hanging" { // it would take the SDK's own 30 seconds
				eventually(t, lost)
			}
			if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			eventually(t, lost)
			if err := s.cmd.Wait(); err != nil {
				t.Errorf("it ended with %v", err)
			}
			log := s.logged()
			if took := time.Since(began); took > telemetryEnd+2*time.Second {
				t.Errorf("the end took %v:\n%s", took, log)
			}
			if strings.Contains(log, "hidden-header") || strings.Count(log, "a long story") > 60*25 || !strings.Contains(log, `"says":"parse headers"`) {
				t.Error(log)
			}
			for line := range strings.Lines(log) {
				if len(line) > 1000 || !strings.HasPrefix(line, "{") {
					t.Errorf("a line of %d bytes: %.2000s", len(line), line)
				}
			}
		})
	}
}

// Settings that the SDK would ignore are errors at start-up, reported without values, which may be secret. If
// nothing is set, or telemetry is disabled, nothing is exported.
func TestTelemetrySettings(t *testing.T) {
	redistest.Need(t, "sh")
	const endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318"
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"gRPC":                 {[]string{endpoint, "OTEL_EXPORTER_OTLP_PROTOCOL=grpc"}, "OTEL_EXPORTER_OTLP_PROTOCOL must be http/protobuf"},
		"gRPC for metrics":     {[]string{endpoint, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL=grpc"}, "OTEL_EXPORTER_OTLP_METRICS_PROTOCOL must be http/protobuf"},
		"no URL":               {[]string{"OTEL_EXPORTER_OTLP_ENDPOINT=u:hidden@collector:4318"}, "OTEL_EXPORTER_OTLP_ENDPOINT must be a URL like"},
		"no URL for traces":    {[]string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=collector"}, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT must be a URL like"},
		"another exporter":     {[]string{endpoint, "OTEL_TRACES_EXPORTER=console"}, "OTEL_TRACES_EXPORTER must be otlp or none"},
		"nothing":              {nil, ""},
		"set to nothing":       {[]string{"OTEL_EXPORTER_OTLP_ENDPOINT=", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc"}, ""},
		"off":                  {[]string{endpoint, "OTEL_SDK_DISABLED=true", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc"}, ""},
		"of another, off here": {[]string{endpoint, "OTEL_TRACES_EXPORTER=none", "OTEL_METRICS_EXPORTER=none"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.want == "" {
				s := serveEnv(t, append(c.env, "REDIS_URL="), serveArgs...)
				k := &keyTest{served: s, t: t}
				k.want("X-Api-Key", "x", http.StatusUnauthorized)
				k.says(1, `"msg":"request"`)
				if log := s.logged(); strings.Contains(log, "telemetry") || strings.Contains(log, "trace_id") {
					t.Error(log)
				}
				return
			}
			cmd := exec.CommandContext(t.Context(), "session-tokens", append([]string{"serve"}, serveArgs...)...)
			cmd.Env = append(append(cmd.Environ(), "REDIS_URL=", hs256Secret+"="+testSecret("x")), c.env...)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "session-tokens: "+c.want) || strings.Contains(string(out), "hidden") {
				t.Errorf("%v:\n%s", err, out)
			}
		})
	}
}
