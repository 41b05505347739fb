package bench

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/server"
)

// noAnalysis takes the place of the analyzer for /api/v1/analyze, which no request
// asks for.
type noAnalysis struct{}

func (noAnalysis) Analyze(context.Context, string) (server.Analysis, error) {
	return server.Analysis{}, nil
}

// overHTTP measures the API and the page through a server on the loopback.
func overHTTP(b *testing.B, s *search.Service, all []string) {
	ctx, stop := context.WithCancel(context.Background())
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	srv, err := server.New(server.Config{Addr: l.Addr().String()}, server.Services{Finder: s, Reader: s, Analyzer: noAnalysis{}})
	if err != nil {
		b.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ctx, server.Listeners{Public: []net.Listener{l}}) }()
	for _, path := range []string{"/api/v1/search", "/search"} {
		for clients := 1; clients <= 2; clients++ {
			b.Run(fmt.Sprintf("http%s/clients=%d", path, clients), func(b *testing.B) {
				latencies(b, all, clients, func(query string) (int, error) {
					return get("http://"+l.Addr().String()+path, query)
				})
			})
		}
	}
	stop()
	if err := <-ended; err != nil {
		b.Error(err)
	}
}

// get reads an answer to its end and returns its length in bytes.
func get(address, query string) (int, error) {
	res, err := http.Get(address + "?q=" + url.QueryEscape(query))
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	n, err := io.Copy(io.Discard, res.Body)
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %s", res.Status)
	}
	return int(n), err
}
