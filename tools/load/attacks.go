package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"
)

// An attack sends requests that cost a server as much as possible, until ctx ends.
type attack struct {
	name string
	run  func(ctx context.Context, s *server, o options, to *record)
}

// Numbers of clients, and the pause between the requests of the healthy one.
const (
	attackers    = 8
	idleConns    = 1100
	slowReaders  = 50
	smallFiles   = 1024 // files that the server may open, fewer than there are idle connections
	healthy      = 5000 // number of the healthy client
	healthyPause = 50 * time.Millisecond
)

func allAttacks() []attack {
	return []attack{
		{"deep pages of a long text", asking(func(random *rand.Rand, o options) string {
			return "/api/v1/search?size=100&page=" + fmt.Sprint(10+random.IntN(91)) + "&q=" + unbroken(random, o, 200)
		})},
		{"256 characters without a break, 100 hits", asking(func(random *rand.Rand, o options) string {
			return "/api/v1/search?size=100&q=" + unbroken(random, o, 256)
		})},
		{"ten exclusions that posting lists do not decide", asking(func(random *rand.Rand, o options) string {
			q := "用户"
			for range 10 {
				q += ` -"` + frequent(random) + "，" + frequent(random) + `"`
			}
			return "/api/v1/search?q=" + url.QueryEscape(q)
		})},
		{fmt.Sprintf("%d idle connections, %d files", idleConns, smallFiles), idle},
		{fmt.Sprintf("%d pipelining slow readers", slowReaders), readSlowly},
	}
}

// attacks measures a healthy client before and during each attack.
func attacks(ctx context.Context, o options) error {
	fmt.Printf("\n| attack | healthy before: answered | p50 ms | p95 | during: answered | p50 | p95 | failed | the attack: 200 | 429 | 503 | failed |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, a := range allAttacks() {
		s, err := start(ctx, o, smallFiles, true)
		if err != nil {
			return err
		}
		var before, during, of record
		s.healthy(ctx, o, o.span, &before)
		hostile, end := context.WithCancel(ctx)
		var done sync.WaitGroup
		done.Go(func() { a.run(hostile, s, o, &of) })
		time.Sleep(time.Second) // until it has begun
		s.healthy(ctx, o, o.span, &during)
		end()
		done.Wait()
		b, d := before.times(http.StatusOK), during.times(http.StatusOK)
		fmt.Printf("| %s | %d | %s | %s | %d | %s | %s | %d | %d | %d | %d | %d |\n", a.name, len(b), quantile(b, .5), quantile(b, .95),
			len(d), quantile(d, .5), quantile(d, .95), len(during.outcomes)-len(d),
			of.count(http.StatusOK), of.count(http.StatusTooManyRequests), of.count(http.StatusServiceUnavailable), of.count(0))
		if err := errors.Join(ctx.Err(), s.stop()); err != nil {
			return err
		}
	}
	return nil
}

// healthy is a client that sends requests like a fast reader.
func (s *server) healthy(ctx context.Context, o options, span time.Duration, to *record) {
	ctx, cancel := context.WithTimeout(ctx, span)
	defer cancel()
	s.newClient(healthy).ask(ctx, to, healthyPause, s.usual(o.queries))
}

// asking returns an attack of a few clients that send requests without a pause.
func asking(next func(*rand.Rand, options) string) func(context.Context, *server, options, *record) {
	return func(ctx context.Context, s *server, o options, to *record) {
		var done sync.WaitGroup
		for i := range attackers {
			done.Go(func() {
				s.newClient(healthy+1+i).ask(ctx, to, 0, func(random *rand.Rand) string { return next(random, o) })
			})
		}
		done.Wait()
	}
}

// unbroken returns a number of Han characters of queries, escaped for an address.
func unbroken(random *rand.Rand, o options, runes int) string {
	var b []rune
	for len(b) < runes {
		before := len(b)
		for _, r := range o.queries[random.IntN(len(o.queries))] {
			if r >= 0x4E00 && r <= 0x9FFF {
				b = append(b, r)
			}
		}
		if len(b) == before { // it has none
			b = append(b, '的')
		}
	}
	return url.QueryEscape(string(b[:runes]))
}

func frequent(random *rand.Rand) string {
	all := []rune("的一是在不了有和人这中大为上个我以要他时来用们")
	return string(all[random.IntN(len(all))])
}

// dial connects to the server from the address of the client with a number.
func (s *server) dial(ctx context.Context, number int) (net.Conn, error) {
	d := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 1, byte(number>>8), byte(number))}, Timeout: time.Second}
	return d.DialContext(ctx, "tcp", s.addr)
}

// idle opens connections of twenty clients and sends nothing. A connection that the
// server closes is opened again.
func idle(ctx context.Context, s *server, _ options, to *record) {
	var done sync.WaitGroup
	for i := range idleConns {
		done.Go(func() {
			for ctx.Err() == nil {
				nc, err := s.dial(ctx, healthy+1+i%20)
				if err != nil {
					to.add(outcome{})
					time.Sleep(100 * time.Millisecond)
					continue
				}
				stop := context.AfterFunc(ctx, func() { nc.Close() })
				_, _ = io.Copy(io.Discard, nc) // until it is closed
				stop()
				nc.Close()
				time.Sleep(100 * time.Millisecond)
			}
		})
	}
	done.Wait()
}

// readSlowly sends many requests at once over connections of fifty clients, and
// reads a byte of the answers now and then.
func readSlowly(ctx context.Context, s *server, o options, to *record) {
	var done sync.WaitGroup
	for i := range slowReaders {
		done.Go(func() {
			request := "GET /api/v1/search?size=100&q=" + url.QueryEscape(o.queries[i%len(o.queries)]) + " HTTP/1.1\r\nHost: " + s.addr + "\r\n\r\n"
			for ctx.Err() == nil {
				nc, err := s.dial(ctx, healthy+1+i)
				if err != nil {
					to.add(outcome{})
					time.Sleep(100 * time.Millisecond)
					continue
				}
				stop := context.AfterFunc(ctx, func() { nc.Close() })
				_, err = io.WriteString(nc, strings.Repeat(request, 100))
				for b := make([]byte, 1); err == nil; time.Sleep(50 * time.Millisecond) {
					_, err = nc.Read(b)
				}
				stop()
				nc.Close()
			}
		})
	}
	done.Wait()
}
