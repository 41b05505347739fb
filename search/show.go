package search

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
)

// page makes the hits of the requested page.
func (r *run) page(ctx context.Context) ([]ArticleHit, error) {
	groups, err := r.collapsed(ctx, r.request.Page*r.request.Size)
	if err != nil {
		return nil, err
	}
	groups = window(groups, r.request.Page, r.request.Size)
	missing, err := r.missing(ctx, groups)
	if err != nil {
		return nil, err
	}
	hits := []ArticleHit{}
	for _, g := range groups {
		h, err := r.articleHit(g)
		if err != nil {
			return nil, err
		}
		h.Missing = missing[g.article]
		hits = append(hits, h)
	}
	return hits, nil
}

// An openPart is a candidate with its metadata decoded.
type openPart struct {
	part.View
	meta part.Meta
}

// open opens a candidate to be shown, once: that decodes JSON, and up to three
// paragraphs of it are shown.
func (r *run) open(candidate int) (openPart, error) {
	if p, ok := r.opened[candidate]; ok {
		return p, nil
	}
	v, err := part.Open(r.hits[candidate].Stored)
	if err != nil {
		return openPart{}, err
	}
	m, err := v.Meta()
	if err != nil {
		return openPart{}, err
	}
	if r.opened == nil {
		r.opened = make(map[int]openPart)
	}
	p := openPart{v, m}
	r.opened[candidate] = p
	return p, nil
}

func (r *run) articleHit(g group) (ArticleHit, error) {
	v, err := r.open(g.candidate)
	if err != nil {
		return ArticleHit{}, err
	}
	m := v.meta
	title := r.decode(v.Title)
	out := ArticleHit{ID: m.ID, Title: title.pieces(0, len(title.runes)), Author: m.Author, Category: m.Category,
		Published: day(m.Published), Tags: notNil(m.Tags), URL: m.URL, Views: m.Views, Score: g.score}
	if out.Paragraphs, out.MoreParagraphs, err = r.shown(g, v); err != nil {
		return out, err
	}
	if r.request.Explain {
		out.Explain = g.explain()
	}
	out.Duplicates, err = r.duplicatesOf(g)
	return out, err
}

// shown makes the best paragraphs of an article, none with the text of
// another, and counts the others that hold a word of the query.
func (r *run) shown(g group, v openPart) (out []ParagraphHit, more int, err error) {
	out = []ParagraphHit{}
	var texts [][]byte
	for _, s := range g.paragraphs {
		if len(out) == ShownPerHit || len(out) > 0 && !s.content && s.literal == notLiteral {
			break
		}
		h, text, err := r.paragraphHit(s)
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
		out = append(out, r.opening(v)...)
	}
	return out, more, nil
}

// opening is the first paragraph, for an article found by its metadata alone.
func (r *run) opening(v openPart) []ParagraphHit {
	c := v.Paragraphs()
	if !c.Next() {
		return nil
	}
	return []ParagraphHit{r.hitAt(v.meta, c, scored{number: c.Number, parts: scoreParts{prior: 1}})}
}

// paragraphHit shows a scored paragraph, and returns its stored text.
func (r *run) paragraphHit(s scored) (ParagraphHit, []byte, error) {
	v, err := r.open(s.candidate)
	if err != nil {
		return ParagraphHit{}, nil, err
	}
	c := v.Paragraphs()
	for range s.ordinal + 1 {
		c.Next()
	}
	return r.hitAt(v.meta, c, s), c.Text, nil
}

func (r *run) hitAt(m part.Meta, c part.Cursor, s scored) ParagraphHit {
	d := r.decode(c.Text)
	h := ParagraphHit{
		ID: paragraphID(m.ID, c.Number), Number: c.Number, Section: m.SectionAt(c.Section), Score: s.score,
		Link:   ArticleLink(m.ID, r.searched(), c.Number),
		Pieces: d.snippet(r.plan.markWeight), Why: r.why(d),
	}
	if r.request.Explain {
		h.Explain = s.explain()
	}
	return h
}

// flatHits are the paragraphs of the flat ranking, each with its article.
func (r *run) flatHits(found []scored) ([]ParagraphHit, error) {
	hits := []ParagraphHit{}
	for _, s := range found {
		h, _, err := r.paragraphHit(s)
		if err != nil {
			return nil, err
		}
		v, err := r.open(s.candidate)
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
func (r *run) decode(text []byte) decoded {
	s := r.scorer
	s.matches = s.matcher.Find(text, s.matches[:0])
	return decode(text, s.matches, func(term int32) bool { return r.plan.terms[r.plan.canonical[term]].mark })
}

// markWeight is what a marked term adds to a snippet.
func (p *plan) markWeight(term int32) float64 {
	t := p.terms[p.canonical[term]]
	return 0.01 + t.word + t.unigram
}

// why tells how a paragraph matched where it does not hold the query's words
// as typed.
func (r *run) why(d decoded) []string {
	var out []string
	add := func(kind string) {
		if kind != "" && !slices.Contains(out, kind) {
			out = append(out, kind)
		}
	}
	typed := strings.ToLower(r.request.Text)
	for _, s := range d.spans {
		t := r.plan.terms[r.plan.canonical[s.term]]
		if r.plan.canonical[s.term] != s.term {
			add("joined")
		} else if t.alt != none && r.plan.alts[t.alt].from.Kind != "" {
			add(r.plan.alts[t.alt].from.Kind)
		} else if t.content && !strings.Contains(typed, strings.ToLower(string(d.runes[s.start:s.end]))) {
			add(r.differs(string(d.runes[s.start:s.end])))
		}
	}
	return out
}

// info tells how the query was understood.
func (r *run) info() QueryInfo {
	info := QueryInfo{Text: r.request.Text, Terms: []string{}}
	for _, a := range r.plan.alts {
		if a.from.Kind == "" { // the others are told as expansions
			info.Terms = append(info.Terms, a.text)
		}
	}
	info.Expanded, info.Suggest = slices.Concat(r.unquoted, r.corrections, r.toldInside(), r.plan.expanded), r.suggest
	return info
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

// markable tells which patterns are marked: phrases, words and what stands for them,
// pairs of characters inside a word, never what is a stop word, function
// characters alone or a part of a Latin word (the 2 of 2.6), unless that is all
// that was typed.
func (p *planner) markable() {
	for _, u := range p.uses {
		text := p.plan.patterns[u.pattern]
		switch {
		case u.phrase, analysis.IsStopWord(text), utf8.RuneCountInString(text) == 1 && text != p.slotText(u.alt):
		case u.kind == kindBigram && (u.alt == none || holdsFunctionChar(text) || isLatinPart(text)):
		default:
			p.plan.terms[u.pattern].mark = true
		}
	}
	for id, alt := range p.owns {
		if !p.phrases[alt] {
			p.plan.terms[id].mark = true
		}
	}
	if p.plan.literal != none {
		p.plan.terms[p.plan.literal].mark = true
	}
	for _, id := range slices.Concat(p.plan.required...) {
		p.plan.terms[id].mark = true
	}
}

// isLatinPart reports whether a gram is of one Latin run: marked as a word, or
// not at all.
func isLatinPart(gram string) bool {
	r, _ := utf8.DecodeRuneInString(gram)
	return analysis.IsLatin(r) && !strings.Contains(gram, " ")
}
