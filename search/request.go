package search

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/show"
)

// check fills in defaults and refuses what is outside the limits, naming the
// parameter.
func (r *Request) check() error {
	if r.Page == 0 {
		r.Page = 1
	}
	if r.Size == 0 {
		r.Size = 10
	}
	switch {
	case len(r.Text) > query.MaxBytes || utf8.RuneCountInString(r.Text) > query.MaxRunes:
		return &ParameterError{"q", fmt.Sprintf("longer than %d characters or %d bytes", query.MaxRunes, query.MaxBytes)}
	case r.Facets < 0 || r.Facets > MaxFacets:
		return &ParameterError{"facets", fmt.Sprintf("not from 0 to %d", MaxFacets)}
	case r.Page < 1:
		return &ParameterError{"page", "below 1"}
	case r.Size < 1 || r.Size > MaxSize:
		return &ParameterError{"size", fmt.Sprintf("not from 1 to %d", MaxSize)}
	}
	if err := query.CheckText(r.Text); err != nil {
		return &ParameterError{"q", err.Error()}
	}
	if r.Size = min(r.Size, r.mostHits()); r.Page > MaxWindow/r.Size {
		return &ParameterError{"page", fmt.Sprintf("beyond the first %d results", MaxWindow)}
	}
	return nil
}

// checkAsked also refuses a text that asks for nothing, by which every article would be
// found. An empty one is a search without text.
func (r *Request) checkAsked() error {
	if err := r.check(); err != nil {
		return err
	}
	if strings.TrimSpace(r.Text) != "" && query.IsBlank(r.Text) {
		return &ParameterError{"q", "nothing to look for: it has only characters that are not shown, or signs of the query language"}
	}
	return nil
}

// With a pasted text many places match in every hit, and scoring and marking them costs
// most of such a search: pages have fewer hits, and of many hits only the best paragraph
// of each is shown, with the number of others.
const (
	pastedRunes = 64 // of a text, above which it was pasted
	pastedHits  = 20 // of a page, above which one paragraph is shown of each
)

// mostHits is the largest number of hits on a page. When it is smaller than the
// number asked for, pages follow one another like all pages.
func (r Request) mostHits() int {
	if r.isPasted() {
		return MaxPastedSize
	}
	return MaxSize
}

// perHit is how many paragraphs of a hit are shown.
func (r Request) perHit() int {
	if r.isPasted() && r.Size > pastedHits {
		return 1
	}
	return show.ShownPerHit
}

// isPasted reports whether the text is so long that it was pasted and not typed.
func (r Request) isPasted() bool { return utf8.RuneCountInString(r.Text) > pastedRunes }

// A ParameterError is an ErrQuery that names the parameter.
type ParameterError struct {
	Parameter string // as the HTTP API names it
	Detail    string
}

func (e *ParameterError) Error() string { return e.Parameter + ": " + e.Detail }

// Unwrap makes the error an ErrQuery.
func (e *ParameterError) Unwrap() error { return ErrQuery }

// filters returns the filters that restrict the search in addition to the query.
func (r Request) filters() plan.Filters {
	return plan.Filters{Categories: r.Categories, Authors: r.Authors, Tags: r.Tags, Years: r.Years, From: r.From, To: r.To}
}

// isFiltered reports whether filters restrict the search besides its query.
func (r Request) isFiltered() bool {
	return len(r.Categories)+len(r.Authors)+len(r.Tags)+len(r.Years) > 0 || !r.From.IsZero() || !r.To.IsZero()
}
