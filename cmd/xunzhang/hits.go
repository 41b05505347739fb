package main

import (
	"fmt"
	"strings"

	"github.com/xunzhang/xunzhang/search"
)

// print shows a page of results.
func (s *searching) print(res *search.Response) error {
	if s.json {
		return printJSON(s.out, res)
	}
	p := painter{colour: terminal(s.out)}
	var b strings.Builder
	for _, e := range res.Query.Expanded {
		fmt.Fprintf(&b, "%s\n", p.style(styleDim, fmt.Sprintf("%s: %s → %s", e.Kind, e.From, e.To)))
	}
	if sug := res.Query.Suggest; sug != nil {
		fmt.Fprintf(&b, "您是不是要找 %s (%d)\n", p.style(styleMark, sug.Text), sug.Count)
	}
	first := (res.Page-1)*res.Size + 1
	for i, hit := range res.Articles {
		if i > 0 || b.Len() > 0 {
			b.WriteByte('\n')
		}
		p.hit(&b, first+i, hit)
	}
	if _, err := fmt.Fprint(s.out, b.String()); err != nil {
		return err
	}
	if res.Total > 0 {
		s.say("%d articles, %.1f ms", res.Total, res.TookMS)
	}
	return nil
}

// hit shows an article with its best paragraphs.
func (p painter) hit(b *strings.Builder, number int, h search.ArticleHit) {
	title := p.pieces(h.Title)
	if title == "" {
		title = clean(h.ID)
	}
	fmt.Fprintf(b, "%d. %s\n", number, title)
	fmt.Fprintf(b, "   %s\n", p.style(styleDim, strings.Join(about(h), " · ")))
	for _, g := range h.Paragraphs {
		fmt.Fprintf(b, "   %s\n", p.pieces(g.Pieces))
		p.explanation(b, g.Explain)
	}
	if h.MoreParagraphs > 0 {
		fmt.Fprintf(b, "   %s\n", p.style(styleDim, fmt.Sprintf("还有 %d 段", h.MoreParagraphs)))
	}
	p.explanation(b, h.Explain)
}

func about(h search.ArticleHit) []string {
	var all []string
	for _, s := range []string{h.Author, h.Published, h.Category, h.ID} {
		if s != "" {
			all = append(all, s)
		}
	}
	return all
}

func (p painter) explanation(b *strings.Builder, e *search.Explanation) {
	if e == nil {
		return
	}
	parts := make([]string, len(e.Parts))
	for i, s := range e.Parts {
		parts[i] = fmt.Sprintf("%s %.3f", s.Name, s.Value)
	}
	fmt.Fprintf(b, "   %s\n", p.style(styleDim, fmt.Sprintf("%.3f = %s", e.Score, strings.Join(parts, " + "))))
}
