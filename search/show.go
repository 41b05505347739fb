package search

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A presenter makes hits of what was ranked.
type presenter struct {
	marker
	candidates  []candidate
	typed       string      // what the reader typed
	searched    string      // what was searched for, as links repeat it
	corrections []Expansion // from the one to the other
	explain     bool
	opened      map[int]openPart // the candidates that are shown
}

// A marker finds what is marked in a text.
type marker struct {
	plan    *plan
	matcher *scan.Matcher // of the plan
	matches []scan.Match
}

// An openPart is a candidate with its metadata decoded.
type openPart struct {
	part.View
	meta part.Meta
}

// open opens a candidate to be shown, once: that decodes JSON, and up to three
// paragraphs of it are shown.
func (p *presenter) open(candidate int) (openPart, error) {
	if known, ok := p.opened[candidate]; ok {
		return known, nil
	}
	v, err := part.Open(p.candidates[candidate].Stored)
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

func (p *presenter) articleHit(g group) (ArticleHit, error) {
	v, err := p.open(g.candidate)
	if err != nil {
		return ArticleHit{}, err
	}
	m := v.meta
	title := p.decode(v.Title)
	out := ArticleHit{ID: m.ID, Title: title.pieces(0, len(title.runes)), Author: m.Author, Category: m.Category,
		Published: day(m.Published), Tags: notNil(m.Tags), URL: m.URL, Views: m.Views, Score: g.score}
	if out.Paragraphs, out.MoreParagraphs, err = p.shown(g, v); err != nil {
		return out, err
	}
	if p.explain {
		out.Explain = g.explain()
	}
	out.Duplicates, err = p.duplicatesOf(g)
	return out, err
}

// shown makes the best paragraphs of an article, none with the text of
// another, and counts the others that hold a word of the query.
func (p *presenter) shown(g group, v openPart) (out []ParagraphHit, more int, err error) {
	out = []ParagraphHit{}
	var texts [][]byte
	for _, s := range g.paragraphs {
		if len(out) == ShownPerHit || len(out) > 0 && !s.content && s.literal == notLiteral {
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
	more = max(0, g.matching-len(out))
	if len(out) == 0 {
		out = append(out, p.opening(v)...)
	}
	return out, more, nil
}

// opening is the first paragraph, for an article found by its metadata alone.
func (p *presenter) opening(v openPart) []ParagraphHit {
	c := v.Paragraphs()
	if !c.Next() {
		return nil
	}
	return []ParagraphHit{p.hitAt(v.meta, c, scored{number: c.Number, parts: scoreParts{prior: 1}})}
}

// paragraphHit shows a scored paragraph, and returns its stored text.
func (p *presenter) paragraphHit(s scored) (ParagraphHit, []byte, error) {
	v, err := p.open(s.candidate)
	if err != nil {
		return ParagraphHit{}, nil, err
	}
	c := v.Paragraphs()
	for range s.ordinal + 1 {
		c.Next()
	}
	return p.hitAt(v.meta, c, s), c.Text, nil
}

func (p *presenter) hitAt(m part.Meta, c part.Cursor, s scored) ParagraphHit {
	d := p.decode(c.Text)
	h := ParagraphHit{
		ID: paragraphID(m.ID, c.Number), Number: c.Number, Section: m.SectionAt(c.Section), Score: s.score,
		Link:   ArticleLink(m.ID, p.searched, c.Number),
		Pieces: d.snippet(p.plan.markWeight), Why: p.why(d),
	}
	if p.explain {
		h.Explain = s.explain()
	}
	return h
}

// flatHits are the paragraphs of the flat ranking, each with its article.
func (p *presenter) flatHits(found []scored) ([]ParagraphHit, error) {
	hits := []ParagraphHit{}
	for _, s := range found {
		h, _, err := p.paragraphHit(s)
		if err != nil {
			return nil, err
		}
		v, err := p.open(s.candidate)
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

// decode finds the matches of a stored text and makes it ready for showing.
func (m *marker) decode(text []byte) decoded {
	m.matches = m.matcher.Find(text, m.matches[:0])
	return decode(text, m.matches, m.plan.marks)
}

// why tells how a paragraph matched where it does not hold the query's words
// as typed.
func (p *presenter) why(d decoded) []string {
	var out []string
	add := func(kind string) {
		if kind != "" && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	typed := strings.ToLower(p.typed)
	for _, s := range d.spans {
		t := p.plan.terms[p.plan.canonical[s.term]]
		if p.plan.canonical[s.term] != s.term {
			add("joined")
		} else if t.alt != none && p.plan.alts[t.alt].from.Kind != "" {
			add(p.plan.alts[t.alt].from.Kind)
		} else if t.content && !strings.Contains(typed, strings.ToLower(string(d.runes[s.start:s.end]))) {
			add(p.differs(string(d.runes[s.start:s.end])))
		}
	}
	return out
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func notNil(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

// differs names the reason why a text that was found is not what was typed.
func (p *presenter) differs(found string) string {
	found = analysis.FoldString(found)
	for _, c := range p.corrections {
		if strings.Contains(c.To, found) {
			return c.Kind
		}
	}
	return "folded"
}

// paragraphID is the id of a paragraph: ARTICLE#N.
func paragraphID(article string, number int) string {
	return article + "#" + strconv.Itoa(number)
}

// duplicatesOf names the articles that say the same as a hit.
func (p *presenter) duplicatesOf(g group) ([]Duplicate, error) {
	var out []Duplicate
	for _, candidate := range g.same {
		v, err := part.Open(p.candidates[candidate].Stored)
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
