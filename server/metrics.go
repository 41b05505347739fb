package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/xunzhang/xunzhang/engine"
)

// metrics counts requests. Labels are routes, methods and codes, never what a
// reader typed.
type metrics struct {
	requests *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	rejected *prometheus.CounterVec
	outcomes *prometheus.CounterVec
	stages   *prometheus.HistogramVec
	parts    prometheus.Histogram
	costs    prometheus.Histogram
	keys     *prometheus.CounterVec
	handler  http.Handler
}

// The stages of a search, as labels have them.
const (
	stageWaiting = "waiting" // for a place
	stageFinding = "finding" // candidates, in the engine
	stageRanking = "ranking" // the candidates, and writing the answer
)

func newMetrics(s *Server) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_http_requests_total",
			Help: "Requests answered."}, []string{"route", "method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "xunzhang_http_request_duration_seconds",
			Help: "Time to answer a request.", Buckets: prometheus.ExponentialBuckets(.001, 2, 13)}, []string{"route"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_rejected_total",
			Help: "Requests and connections that were refused, and connections that were closed for others."}, []string{"reason"}),
		outcomes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_http_outcomes_total",
			Help: "Requests by outcome: ok, unchanged, or the code of a problem."}, []string{"route", "outcome"}),
		stages: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "xunzhang_search_stage_seconds",
			Help: "Time of a search in each of its stages.", Buckets: prometheus.ExponentialBuckets(.0005, 2, 14)}, []string{"stage"}),
		parts: prometheus.NewHistogram(prometheus.HistogramOpts{Name: "xunzhang_search_candidates",
			Help: "Parts that the engine brought for a search.", Buckets: prometheus.ExponentialBuckets(1, 2, 14)}),
	}
	m.costs = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "xunzhang_request_cost",
		Help: "Estimated costs of requests, let in or refused, in ordinary searches.", Buckets: prometheus.ExponentialBuckets(1, 2, 8)})
	m.keys = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_key_requests_total",
		Help: "Requests with a key, by its id and by outcome: ok, unchanged, or the code of a problem."}, []string{"key", "outcome"})
	r := prometheus.NewRegistry()
	for _, c := range append(s.gauges(), m.requests, m.seconds, m.rejected, m.outcomes, m.stages, m.parts, m.costs, m.keys) {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	for _, reason := range append(refusals(), reasonConnections, reasonClientConnections, reasonEvicted, reasonUnread) {
		m.rejected.WithLabelValues(reason) // so that each begins at 0, and an increase shows
	}
	m.handler = promhttp.HandlerFor(r, promhttp.HandlerOpts{DisableCompression: true})
	return m, nil
}

func (s *Server) gauges() []prometheus.Collector {
	return []prometheus.Collector{
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("xunzhang_searches_running", "Places that are taken now; an expensive request takes several.", func() float64 { return float64(s.admission.taken()) }),
		gauge("xunzhang_searches_waiting", "Searches that wait for a place.", func() float64 { return float64(s.admission.waiting()) }),
		gauge("xunzhang_connections", "Connections that are open.", func() float64 { return float64(s.conns.count()) }),
		s.stateGauge("xunzhang_index_generation", "Number of the generation.", func(st engine.State) float64 { return float64(st.Generation) }),
		s.stateGauge("xunzhang_index_built_timestamp_seconds", "When the generation was built, in seconds since 1970.", func(st engine.State) float64 { return float64(st.BuiltAt.Unix()) }),
		prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "xunzhang_index_failures_total",
			Help: "How often a generation could not be opened or was found damaged."}, s.failures),
		s.stateGauge("xunzhang_index_articles", "Articles in the index.", func(st engine.State) float64 { return float64(st.Articles) }),
		s.stateGauge("xunzhang_index_paragraphs", "Paragraphs in the index.", func(st engine.State) float64 { return float64(st.Paragraphs) }),
		s.stateGauge("xunzhang_index_size_bytes", "Size of the generation on disk.", func(st engine.State) float64 { return float64(st.IndexBytes) }),
	}
}

// failures is how often the engine found a generation damaged or could not open it.
func (s *Server) failures() float64 {
	if s.config.Failures == nil {
		return 0
	}
	return float64(s.config.Failures.Load())
}

func gauge(name, help string, f func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f)
}

// stateGauge returns a gauge that is 0 while there is no index.
func (s *Server) stateGauge(name, help string, value func(engine.State) float64) prometheus.Collector {
	return gauge(name, help, func() float64 {
		ctx, cancel := context.WithTimeout(context.Background(), SearchTime)
		defer cancel()
		state, err := s.services.Finder.State(ctx)
		if err != nil {
			return 0
		}
		return value(state)
	})
}

// refusals are the codes of answers by which a request is refused, as reasons in metrics.
func refusals() []string {
	return []string{"rate_limited", "client_overloaded", "overloaded", "export_busy", "timeout", "no_key", "bad_key", "bad_scope", "bad_host", "cross_origin", "too_large"}
}

// reject counts a refusal by its reason.
func (m *metrics) reject(reason string) { m.rejected.WithLabelValues(reason).Inc() }

// waited records how long a request waited until it got its places or was refused.
func (m *metrics) waited(took time.Duration) {
	m.stages.WithLabelValues(stageWaiting).Observe(took.Seconds())
}

// working records the work that is done with a context until done is called.
func (m *metrics) working(ctx context.Context) (_ context.Context, done func()) {
	begin := time.Now()
	ctx, w := withWork(ctx)
	return ctx, func() {
		if w.calls.Load() == 0 {
			return // nothing was searched for
		}
		finding := time.Duration(w.took.Load())
		m.stages.WithLabelValues(stageFinding).Observe(finding.Seconds())
		m.stages.WithLabelValues(stageRanking).Observe(max(0, time.Since(begin)-finding).Seconds())
		m.parts.Observe(float64(w.parts.Load()))
	}
}

// outcomeName is the outcome of a request in metrics.
func outcomeName(status int, err error) string {
	switch {
	case err != nil:
		return outcomeOf(err).code
	case status == http.StatusNotModified:
		return "unchanged"
	case status < http.StatusBadRequest:
		return "ok"
	}
	return "error_" + strconv.Itoa(status)
}

func (m *metrics) observe(route, method string, status int, err error, took time.Duration) {
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		method = "other"
	}
	m.outcomes.WithLabelValues(route, outcomeName(status, err)).Inc()
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}

// work is the work of the engine for one request. Its calls may come from several
// goroutines.
type work struct {
	took  atomic.Int64 // nanoseconds in the engine
	parts atomic.Int64 // that it returned: the candidates
	calls atomic.Int64
}

// workKey is the key of a request's work in its context.
type workKey struct{}

func withWork(ctx context.Context) (context.Context, *work) {
	w := &work{}
	return context.WithValue(ctx, workKey{}, w), w
}

// MeterEngine records metrics of the engine's calls, for the requests in whose
// contexts they are made. It is a metered.Meter.
func MeterEngine(ctx context.Context, took time.Duration, parts int) {
	w, ok := ctx.Value(workKey{}).(*work)
	if !ok {
		return // the call belongs to no request
	}
	w.took.Add(int64(took))
	w.parts.Add(int64(parts))
	w.calls.Add(1)
}
