package audit

import (
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

// A sample is a string of the text, searched for.
type sample struct {
	text, folded, kind, query string
	from                      string // the paragraph that it was drawn from, ARTICLE#N
	found                     []search.Ranked

	// The result of reading all of the text.
	held    int             // paragraphs that hold the string
	holding map[string]bool // those of the found paragraphs that hold it
	lost    Miss            // a paragraph that holds it and was not found
}

// missed returns how the search failed for the sample, nil when it did not.
func (s *sample) missed() *Miss {
	if len(s.holding) >= min(s.held, Depth) {
		return nil
	}
	m := s.lost
	m.Text, m.Kind, m.Query, m.Held, m.Found = s.text, s.kind, s.query, s.held, len(s.holding)
	return &m
}

// asItIs reports whether a string can be typed as it is.
func asItIs(kind string, q query.Query, text string) bool {
	if kind == copied {
		isPhrase := len(q.Groups) == 1 && q.Groups[0][0].Phrase // “好” asks for 好
		return !q.HasConditions() && len(q.Groups) > 0 && !isPhrase
	}
	return len(q.Groups) == 1 && len(q.Groups[0]) == 1 && q.Groups[0][0] == (query.Atom{Text: text})
}

// newSample returns a sample whose query is the string itself or, where the query
// language would take that for something else, a phrase. It is nil for strings that
// cannot be typed.
func newSample(kind, text string) *sample {
	folded := analysis.FoldString(text)
	if strings.TrimSpace(folded) == "" || len(folded) != len(strings.TrimSpace(folded)) {
		return nil
	}
	typed := text
	if q := query.Parse(text); !asItIs(kind, q, text) {
		typed = `"` + text + `"`
		if q := query.Parse(typed); len(q.Groups) != 1 || q.Groups[0][0].Text != text {
			return nil
		}
	}
	return &sample{text: text, folded: analysis.FoldText(text), kind: kind, query: typed}
}
