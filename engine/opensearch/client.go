package opensearch

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/opensearch-project/opensearch-go/v4/opensearchtransport"

	"github.com/xunzhang/xunzhang/engine"
)

// An object is a JSON object to be sent.
type object = map[string]any

// How long one attempt of a request may take, after which another node is asked.
const (
	searchTime = 15 * time.Second
	buildTime  = 10 * time.Minute // a merge or a clone answers when it is done
)

// attempts is how often a request is sent at most, to another node each time
// where there is one.
const attempts = 4

// A client sends requests to a cluster, with a short or a long time limit.
type client struct {
	search, build *opensearchtransport.Client
}

func newClient(o *Options) (*client, error) {
	config, err := o.tls()
	if err != nil {
		return nil, err
	}
	wire := http.DefaultTransport.(*http.Transport).Clone()
	wire.TLSClientConfig = config
	wire.MaxIdleConnsPerHost = 32
	var urls []*url.URL
	for _, a := range o.Addresses {
		u, err := url.Parse(a)
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrAddress, err)
		}
		urls = append(urls, u)
	}
	connect := func(limit time.Duration) (*opensearchtransport.Client, error) {
		return opensearchtransport.New(opensearchtransport.Config{
			URLs: urls, Username: o.Username, Password: o.Password, Transport: wire,
			MaxRetries: attempts - 1, RetryOnStatus: []int{http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout},
			EnableRetryOnTimeout: true, RequestTimeout: limit, RetryBackoff: func(n int) time.Duration { return time.Duration(n) * 100 * time.Millisecond },
			HealthCheckMaxRetries: -1, MaxRetryClusterHealth: -1,
		})
	}
	c := &client{}
	if c.search, err = connect(cmp.Or(o.attempt, searchTime)); err == nil {
		c.build, err = connect(buildTime)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrAddress, err)
	}
	return c, nil
}

func (c *client) close() error { return errors.Join(c.search.Close(), c.build.Close()) }

// A refusal is an error that a cluster answered.
type refusal struct {
	status int
	kind   string // the cluster's own name of the error
	reason string
}

func (r *refusal) Error() string {
	if r.kind == "" {
		return fmt.Sprintf("status %d: %s", r.status, r.reason)
	}
	return fmt.Sprintf("status %d: %s: %s", r.status, r.kind, r.reason)
}

// ErrDenied says that the cluster does not accept our user, password or
// certificate, or does not permit what we asked for. It wraps
// engine.ErrUnavailable.
var ErrDenied = fmt.Errorf("%w: the cluster does not let us in", engine.ErrUnavailable)

// Unwrap returns the sentinel that the answer stands for, nil for none.
func (r *refusal) Unwrap() error {
	if r.kind == kindBlocked && r.status == http.StatusTooManyRequests {
		return ErrFull
	}
	if r.kind != kindBlocked && (r.status == http.StatusUnauthorized || r.status == http.StatusForbidden) {
		return ErrDenied
	}
	switch r.status {
	case http.StatusForbidden, http.StatusTooManyRequests, http.StatusInternalServerError,
		http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return engine.ErrUnavailable
	}
	return nil
}

// statusOf is the status of a refusal, 0 for any other error.
func statusOf(err error) int {
	if r := (*refusal)(nil); errors.As(err, &r) {
		return r.status
	}
	return 0
}

// ask sends a request that is answered quickly, such as a search, and decodes the
// answer into out unless out is nil.
func (c *client) ask(ctx context.Context, method, path string, body, out any) error {
	err := c.call(ctx, c.search, method, path, body, out)
	if errors.Is(err, errCut) { // the node is lost; another one has the answer too
		err = c.call(ctx, c.search, method, path, body, out)
	}
	return err
}

// order sends a request that may take minutes, such as a merge.
func (c *client) order(ctx context.Context, method, path string, body, out any) error {
	return c.call(ctx, c.build, method, path, body, out)
}

func (c *client) call(ctx context.Context, to *opensearchtransport.Client, method, path string, body, out any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	request, err := newRequest(ctx, method, path, body)
	if err != nil {
		return err
	}
	response, err := to.Stream(request)
	if response == nil {
		return lost(ctx, method, path, err)
	}
	text, err := io.ReadAll(response.Body)
	if err = errors.Join(err, response.Body.Close()); err != nil {
		return lost(ctx, method, path, fmt.Errorf("%w: %w", errCut, err))
	}
	if response.StatusCode >= 300 {
		return fmt.Errorf("%s %s: %w", method, request.URL.Path, newRefusal(response.StatusCode, text))
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(text, out); err != nil {
		return fmt.Errorf("%w: %s %s: the answer is not understood: %w", engine.ErrUnavailable, method, path, err)
	}
	return nil
}

// errCut says that the connection was lost in the middle of an answer.
var errCut = errors.New("the answer was cut off")

// lost is the error of a request without an answer: that of the context where the
// caller gave up.
func lost(ctx context.Context, method, path string, err error) error {
	if own := ctx.Err(); own != nil {
		return own
	}
	return fmt.Errorf("%w: %s %s: %w", engine.ErrUnavailable, method, path, err)
}

// newRequest encodes a body as JSON. Bytes are sent as they are: they are lines of
// JSON.
func newRequest(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var data []byte
	kind := "application/json"
	switch b := body.(type) {
	case nil:
	case []byte:
		data, kind = b, "application/x-ndjson"
	default:
		var err error
		if data, err = json.Marshal(body); err != nil {
			return nil, fmt.Errorf("%s %s: %w", method, path, err)
		}
	}
	request, err := http.NewRequestWithContext(ctx, method, path, bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", method, path, err)
	}
	if data != nil {
		request.Header.Set("Content-Type", kind)
	} else {
		request.Body = nil
	}
	return request, nil
}

// A fault is an error in the cluster's JSON, of a whole request or of a part of it.
type fault struct {
	Type      string  `json:"type"`
	Reason    string  `json:"reason"`
	RootCause []fault `json:"root_cause"`
	CausedBy  *fault  `json:"caused_by"`
}

func (f *fault) text() string {
	text := f.Reason
	for cause := f.CausedBy; cause != nil; cause = cause.CausedBy {
		text += ": " + cause.Reason
	}
	if len(f.RootCause) > 0 && f.RootCause[0].Reason != f.Reason {
		text += ": " + f.RootCause[0].Reason
	}
	return text
}

func newRefusal(status int, text []byte) *refusal {
	var answer struct {
		Error json.RawMessage `json:"error"`
	}
	r := &refusal{status: status, reason: http.StatusText(status)}
	if json.Unmarshal(text, &answer) != nil || answer.Error == nil {
		return r
	}
	var f fault
	if json.Unmarshal(answer.Error, &f) == nil {
		r.kind, r.reason = f.Type, f.text()
		return r
	}
	var plain string
	if json.Unmarshal(answer.Error, &plain) == nil {
		r.reason = plain
	}
	return r
}
