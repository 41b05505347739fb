package client

import (
	"bufio"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Limits of the server that the client keeps.
const (
	MaxBatch     = 50     // queries per request; Batch makes as many requests as it needs
	maxBatchHits = 1000   // that the queries of a request ask for together
	defaultSize  = 10     // results per page when a query does not say
	maxWindow    = 10_000 // the last result that a page number can reach
	iteratedBy   = 50     // results per page of an iterator, unless the query sets Size
)

// Search returns a page of articles.
func (c *Client) Search(ctx context.Context, q Query) (*Results, error) {
	out := &Results{}
	return out, c.get(ctx, "/api/v1/search", q.values(), out)
}

// Articles iterates over all articles that a query finds, page by page, from q.Page
// on. It ends with the first error: that of a request, or ErrChanged.
func (c *Client) Articles(ctx context.Context, q Query) iter.Seq2[ArticleHit, error] {
	return pages(q, func(q Query) (list []ArticleHit, generation int, err error) {
		r, err := c.Search(ctx, q)
		return r.Articles, r.Generation, err
	})
}

// Paragraphs returns a page of the flat ranking of paragraphs.
func (c *Client) Paragraphs(ctx context.Context, q Query) (*ParagraphResults, error) {
	out := &ParagraphResults{}
	return out, c.get(ctx, "/api/v1/paragraphs", q.values(), out)
}

// AllParagraphs iterates over all paragraphs that a query finds, as Articles does
// over articles.
func (c *Client) AllParagraphs(ctx context.Context, q Query) iter.Seq2[ParagraphHit, error] {
	return pages(q, func(q Query) (list []ParagraphHit, generation int, err error) {
		r, err := c.Paragraphs(ctx, q)
		return r.Paragraphs, r.Generation, err
	})
}

// pages goes from page to page until one is empty, or until maxWindow is reached.
func pages[T any](q Query, page func(Query) ([]T, int, error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		of := 0 // the generation of the first page
		if q.Size == 0 {
			q.Size = iteratedBy
		}
		for q.Page, q.Fields = max(q.Page, 1), withGeneration(q.Fields); q.Page*q.Size <= maxWindow; q.Page++ {
			list, generation, err := page(q)
			if err == nil && of != 0 && generation != of {
				err = ErrChanged
			}
			if err != nil {
				yield(none, err)
				return
			}
			of = generation
			for _, e := range list {
				if !yield(e, nil) {
					return
				}
			}
			if len(list) == 0 {
				return
			}
		}
	}
}

// withGeneration adds the generation to the wanted members, so that pages can be
// seen to come from the same index.
func withGeneration(fields []string) []string {
	if len(fields) == 0 {
		return nil
	}
	return append(fields[:len(fields):len(fields)], "generation")
}

// Article returns a whole article; ErrNotFound when there is none. The matches
// of mark, which may be "", are marked in it.
func (c *Client) Article(ctx context.Context, id, mark string) (*Article, error) {
	v := url.Values{"id": {id}} // a parameter, because an id may have characters that a path cannot
	if mark != "" {
		v.Set("q", mark)
	}
	out := &Article{}
	return out, c.get(ctx, "/api/v1/articles/", v, out)
}

// Related returns at most n articles that share rare words with one.
func (c *Client) Related(ctx context.Context, id string, n int) ([]RelatedArticle, error) {
	var out struct {
		Articles []RelatedArticle `json:"articles"`
	}
	err := c.get(ctx, "/api/v1/related", url.Values{"id": {id}, "size": {strconv.Itoa(n)}}, &out)
	return out.Articles, err
}

// Suggest completes what is being typed, n completions at most.
func (c *Client) Suggest(ctx context.Context, typed string, n int) ([]Suggestion, error) {
	var out struct {
		Suggestions []Suggestion `json:"suggestions"`
	}
	err := c.get(ctx, "/api/v1/suggest", url.Values{"q": {typed}, "size": {strconv.Itoa(n)}}, &out)
	return out.Suggestions, err
}

// Stats describes the generation that is served.
func (c *Client) Stats(ctx context.Context) (*Stats, error) {
	out := &Stats{}
	return out, c.get(ctx, "/api/v1/stats", nil, out)
}

// Analyze shows how a text is cut into terms.
func (c *Client) Analyze(ctx context.Context, text string) (*Analysis, error) {
	out := &Analysis{}
	return out, c.post(ctx, "/api/v1/analyze", map[string]string{"text": text}, out)
}

// Batch answers many queries, in their order, each with its results or its own
// error. Queries for which the server was too busy are repeated. The returned error
// is one of the whole batch.
func (c *Client) Batch(ctx context.Context, queries []Query) ([]BatchResult, error) {
	out := make([]BatchResult, len(queries))
	left := make([]int, len(queries)) // indexes of the queries without an answer so far
	for i := range left {
		left[i] = i
	}
	for attempt := 0; len(left) > 0; attempt++ {
		var again []int
		for some, rest := nextBatch(queries, left); len(some) > 0; some, rest = nextBatch(queries, rest) {
			if err := c.batch(ctx, queries, some, out); err != nil {
				return nil, err
			}
			for _, i := range some {
				if refused := out[i].refused(); refused != nil && refused.again() {
					again = append(again, i)
				}
			}
		}
		if left = again; len(left) == 0 || attempt == c.options.Retries {
			break
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(min(backoff(attempt), c.options.MaxWait)):
		}
	}
	return out, nil
}

// nextBatch divides indexes of queries into those of one request, by the limits of the
// server on queries and hits, and the others.
func nextBatch(queries []Query, left []int) (some, rest []int) {
	hits := 0
	for n, i := range left {
		size := cmp.Or(queries[i].Size, defaultSize)
		if n == MaxBatch || n > 0 && hits+size > maxBatchHits {
			return left[:n], left[n:]
		}
		hits += size
	}
	return left, nil
}

// batch sends some of the queries in one request.
func (c *Client) batch(ctx context.Context, queries []Query, some []int, out []BatchResult) error {
	var in struct {
		Searches []Query `json:"searches"`
	}
	for _, i := range some {
		in.Searches = append(in.Searches, queries[i])
	}
	var answer struct {
		Results []struct {
			Status  int      `json:"status"`
			Answer  *Results `json:"answer"`
			Problem *Error   `json:"problem"`
		} `json:"results"`
	}
	if err := c.post(ctx, "/api/v1/search:batch", in, &answer); err != nil {
		return err
	}
	if len(answer.Results) != len(some) {
		return fmt.Errorf("a batch of %d has %d results", len(some), len(answer.Results))
	}
	for n, r := range answer.Results {
		out[some[n]] = BatchResult{Results: r.Answer}
		if r.Problem != nil {
			out[some[n]].Err = r.Problem
		}
	}
	return nil
}

// maxLine bounds a line of an export, in bytes.
const maxLine = 256 << 20

// Export iterates over all articles that match a filter, in the order of their ids.
// It ends with the first error; without an error the export was complete.
func (c *Client) Export(ctx context.Context, f Filter) iter.Seq2[Exported, error] {
	return func(yield func(Exported, error) bool) {
		q := Query{Categories: f.Categories, Authors: f.Authors, Tags: f.Tags, Years: f.Years, From: f.From, To: f.To, Fields: f.Fields}
		v := q.values()
		v.Del("q")
		resp, err := c.do(ctx, http.MethodGet, "/api/v1/export", v, nil)
		if err != nil {
			yield(Exported{}, err)
			return
		}
		defer resp.Body.Close()
		lines := bufio.NewScanner(resp.Body)
		lines.Buffer(nil, maxLine)
		for lines.Scan() {
			if strings.TrimSpace(lines.Text()) == "" {
				continue
			}
			var a Exported
			if err := json.Unmarshal(lines.Bytes(), &a); err != nil {
				yield(Exported{}, fmt.Errorf("a line of the export: %w", err))
				return
			}
			if !yield(a, nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield(Exported{}, fmt.Errorf("the export was cut off: %w", err))
		}
	}
}
