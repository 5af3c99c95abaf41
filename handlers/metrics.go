package handlers

import (
	"crypto/tls"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/quiva-ai/session-tokens/handlers/credential/jwks"
	"github.com/quiva-ai/session-tokens/store"
)

// metrics are the metrics that the admin listener exposes. No label is made from a request.
type metrics struct {
	registry   *prometheus.Registry
	requests   *prometheus.CounterVec
	duration   *prometheus.HistogramVec
	leftOut    *prometheus.CounterVec
	violations *prometheus.CounterVec
	refusals   *prometheus.CounterVec

	handshakes  prometheus.Counter
	redisErrors *prometheus.CounterVec
	redisUp     prometheus.Gauge
	redisKeys   prometheus.Gauge
	allRefused  prometheus.Gauge
}

func newMetrics(registry *prometheus.Registry, poolStats func() store.PoolStats, clients *connections) *metrics {
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		return prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "session_tokens", Name: name, Help: help}, labels)
	}
	m := &metrics{
		registry: registry,
		requests: counter("requests_total", "Requests answered.", "operation", "status"),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: "session_tokens", Name: "request_duration_seconds", Help: "Time to the answer.",
			// From 0.25 ms, half of a plain answer, doubling to 512 ms, just over the promised 500 ms.
			Buckets: prometheus.ExponentialBuckets(0.00025, 2, 12),
		}, []string{"operation"}),
		leftOut:    counter("records_left_out_total", "Members in Redis that are no live record of their user.", "kind", "reason"),
		violations: counter("contract_violations_total", "Answers that broke the contract before they were sent.", "operation"),
	}
	m.refusals = counter("refusals_total", "Requests whose credential was refused, or that had none.", "reason")
	registry.MustRegister(m.requests, m.duration, m.leftOut, m.violations, m.refusals,
		gaugeFunc(prometheus.Opts{Namespace: "session_tokens", Name: "connections", Help: "Public connections now."},
			func() float64 { return float64(clients.count()) }),
		gaugeFunc(prometheus.Opts{Namespace: "session_tokens", Name: "connections_limit", Help: "Most public connections at once."},
			func() float64 { return float64(clients.limit) }),
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	gauge := func(name, help string) prometheus.Gauge {
		return prometheus.NewGauge(prometheus.GaugeOpts{Namespace: "session_tokens", Name: name, Help: help})
	}
	m.redisErrors = counter("redis_errors_total", "Requests that the store gave no answer for, by cause.", "cause")
	for _, cause := range store.Causes() {
		m.redisErrors.WithLabelValues(string(cause)) // an alert needs the 0 before the 1
	}
	m.handshakes = prometheus.NewCounter(prometheus.CounterOpts{Namespace: "session_tokens", Name: "tls_handshake_errors_total", Help: "TLS handshakes of public connections that failed."})
	m.redisUp = gauge("redis_up", "1 while Redis can be used, 0 while it can't.")
	m.redisKeys = gauge("redis_keys", "Keys in the Redis database; -1 while that is not known.")
	m.redisKeys.Set(-1)
	m.allRefused = gauge("all_bearers_refused", "1 while every bearer is refused, however well signed: Redis may hold the wrong records.")
	registry.MustRegister(m.redisErrors)
	if poolStats == nil {
		return m
	}
	pool := func(name, help string, register func(prometheus.Opts, func() float64) prometheus.Collector, of func(store.PoolStats) uint32) {
		registry.MustRegister(register(prometheus.Opts{Namespace: "session_tokens", Subsystem: "redis_pool", Name: name, Help: help},
			func() float64 { return float64(of(poolStats())) }))
	}
	pool("hits_total", "Free connections found.", counterFunc, func(p store.PoolStats) uint32 { return p.Hits })
	pool("misses_total", "Free connections not found.", counterFunc, func(p store.PoolStats) uint32 { return p.Misses })
	pool("waits_total", "Requests that waited for a connection and got it.", counterFunc, func(p store.PoolStats) uint32 { return p.Waits })
	pool("stale_total", "Connections found dead.", counterFunc, func(p store.PoolStats) uint32 { return p.Stale })
	pool("connections", "Connections now.", gaugeFunc, func(p store.PoolStats) uint32 { return p.Total })
	pool("idle_connections", "Connections now that nobody uses.", gaugeFunc, func(p store.PoolStats) uint32 { return p.Idle })
	return m
}

// registerIssuer registers metrics that are read from the source, which does the counting.
func registerIssuer(registry *prometheus.Registry, issuer *jwks.Source, now func() time.Time) {
	registry.MustRegister(gaugeFunc(prometheus.Opts{Namespace: "session_tokens", Subsystem: "jwks", Name: "age_seconds",
		Help: "Time since the issuer's keys were fetched, or found to be the same; -1 while there are none."}, func() float64 {
		good := issuer.Stats().Good
		if good.IsZero() {
			return -1
		}
		return max(0, now().Sub(good).Seconds())
	}))
	for _, outcome := range jwks.Outcomes {
		registry.MustRegister(counterFunc(prometheus.Opts{Namespace: "session_tokens", Subsystem: "jwks", Name: "fetches_total",
			Help: "Fetches of the issuer's keys, by outcome.", ConstLabels: prometheus.Labels{"outcome": string(outcome)}},
			func() float64 { return float64(issuer.Stats().Fetches[outcome]) }))
	}
}

// certificateExpiry is for alerts: the log warns only at the start and when the certificate changes.
func certificateExpiry(certificate func() *tls.Certificate) prometheus.Collector {
	return gaugeFunc(prometheus.Opts{Namespace: "session_tokens", Name: "tls_certificate_expiry_timestamp_seconds", Help: "When the public listener's certificate expires, Unix seconds."},
		func() float64 { return float64(certificate().Leaf.NotAfter.Unix()) })
}

func counterFunc(opts prometheus.Opts, f func() float64) prometheus.Collector {
	return prometheus.NewCounterFunc(prometheus.CounterOpts(opts), f)
}

func gaugeFunc(opts prometheus.Opts, f func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts(opts), f)
}
