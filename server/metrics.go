package server

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
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
	handler  http.Handler
}

func newMetrics(s *Server) (*metrics, error) {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_http_requests_total",
			Help: "Requests answered."}, []string{"route", "method", "code"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "xunzhang_http_request_duration_seconds",
			Help: "Time to answer a request.", Buckets: prometheus.ExponentialBuckets(.001, 2, 13)}, []string{"route"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "xunzhang_rejected_total",
			Help: "Requests and connections that were refused, and connections that were closed for others."}, []string{"reason"}),
	}
	r := prometheus.NewRegistry()
	for _, c := range append(s.gauges(), m.requests, m.seconds, m.rejected) {
		if err := r.Register(c); err != nil {
			return nil, fmt.Errorf("metrics: %w", err)
		}
	}
	m.handler = promhttp.HandlerFor(r, promhttp.HandlerOpts{DisableCompression: true})
	return m, nil
}

func (s *Server) gauges() []prometheus.Collector {
	return []prometheus.Collector{
		collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		gauge("xunzhang_searches_running", "Searches that run now.", func() float64 { return float64(s.admission.taken()) }),
		gauge("xunzhang_searches_waiting", "Searches that wait for a place.", func() float64 { return float64(s.admission.waiting()) }),
		gauge("xunzhang_connections", "Connections that are open.", func() float64 { return float64(s.conns.count()) }),
		s.stateGauge("xunzhang_index_generation", "Number of the generation.", func(st engine.State) float64 { return float64(st.Generation) }),
		s.stateGauge("xunzhang_index_articles", "Articles in the index.", func(st engine.State) float64 { return float64(st.Articles) }),
		s.stateGauge("xunzhang_index_paragraphs", "Paragraphs in the index.", func(st engine.State) float64 { return float64(st.Paragraphs) }),
		s.stateGauge("xunzhang_index_size_bytes", "Size of the generation on disk.", func(st engine.State) float64 { return float64(st.IndexBytes) }),
	}
}

func gauge(name, help string, f func() float64) prometheus.Collector {
	return prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: name, Help: help}, f)
}

// stateGauge is 0 while there is no index.
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

// Reasons for which a request was refused, by the code of its answer.
func refusals() []string {
	return []string{"rate_limited", "client_overloaded", "overloaded", "timeout", "no_key", "bad_key", "bad_scope", "bad_host", "cross_origin", "too_large"}
}

// reject counts what was refused, by one of a few reasons.
func (m *metrics) reject(reason string) { m.rejected.WithLabelValues(reason).Inc() }

func (m *metrics) observe(route, method string, status int, took time.Duration) {
	if route == "" {
		route = "none"
	}
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
	default:
		method = "other"
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.seconds.WithLabelValues(route).Observe(took.Seconds())
}
