// Package show turns ranked articles and paragraphs into hits: marks on the
// original characters, snippets, links, metadata. It must not know how scores are
// computed.
package show

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A Presenter makes hits from ranked articles and paragraphs.
type Presenter struct {
	Marker
	Candidates  []rank.Candidate
	Typed       string           // what the reader typed
	Searched    string           // what was searched for, for the links of hits
	Corrections []plan.Expansion // the changes from Typed to Searched
	Explain     bool
	PerHit      int              // paragraphs shown of an article, at most ShownPerHit
	opened      map[int]openPart // the candidates that are shown
	typed       string           // Typed as lowerUnspaced returns it; "" before it is needed
}

// A Marker finds the spans to mark in a text.
type Marker struct {
	Plan    *plan.Plan
	Matcher *scan.Matcher // of the plan
	matches []scan.Match
	decoder decoder
}

// An openPart is a candidate with its metadata decoded.
type openPart struct {
	part.View
	meta part.Meta
}

// open opens a candidate once, because that decodes JSON, and up to three of its
// paragraphs are shown.
func (p *Presenter) open(candidate int) (openPart, error) {
	if known, ok := p.opened[candidate]; ok {
		return known, nil
	}
	v, err := part.Open(p.Candidates[candidate].Stored)
	if err != nil {
		return openPart{}, err
	}
	m, err := v.Meta()
	if err != nil {
		return openPart{}, err
	}
	if p.opened == nil {
		p.opened = make(map[int]openPart)
	}
	p.opened[candidate] = openPart{v, m}
	return p.opened[candidate], nil
}

// Hit shows an article with its best paragraphs.
func (p *Presenter) Hit(a rank.Article) (ArticleHit, error) {
	v, err := p.open(a.Candidate)
	if err != nil {
		return ArticleHit{}, err
	}
	m := v.meta
	out := ArticleHit{ID: m.ID, Title: p.marked(v.Title), Author: m.Author, Category: m.Category,
		Published: day(m.Published), Updated: day(m.Updated), Tags: notNil(m.Tags), URL: m.URL, Views: m.Views, Score: a.Score}
	if out.Paragraphs, out.MoreParagraphs, err = p.shown(a, v); err != nil {
		return out, err
	}
	if p.Explain {
		out.Explain = a.Explain()
	}
	out.Duplicates, err = p.duplicatesOf(a)
	return out, err
}

// shown returns the best paragraphs of an article, without repetitions of the same
// text, and counts the others that hold a word of the query.
func (p *Presenter) shown(a rank.Article, v openPart) (out []ParagraphHit, others int, err error) {
	out = []ParagraphHit{}
	var texts [][]byte
	for _, s := range a.Paragraphs {
		if len(out) == min(p.PerHit, ShownPerHit) || len(out) > 0 && !s.Content && s.Literal == rank.NotLiteral {
			break
		}
		h, text, err := p.paragraphHit(s)
		if err != nil {
			return nil, 0, err
		}
		if !slices.ContainsFunc(texts, func(t []byte) bool { return bytes.Equal(t, text) }) {
			texts = append(texts, text)
			out = append(out, h)
		}
	}
	others = max(0, a.Matching-len(out))
	if len(out) == 0 {
		out = append(out, p.firstParagraph(v)...)
	}
	return out, others, nil
}

// firstParagraph returns the first paragraph, for an article that was found by its
// metadata alone.
func (p *Presenter) firstParagraph(v openPart) []ParagraphHit {
	c := v.Paragraphs()
	if !c.Next() {
		return nil
	}
	return []ParagraphHit{p.hitAt(v.meta, c, rank.Paragraph{Number: c.Number, Summands: rank.Summands{Prior: 1}})}
}

// paragraphHit shows a scored paragraph, and returns its stored text.
func (p *Presenter) paragraphHit(s rank.Paragraph) (ParagraphHit, []byte, error) {
	v, err := p.open(s.Candidate)
	if err != nil {
		return ParagraphHit{}, nil, err
	}
	c := v.Paragraphs()
	at := c // cursor of the paragraph, because c may be at its reading
	for range s.Ordinal + 1 {
		if c.Next(); !c.Reading {
			at = c
		}
	}
	h := p.hitAt(v.meta, at, s)
	if c.Reading {
		h.Reading, h.Why = p.readingFound(c.Text), append(h.Why, "reading")
	}
	return h, at.Text, nil
}

// hitAt shows the paragraph at a cursor.
func (p *Presenter) hitAt(m part.Meta, c part.Cursor, s rank.Paragraph) ParagraphHit {
	d := p.decode(c.Text)
	h := ParagraphHit{
		ID: ParagraphID(m.ID, c.Number), Number: c.Number, Section: m.SectionAt(c.Section), Score: s.Score,
		Link:   ArticleLink(m.ID, p.Searched, c.Number),
		Pieces: p.graded(d.snippet(p.Plan.MarkWeight)), Why: p.why(d),
	}
	if c.Heading && nextParagraph(&c) && !c.Heading { // a heading alone says little
		d := p.decode(c.Text)
		h.Follows = p.graded(d.snippet(p.Plan.MarkWeight))
	}
	if p.Explain {
		h.Explain = s.Explain()
	}
	return h
}

// readingFound returns the first line of a paragraph's ruby text that has a match.
func (p *Presenter) readingFound(text []byte) []Piece {
	for line := range bytes.SplitSeq(text, []byte("\n")) {
		if pieces := p.marked(line); slices.ContainsFunc(pieces, func(piece Piece) bool { return piece.Hit }) {
			return pieces
		}
	}
	return p.marked(text)
}

// nextParagraph moves a cursor to the next paragraph that is not ruby text, and reports
// whether there is one.
func nextParagraph(c *part.Cursor) bool {
	ok := c.Next()
	for ok && c.Reading {
		ok = c.Next()
	}
	return ok
}

// Paragraphs returns the hits of the flat ranking of paragraphs, each with its
// article.
func (p *Presenter) Paragraphs(found []rank.Paragraph) ([]ParagraphHit, error) {
	hits := []ParagraphHit{}
	for _, s := range found {
		h, _, err := p.paragraphHit(s)
		if err != nil {
			return nil, err
		}
		v, err := p.open(s.Candidate)
		if err != nil {
			return nil, err
		}
		m := v.meta
		h.Article = &ArticleInfo{ID: m.ID, Title: part.Decode(v.Title), Author: m.Author,
			Category: m.Category, Published: day(m.Published)}
		hits = append(hits, h)
	}
	return hits, nil
}

// decode decodes a stored text and finds its matches. The result is valid until the
// next call.
func (m *Marker) decode(text []byte) decoded {
	m.matches = m.Matcher.Find(text, m.matches[:0])
	return m.decoder.decode(text, m.matches, m.Plan.IsMarked)
}

// graded sets how much of the query each marked piece matches.
func (m *Marker) graded(pieces []Piece) []Piece {
	for i, p := range pieces {
		if !p.Hit {
			continue
		}
		switch typed, other := m.Plan.WordsIn(analysis.FoldString(p.Text)); {
		case typed:
			pieces[i].Mark = MarkWhole
		case other:
			pieces[i].Mark = MarkOther
		default:
			pieces[i].Mark = MarkFragment
		}
	}
	return pieces
}

// why returns in which ways a paragraph matched other than by holding the words as
// typed; see ParagraphHit.Why.
func (p *Presenter) why(d decoded) []string {
	var out []string
	add := func(kind string) {
		if kind != "" && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	if p.typed == "" {
		p.typed = lowerUnspaced(p.Typed)
	}
	for _, s := range d.spans {
		t := p.Plan.Terms[p.Plan.Canonical[s.term]]
		found := string(d.runes[s.start:s.end])
		if t.IsName && strings.Contains(p.typed, lowerUnspaced(found)) {
			continue
		}
		if t.IsName || p.Plan.Canonical[s.term] != s.term {
			add("joined")
		} else if t.Alt != plan.None && p.Plan.Alts[t.Alt].From.Kind != "" {
			add(p.Plan.Alts[t.Alt].From.Kind)
		} else if t.Content && !strings.Contains(p.typed, lowerUnspaced(found)) {
			add(p.difference(found))
		}
	}
	return out
}

// lowerUnspaced returns a text in lower case without white space: differences in
// these two are not reported.
func lowerUnspaced(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), "")) }

// day prints a day, "" for none.
func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// notNil returns an empty list for nil, which JSON prints as null.
func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// difference returns the reason why a text that was found differs from the typed one:
// the kind of a correction, or "folded".
func (p *Presenter) difference(found string) string {
	found = analysis.FoldText(found)
	for _, c := range p.Corrections {
		if strings.Contains(c.To, found) || strings.Contains(found, c.To) {
			return c.Kind
		}
	}
	return "folded"
}

// ParagraphID returns the id of a paragraph, ARTICLE#N.
func ParagraphID(article string, number int) string {
	return article + "#" + strconv.Itoa(number)
}

// duplicatesOf returns the near-duplicates of a hit.
func (p *Presenter) duplicatesOf(a rank.Article) ([]Duplicate, error) {
	var out []Duplicate
	for _, candidate := range a.Duplicates {
		v, err := part.Open(p.Candidates[candidate].Stored)
		if err != nil {
			return nil, err
		}
		m, err := v.Meta()
		if err != nil {
			return nil, err
		}
		out = append(out, Duplicate{ID: m.ID, Title: part.Decode(v.Title), Author: m.Author, Published: day(m.Published), URL: m.URL})
	}
	return out, nil
}
