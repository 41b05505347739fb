package server

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/search"
)

// A BatchAnswer is the body of POST /api/v1/search:batch.
type BatchAnswer struct {
	Results []BatchResult `json:"results"` // in the order of the searches
}

// A BatchResult is the result of one search of a batch: an answer, or a problem.
type BatchResult struct {
	Status  int             `json:"status"` // that the search would have had by itself
	Answer  json.RawMessage `json:"answer,omitempty"`
	Problem *Problem        `json:"problem,omitempty"`
}

// A batched search is a search of a batch whose parameters are valid.
type batched struct {
	request search.Request
	fields  fieldSet
}

// apiBatch answers many searches, one after the other. When one of them is wrong,
// none is answered. Each counts as a request of its client and takes its places
// only while it runs, so that a batch gets no more than its share of the server. A
// search that gets no place, or takes too long, has an error as its result; the
// others are answered nevertheless.
func (s *Server) apiBatch(c *gin.Context) error {
	if err := strict(c.Request.URL.RawQuery).err(); err != nil {
		return err
	}
	searches, err := readBatch(c.Request)
	if err != nil {
		return err
	}
	if err := s.charge(c, len(searches)-1); err != nil { // the first is charged already
		return err
	}
	ctx, cancel := context.WithTimeout(c.Request.Context(), BatchTime)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	answer := BatchAnswer{Results: []BatchResult{}}
	for i, one := range searches {
		body, err := s.searchOne(c, one)
		if err != nil && i == 0 && retryAfter(outcomeOf(err).status) {
			return err // the answer to the whole batch, since no search has been answered yet
		}
		answer.Results = append(answer.Results, s.batchResult(c, i, body, err))
	}
	c.Header("Cache-Control", "no-store")
	return s.whole(func(c *gin.Context) error { return writeJSON(c, answer, nil) })(c)
}

// searchOne runs one search of a batch in places of its own.
func (s *Server) searchOne(c *gin.Context, one batched) ([]byte, error) {
	outer := c.Request
	defer func() { c.Request = outer }()
	release, err := s.admit(c, one.request.Cost())
	if err != nil {
		return nil, err
	}
	defer release()
	ctx, cancel := context.WithTimeout(outer.Context(), SearchTime)
	defer cancel()
	ctx, done := s.metrics.working(ctx)
	defer done()
	c.Request = outer.WithContext(ctx)
	found, err := s.search(c, one.request)
	if err != nil {
		return nil, err
	}
	return one.fields.encode(found)
}

func (s *Server) batchResult(c *gin.Context, i int, body []byte, err error) BatchResult {
	if err == nil {
		return BatchResult{Status: http.StatusOK, Answer: bytes.TrimSuffix(body, []byte("\n"))}
	}
	s.countRefusal(err)
	p := problemOf(err, fmt.Sprintf("%s#/searches/%d", c.Request.URL.Path, i), c.GetString(keyID))
	return BatchResult{Status: p.Status, Problem: &p}
}

// readBatch reads {"searches": [{"q": "..."}, ...]}. Its error names everything
// that is wrong.
func readBatch(r *http.Request) ([]batched, error) {
	var in struct {
		Searches []json.RawMessage `json:"searches"`
	}
	if err := readBody(r, &in, `{"searches": [{"q": "..."}]}`); err != nil {
		return nil, err
	}
	switch n := len(in.Searches); {
	case n == 0:
		return nil, faultError{{"searches", "is missing or empty"}}
	case n > MaxBatch:
		return nil, faultError{{"searches", fmt.Sprintf("has %d searches, and %d are allowed", n, MaxBatch)}}
	}
	var all []batched
	var faults faultError
	hits := 0
	for i, raw := range in.Searches {
		p, err := batchParams(raw)
		if err != nil {
			return nil, fmt.Errorf("%w (searches[%d])", err, i)
		}
		r, fields, err := apiRequest(p, search.Response{})
		var wrong faultError
		errors.As(err, &wrong)
		for _, f := range wrong {
			faults = append(faults, Fault{fmt.Sprintf("searches[%d].%s", i, f.Parameter), f.Detail})
		}
		hits += r.Size
		all = append(all, batched{r, fields})
	}
	if hits > MaxBatchHits && len(faults) == 0 {
		faults = faultError{{"searches", fmt.Sprintf("ask for %d hits together, and %d are allowed", hits, MaxBatchHits)}}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return all, nil
}

// batchParams returns the members of a search in a batch as URL parameters, so that
// both forms are read in the same way.
func batchParams(one json.RawMessage) (*params, error) {
	d := json.NewDecoder(bytes.NewReader(one))
	d.UseNumber()
	var members map[string]any
	if err := d.Decode(&members); err != nil || members == nil {
		return nil, fmt.Errorf("%w: a search is an object such as {\"q\": \"...\"}", errBody)
	}
	p := &params{values: url.Values{}}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		texts, ok := parameterTexts(name, members[name])
		if !ok {
			p.fault(name, "has another type than it should")
		}
		p.values[name] = texts
	}
	return p, nil
}

// parameterTexts returns a JSON value as URL parameters have it. ok says whether it
// has the type of the parameter.
func parameterTexts(name string, value any) (texts []string, ok bool) {
	switch name {
	case "category", "author", "tag", "year", "fields":
		list, isList := value.([]any)
		for _, e := range list {
			text, good := parameterText(e)
			_, isText := e.(string)
			isList = isList && good && isText == (name != "year")
			texts = append(texts, text)
		}
		if name == "fields" {
			texts = []string{strings.Join(texts, ",")}
		}
		return texts, isList
	}
	text, ok := parameterText(value)
	_, isText := value.(string)
	_, isTruth := value.(bool)
	switch name {
	case "q", "sort", "from", "to", "cursor":
		ok = isText
	case "literal", "explain":
		ok = isTruth
	case "page", "size":
		ok = ok && !isText && !isTruth
	default:
		ok = true // an unknown parameter, which is reported elsewhere
	}
	return []string{text}, ok
}

// parameterText returns a text, a boolean or a number as a text. 1.0 is a whole
// number.
func parameterText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	case json.Number:
		if f, err := v.Float64(); err == nil && f == math.Trunc(f) && math.Abs(f) < 1<<53 {
			return strconv.FormatInt(int64(f), 10), true
		}
		return v.String(), true // the code that reads it reports what is wrong
	}
	return "", false
}
