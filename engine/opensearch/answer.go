package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/xunzhang/xunzhang/engine"
)

// An answer is what one search gives.
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

// check makes an error of all that is not the whole answer.
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

// searchTimeout ends a search on the cluster's side, should it not learn that we
// have gone away.
const searchTimeout = "cancel_after_time_interval=30s"

// one sends one search.
func (v *view) one(ctx context.Context, body object) (*answer, error) {
	out := &answer{}
	path := "/" + v.x.name + "/_search?allow_partial_search_results=false&" + searchTimeout
	if err := v.x.e.client.ask(ctx, http.MethodPost, path, body, out); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return out, out.check(v.x.name)
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
	var out struct {
		Responses []*answer `json:"responses"`
	}
	if err := v.x.e.client.ask(ctx, http.MethodPost, "/"+v.x.name+"/_msearch", lines.Bytes(), &out); err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	if len(out.Responses) != len(bodies) {
		return nil, fmt.Errorf("search: %w: %d answers to %d questions", engine.ErrUnavailable, len(out.Responses), len(bodies))
	}
	for _, a := range out.Responses {
		if err := a.check(v.x.name); err != nil {
			return nil, err
		}
	}
	return out.Responses, nil
}

// An aggregation is a count, with others within it, or one for each value.
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

// UnmarshalJSON reads what belongs to the aggregation itself, and takes every
// other member that is an object for one within it.
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

// text is the key of a bucket of words.
func (b bucket) text() string {
	s, _ := b.Key.(string)
	return s
}
