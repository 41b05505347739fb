package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// An outcome is the result of one request.
type outcome struct {
	status int // 0 for a connection that failed
	took   time.Duration
}

// A record collects the outcomes of the requests of some clients.
type record struct {
	mu       sync.Mutex
	outcomes []outcome
}

func (r *record) add(o outcome) {
	r.mu.Lock()
	r.outcomes = append(r.outcomes, o)
	r.mu.Unlock()
}

// count returns how many requests had a status.
func (r *record) count(status int) (n int) {
	for _, o := range r.outcomes {
		if o.status == status {
			n++
		}
	}
	return n
}

// times returns how long the requests with one of some statuses took, ascending.
func (r *record) times(statuses ...int) []time.Duration {
	var all []time.Duration
	for _, o := range r.outcomes {
		if slices.Contains(statuses, o.status) {
			all = append(all, o.took)
		}
	}
	slices.Sort(all)
	return all
}

// quantile returns the time, in milliseconds, that a share of the sorted times does
// not exceed.
func quantile(sorted []time.Duration, share float64) string {
	if len(sorted) == 0 {
		return "-"
	}
	at := min(len(sorted)-1, int(share*float64(len(sorted))))
	return fmt.Sprintf("%.1f", float64(sorted[at].Microseconds())/1000)
}

// A client asks over connections of its own, from an address of its own.
type client struct {
	http   *http.Client
	server *server
	random *rand.Rand
}

// newClient returns a client with a number, which decides its address and its
// requests.
func (s *server) newClient(number int) *client {
	from := &net.TCPAddr{IP: net.IPv4(127, 1, byte(number>>8), byte(number))}
	dialer := &net.Dialer{LocalAddr: from, Timeout: 5 * time.Second}
	return &client{server: s, random: rand.New(rand.NewPCG(1, uint64(number))),
		http: &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 1}}}
}

func (c *client) close() { c.http.CloseIdleConnections() }

// get requests a path, and reads the answer to its end.
func (c *client) get(ctx context.Context, path string) (outcome, []byte) {
	begin := time.Now()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.server.url+path, nil)
	if err != nil {
		return outcome{took: time.Since(begin)}, nil
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return outcome{took: time.Since(begin)}, nil
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return outcome{took: time.Since(begin)}, nil
	}
	return outcome{status: answer.StatusCode, took: time.Since(begin)}, body
}

// ask sends requests until ctx ends, with a pause after each answer.
func (c *client) ask(ctx context.Context, to *record, pause time.Duration, next func(*rand.Rand) string) {
	defer c.close()
	for ctx.Err() == nil {
		o, _ := c.get(ctx, next(c.random))
		if ctx.Err() != nil {
			return // it was cut off
		}
		to.add(o)
		select {
		case <-ctx.Done():
		case <-time.After(pause):
		}
	}
}

// usual returns a function that draws the path of a request as readers and programs
// send them: of ten requests, seven are searches, one of these for a page, and one
// each is for an article, for the page of an article and for a completion.
func (s *server) usual(queries []string) func(*rand.Rand) string {
	return func(random *rand.Rand) string {
		q := queries[random.IntN(len(queries))]
		id := url.PathEscape(s.ids[random.IntN(len(s.ids))])
		switch random.IntN(10) {
		case 0:
			return "/search?q=" + url.QueryEscape(q)
		case 1:
			return "/api/v1/articles/" + id
		case 2:
			return "/articles/" + id + "?q=" + url.QueryEscape(q)
		case 3:
			runes := []rune(q)
			return "/api/v1/suggest?q=" + url.QueryEscape(string(runes[:1+random.IntN(min(4, len(runes)))]))
		}
		return "/api/v1/search?q=" + url.QueryEscape(q)
	}
}

// findArticles collects the ids of articles that queries find. The searches also
// warm the server.
func (s *server) findArticles(ctx context.Context, queries []string) error {
	c := s.newClient(0)
	defer c.close()
	for _, q := range queries[:min(50, len(queries))] {
		o, body := c.get(ctx, "/api/v1/search?fields=articles.id&q="+url.QueryEscape(q))
		var found struct {
			Articles []struct {
				ID string `json:"id"`
			} `json:"articles"`
		}
		if o.status != http.StatusOK {
			return fmt.Errorf("%s: status %d", q, o.status)
		}
		if err := json.Unmarshal(body, &found); err != nil {
			return fmt.Errorf("%s: %w", q, err)
		}
		for _, a := range found.Articles {
			if !strings.Contains(a.ID, "/") {
				s.ids = append(s.ids, a.ID)
			}
		}
	}
	if len(s.ids) == 0 {
		return fmt.Errorf("the first queries find no article")
	}
	return nil
}
