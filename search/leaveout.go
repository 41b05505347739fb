package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// leaveOut drops the hits of articles of which another part holds what the query
// excludes: the engine knows parts, and only those that hold it themselves are
// gone.
func (r *run) leaveOut(ctx context.Context, hits []engine.Hit) ([]engine.Hit, error) {
	if state := r.view.State(); len(r.plan.unwanted) == 0 || state.Parts == state.Articles {
		return hits, nil
	}
	ids := make([]string, len(hits))
	for i, h := range hits {
		ids[i] = h.Article
	}
	all, err := r.view.Articles(ctx, distinct(ids))
	if err != nil {
		return nil, err
	}
	parts := make(map[string]int, len(all))
	for _, h := range all {
		parts[h.Article]++
	}
	m := scan.NewMatcher()
	m.Reset(r.plan.unwanted)
	out := make(map[string]bool)
	for _, h := range all {
		if parts[h.Article] < 2 || out[h.Article] {
			continue
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		out[h.Article] = holdsAnywhere(m, v)
	}
	return slices.DeleteFunc(hits, func(h engine.Hit) bool { return out[h.Article] }), nil
}

// holdsAnywhere reports whether a text of a part holds a term of the matcher.
func holdsAnywhere(m *scan.Matcher, v part.View) bool {
	for _, text := range [...][]byte{v.Title, v.Brief, v.Labels} {
		if len(m.Find(text, nil)) > 0 {
			return true
		}
	}
	for c := v.Paragraphs(); c.Next(); {
		if len(m.Find(c.Text, nil)) > 0 {
			return true
		}
	}
	return false
}

// distinct leaves out what came before.
func distinct(ids []string) []string {
	seen := make(map[string]bool, len(ids))
	out := ids[:0]
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}
