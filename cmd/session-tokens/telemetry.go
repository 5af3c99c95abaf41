package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"github.com/prometheus/client_golang/prometheus"
	bridge "go.opentelemetry.io/contrib/bridges/prometheus"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetrichttp"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	semconv "go.opentelemetry.io/otel/semconv/v1.43.0"
	"go.opentelemetry.io/otel/trace"

	"github.com/quiva-ai/session-tokens/handlers"
	"github.com/quiva-ai/session-tokens/handlers/credential"
	"github.com/quiva-ai/session-tokens/handlers/live"
)

// telemetryEnd is how long the program waits at its end for a collector to accept the last spans and metrics.
const telemetryEnd = 2 * time.Second

// telemetry exports traces and metrics by OTLP, as protobuf over HTTP, each if the environment names an endpoint.
// The SDK reads all other settings (sampling, headers, intervals) from its standard variables.
//
// It does not use contrib's autoexport, which exports to this machine by default, can be told to print spans to
// standard output or to open a port for Prometheus, and brings in the gRPC exporters as well.
type telemetry struct {
	env func(string) string
	log *slog.Logger

	from          *resource.Resource
	exportsMetric bool
	traces        *sdk.TracerProvider   // nil without traces
	metrics       *metric.MeterProvider // nil without metrics
}

// start reads the environment and sets up the export of traces.
func (t *telemetry) start(ctx context.Context) error {
	exportsTraces, tracesErr := t.exports("TRACES")
	exportsMetrics, metricsErr := t.exports("METRICS")
	if tracesErr != nil && metricsErr != nil && tracesErr.Error() == metricsErr.Error() {
		metricsErr = nil // of a variable that applies to both
	}
	if err := errors.Join(tracesErr, metricsErr); err != nil || !exportsTraces && !exportsMetrics {
		return err
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) {
		t.log.Warn("telemetry is lost", "error", beginning(err.Error()))
	}))
	otel.SetLogger(logr.FromSlogHandler(sdkLog{t.log.Handler()}))
	var err error
	// The last value of an attribute wins. Without an instance ID the metrics of two services would be mixed up.
	if t.from, err = resource.New(ctx, resource.WithTelemetrySDK(), resource.WithAttributes(
		semconv.ServiceName(name), semconv.ServiceVersion(version()), semconv.ServiceInstanceID(rand.Text())), resource.WithFromEnv()); err != nil {
		return fmt.Errorf("OTEL_RESOURCE_ATTRIBUTES: %w", err)
	}
	t.exportsMetric = exportsMetrics
	if exportsTraces {
		exporter, err := otlptracehttp.New(ctx)
		if err != nil {
			return fmt.Errorf("export traces: %w", err)
		}
		t.traces = sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(t.from))
	}
	t.log.Info("telemetry is exported by OTLP", "traces", exportsTraces, "metrics", exportsMetrics)
	return nil
}

// exports reports whether traces, or metrics, are exported. It returns an error for settings that the SDK would
// only log, exporting elsewhere.
func (t *telemetry) exports(signal string) (bool, error) {
	get := func(variable string) string { return strings.TrimSpace(t.env(variable)) }
	if strings.EqualFold(get("OTEL_SDK_DISABLED"), "true") {
		return false, nil
	}
	exporter := "OTEL_" + signal + "_EXPORTER"
	switch get(exporter) {
	case "none":
		return false, nil
	case "", "otlp":
	default:
		return false, fmt.Errorf("%s must be otlp or none", exporter)
	}
	first := func(variable string) (string, string) { // the signal's own variable, or the general one
		if own := "OTEL_EXPORTER_OTLP_" + signal + "_" + variable; get(own) != "" {
			return own, get(own)
		}
		return "OTEL_EXPORTER_OTLP_" + variable, get("OTEL_EXPORTER_OTLP_" + variable)
	}
	variable, endpoint := first("ENDPOINT")
	if endpoint == "" {
		return false, nil
	}
	// Do not print the value, or the parse error, which quotes it: it may hold a password.
	if u, err := url.Parse(endpoint); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return false, fmt.Errorf("%s must be a URL like http://127.0.0.1:4318", variable)
	}
	if variable, protocol := first("PROTOCOL"); protocol != "" && protocol != "http/protobuf" {
		return false, fmt.Errorf("%s must be http/protobuf, the one protocol that there is here, not %q", variable, protocol)
	}
	return true, nil
}

// tracer returns nil if traces are not exported.
func (t *telemetry) tracer() trace.Tracer {
	if t.traces == nil {
		return nil
	}
	return t.traces.Tracer("github.com/quiva-ai/session-tokens")
}

// trace traces the backend's reads for requests, if traces are exported. It returns the store for looking up API
// keys.
func (t *telemetry) trace(b *backend, now func() time.Time) credential.Keys {
	if t.traces == nil {
		return b
	}
	traced := handlers.TracedStore{Store: b, Tracer: t.tracer(), Now: now}
	b.records = live.New(b.records.Schema(), traced, now)
	return traced
}

// exportMetrics exports the metrics for Prometheus periodically, if the environment says so. This way each metric
// is defined only once.
func (t *telemetry) exportMetrics(ctx context.Context, from prometheus.Gatherer) error {
	if !t.exportsMetric {
		return nil
	}
	exporter, err := otlpmetrichttp.New(ctx)
	if err != nil {
		return fmt.Errorf("export metrics: %w", err)
	}
	reader := metric.NewPeriodicReader(exporter, metric.WithProducer(bridge.NewMetricProducer(bridge.WithGatherer(from))))
	t.metrics = metric.NewMeterProvider(metric.WithReader(reader), metric.WithResource(t.from))
	return nil
}

// end exports what is left. Since ctx is done by then, it has a time-out of its own.
func (t *telemetry) end(ctx context.Context) {
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), telemetryEnd)
	defer cancel()
	var ending sync.WaitGroup
	end := func(what func(context.Context) error) {
		ending.Go(func() {
			if err := what(limited); err != nil {
				t.log.Warn("telemetry is lost", "error", beginning(err.Error()))
			}
		})
	}
	if t.traces != nil {
		end(t.traces.Shutdown)
	}
	if t.metrics != nil {
		end(t.metrics.Shutdown)
	}
	ending.Wait()
}

// beginning truncates a text for the log: an error may quote a collector's whole response.
func beginning(text string) string {
	const most = 300
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}

// sdkLog logs the SDK's messages about its settings without the values: one may be a credential for the collector.
type sdkLog struct{ slog.Handler }

func (h sdkLog) Handle(ctx context.Context, r slog.Record) error {
	line := slog.NewRecord(r.Time, max(r.Level, slog.LevelInfo), "the OpenTelemetry SDK", 0)
	line.AddAttrs(slog.String("says", r.Message))
	return h.Handler.Handle(ctx, line)
}

func (h sdkLog) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h sdkLog) WithGroup(string) slog.Handler      { return h }
