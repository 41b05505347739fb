package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// An answer is the cluster's response to one search.
type answer struct {
	TimedOut bool   `json:"timed_out"`
	Error    *fault `json:"error"`
	Status   int    `json:"status"`
	Shards   struct {
		Total      int `json:"total"`
		Successful int `json:"successful"`
		Failed     int `json:"failed"`
	} `json:"_shards"`
	Hits struct {
		Total struct {
			Value int `json:"value"`
		} `json:"total"`
		Hits []found `json:"hits"`
	} `json:"hits"`
	Aggs map[string]aggregation `json:"aggregations"`
}

// check returns an error unless the answer is complete: unless the search succeeded
// in time and every shard took part.
func (a *answer) check(index string) error {
	switch {
	case a.Error != nil:
		return fmt.Errorf("search index %s: %w", index, &refusal{status: a.Status, kind: a.Error.Type, reason: a.Error.text()})
	case a.TimedOut || a.Shards.Failed > 0 || a.Shards.Successful < a.Shards.Total:
		return fmt.Errorf("search index %s: %w: %d of %d shards did not answer", index, engine.ErrUnavailable,
			a.Shards.Total-a.Shards.Successful, a.Shards.Total)
	}
	return nil
}

// searchTimeout is the parameter by which the cluster ends a long search, should it
// not notice that we closed the connection.
const searchTimeout = "cancel_after_time_interval=30s"

// retryWait is how long to wait before a search is sent again, longer each time: a
// cluster needs a moment to see that a node is gone.
const retryWait = 100 * time.Millisecond

// retried calls send until it succeeds, as often as attempts says. With an error,
// send says whether another try may succeed.
func retried(ctx context.Context, send func() (again bool, err error)) error {
	for try := 1; ; try++ {
		again, err := send()
		if err == nil || !again || try == attempts {
			return err
		}
		if err := pause(ctx, time.Duration(try)*retryWait); err != nil {
			return err
		}
	}
}

// nodeFailed says whether an error is status 500: a node failed, or lost another
// one that it was asking. The statuses of busy nodes are not among these, because
// the client has already retried those.
func nodeFailed(err error) bool { return statusOf(err) == http.StatusInternalServerError }

// one sends a search.
func (v *view) one(ctx context.Context, body object) (*answer, error) {
	v.countTrip()
	var out *answer
	path := "/" + v.x.name + "/_search?allow_partial_search_results=false&" + searchTimeout
	err := retried(ctx, func() (bool, error) {
		out = &answer{}
		if err := v.x.e.client.ask(ctx, http.MethodPost, path, body, out); err != nil {
			return nodeFailed(err), fmt.Errorf("search: %w", err)
		}
		return true, out.check(v.x.name)
	})
	return out, err
}

// several sends searches in one request.
func (v *view) several(ctx context.Context, bodies []object) ([]*answer, error) {
	if len(bodies) == 1 {
		a, err := v.one(ctx, bodies[0])
		return []*answer{a}, err
	}
	var lines bytes.Buffer
	for _, body := range bodies {
		text, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("search: %w", err)
		}
		lines.WriteString(`{"allow_partial_search_results":false,"cancel_after_time_interval":"30s"}` + "\n")
		lines.Write(append(text, '\n'))
	}
	v.countTrip()
	var answers []*answer
	err := retried(ctx, func() (again bool, err error) {
		answers, again, err = v.send(ctx, lines.Bytes(), len(bodies))
		return again, err
	})
	return answers, err
}

// send sends lines, which are that many searches, in one request. With an error it
// says whether another try may succeed.
func (v *view) send(ctx context.Context, lines []byte, searches int) (answers []*answer, again bool, err error) {
	var out struct {
		Responses []*answer `json:"responses"`
	}
	if err := v.x.e.client.ask(ctx, http.MethodPost, "/"+v.x.name+"/_msearch", lines, &out); err != nil {
		return nil, nodeFailed(err), fmt.Errorf("search: %w", err)
	}
	if len(out.Responses) != searches {
		return nil, false, fmt.Errorf("search: %w: %d answers to %d questions", engine.ErrUnavailable, len(out.Responses), searches)
	}
	for _, a := range out.Responses {
		if err := a.check(v.x.name); err != nil {
			return nil, errors.Is(err, engine.ErrUnavailable), err
		}
	}
	return out.Responses, false, nil
}

// An aggregation is a result of counting: a number of documents, buckets of values
// or a computed value, and the aggregations nested in it.
type aggregation struct {
	Count   int
	Buckets []bucket
	Error   int // by how many the count of a value may be too low
	Value   float64
	Within  map[string]aggregation
}

// A bucket counts the documents that have a value.
type bucket struct {
	Key      any `json:"key"`
	Count    int `json:"doc_count"`
	Articles struct {
		Value float64 `json:"value"`
	} `json:"articles"`
}

// UnmarshalJSON reads the members that an aggregation itself may have. Any other
// member that is an object is a nested aggregation.
func (a *aggregation) UnmarshalJSON(b []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return err
	}
	own := map[string]any{"doc_count": &a.Count, "buckets": &a.Buckets, "doc_count_error_upper_bound": &a.Error, "value": &a.Value}
	for name, text := range members {
		if to, ok := own[name]; ok {
			if string(text) == "null" {
				continue
			}
			if err := json.Unmarshal(text, to); err != nil {
				return err
			}
			continue
		}
		if len(text) == 0 || text[0] != '{' {
			continue
		}
		var within aggregation
		if err := json.Unmarshal(text, &within); err != nil {
			return err
		}
		if a.Within == nil {
			a.Within = map[string]aggregation{}
		}
		a.Within[name] = within
	}
	return nil
}

// text is the key of a bucket of a keyword field, "" where it is no text.
func (b bucket) text() string {
	s, _ := b.Key.(string)
	return s
}
