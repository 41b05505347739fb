package search

import (
	"fmt"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
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
	case r.Page > MaxWindow/r.Size:
		return &ParameterError{"page", fmt.Sprintf("beyond the first %d results", MaxWindow)}
	}
	return nil
}

// A ParameterError is an ErrQuery that names the parameter.
type ParameterError struct {
	Parameter string // as the HTTP API names it
	Detail    string
}

func (e *ParameterError) Error() string { return e.Parameter + ": " + e.Detail }

// Unwrap makes the error an ErrQuery.
func (e *ParameterError) Unwrap() error { return ErrQuery }

// filters are what restricts the search beside the query.
func (r Request) filters() plan.Filters {
	return plan.Filters{Categories: r.Categories, Authors: r.Authors, Tags: r.Tags, Years: r.Years, From: r.From, To: r.To}
}
