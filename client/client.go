// Package client asks an xunzhang server from Go, over its HTTP API. It needs
// nothing but the standard library.
//
//	c, err := client.New("https://search.example.org", client.Options{Key: key})
//	for a, err := range c.Articles(ctx, client.Query{Text: "小红书 难民"}) {
//		...
//	}
//
// Methods take a context, retry when the server is busy, and return an *Error when
// it refuses.
package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// Options of a Client. The zero value is usable.
type Options struct {
	Key     string // sent with every request; "" for none
	KeyFile string // a file that holds the key, read by New; "" for none
	// HTTP makes the requests; nil for a new http.Client without a timeout, because
	// the context has one.
	HTTP *http.Client
	// Retries is how often a request is repeated when the server is busy or
	// unreachable: 0 means DefaultRetries, below 0 means never.
	Retries int
	// MaxWait bounds the wait before each retry: 0 means DefaultMaxWait. When the
	// server asks for a longer wait, the error is returned at once.
	MaxWait time.Duration
	// Header adds to the headers of each request, such as a Traceparent that the
	// context carries; nil for nothing.
	Header func(ctx context.Context) http.Header
}

// Defaults of Options.
const (
	DefaultRetries = 4
	DefaultMaxWait = 10 * time.Second
)

// maxAnswer bounds an answer in bytes. Exports are read line by line and have no
// bound.
const maxAnswer = 64 << 20

// firstWait is the wait before the first retry when the server does not say how
// long to wait.
const firstWait = 200 * time.Millisecond

// A Client asks one server. It is safe for concurrent use.
type Client struct {
	base    string
	options Options
}

var (
	errBase = errors.New("want http:// or https:// with a host and no path")
	errKeys = errors.New("give a key or a file with one, not both")
)

// New returns a client of the server at an address such as
// https://search.example.org.
func New(base string, o Options) (*Client, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("address of the server: %w", err)
	}
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return nil, fmt.Errorf("address of the server %q: %w", base, errBase)
	}
	if o.KeyFile != "" {
		if o.Key != "" {
			return nil, errKeys
		}
		text, err := os.ReadFile(o.KeyFile)
		if err != nil {
			return nil, fmt.Errorf("key: %w", err)
		}
		o.Key = strings.TrimSpace(string(text))
	}
	if o.HTTP == nil {
		o.HTTP = &http.Client{}
	}
	switch {
	case o.Retries == 0:
		o.Retries = DefaultRetries
	case o.Retries < 0:
		o.Retries = 0
	}
	if o.MaxWait == 0 {
		o.MaxWait = DefaultMaxWait
	}
	return &Client{u.Scheme + "://" + u.Host, o}, nil
}

// get decodes the answer to a GET.
func (c *Client) get(ctx context.Context, path string, query url.Values, to any) error {
	return c.decode(ctx, http.MethodGet, path, query, nil, to)
}

// post sends a value as JSON, and decodes the answer. No request changes anything
// on the server, so that a POST may be repeated too.
func (c *Client) post(ctx context.Context, path string, body, to any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return c.decode(ctx, http.MethodPost, path, nil, b, to)
}

func (c *Client) decode(ctx context.Context, method, path string, query url.Values, body []byte, to any) error {
	resp, err := c.do(ctx, method, path, query, body)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(to); err != nil {
		return fmt.Errorf("answer of %s: %w", path, err)
	}
	return nil
}

// do sends a request until it is answered with 200, refused, or out of retries. The
// caller closes the body.
func (c *Client) do(ctx context.Context, method, path string, query url.Values, body []byte) (*http.Response, error) {
	for attempt := 0; ; attempt++ {
		resp, err := c.once(ctx, method, path, query, body)
		if err == nil && resp.StatusCode == http.StatusOK {
			return resp, nil
		}
		wait := backoff(attempt)
		if err == nil {
			refused := refusal(resp)
			wait, err = max(wait, refused.RetryAfter), refused
			if !refused.again() {
				return nil, err
			}
		} else if ctx.Err() != nil {
			return nil, fmt.Errorf("%s: %w", path, ctx.Err())
		}
		if attempt == c.options.Retries || wait > c.options.MaxWait {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("%s: %w after %w", path, ctx.Err(), err)
		case <-time.After(wait):
		}
	}
}

// backoff doubles with every attempt, with some randomness, so that clients that
// were refused at the same time do not all retry at the same time.
func backoff(attempt int) time.Duration {
	d := firstWait << min(attempt, 10)
	return d/2 + rand.N(d/2)
}

func (c *Client) once(ctx context.Context, method, path string, query url.Values, body []byte) (*http.Response, error) {
	address := c.base + path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if c.options.Header != nil {
		for name, values := range c.options.Header(ctx) {
			r.Header[name] = values
		}
	}
	if c.options.Key != "" {
		r.Header.Set("Authorization", "Bearer "+c.options.Key)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	return c.options.HTTP.Do(r)
}

// seconds reads Retry-After, as a number of seconds or as a date.
func seconds(header string) time.Duration {
	if n, err := strconv.Atoi(header); err == nil {
		return time.Duration(n) * time.Second
	}
	if t, err := http.ParseTime(header); err == nil {
		return time.Until(t)
	}
	return 0
}
