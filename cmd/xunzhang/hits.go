package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

// print prints a page of results to the output, and how the query was understood as
// a message.
func (s *searching) print(res *search.Response) error {
	if s.json {
		return printJSON(s.out, res)
	}
	if res.Query.Searched != "" {
		s.say("showing %s; --literal searches for it as typed", clean(res.Query.Searched))
	}
	for _, line := range understood(res.Query.Expanded) {
		s.say("also searched: %s", clean(line))
	}
	p := painter{colour: terminal(s.out)}
	var b strings.Builder
	first, rule := (res.Page-1)*res.Size+1, firstPartial(res.Articles)
	for i, hit := range res.Articles {
		if i > 0 {
			b.WriteByte('\n')
		}
		if i > 0 && i == rule {
			fmt.Fprintf(&b, "%s\n\n", p.style(styleDim, "—— 以下只含一部分词 ——"))
		}
		p.hit(&b, first+i, hit)
	}
	if _, err := fmt.Fprint(s.out, b.String()); err != nil {
		return err
	}
	if sug := res.Query.Suggest; sug != nil {
		s.say("您是不是要找 %s (%d)", clean(sug.Text), sug.Count)
	}
	if res.Incomplete {
		s.say("not every text was read: there may be more")
	}
	if res.Query.LeftOut != "" {
		s.say("more than %d words: not looked for: %s", query.MaxTerms, clean(res.Query.LeftOut))
	}
	switch {
	case res.PartialTotal > 0 && res.Total == 0:
		s.say("no article holds all of it, %d hold a part, %.1f ms", res.PartialTotal, res.TookMS)
	case res.PartialTotal > 0:
		s.say("%d articles, and %d that hold a part, %.1f ms", res.Total, res.PartialTotal, res.TookMS)
	case res.Total > 0:
		s.say("%d articles, %.1f ms", res.Total, res.TookMS)
	}
	return nil
}

// firstPartial returns the index of the first article that lacks a word, if all
// articles after it do too; else the number of articles.
func firstPartial(all []search.ArticleHit) int {
	at := len(all)
	for at > 0 && len(all[at-1].Missing) > 0 {
		at--
	}
	if slices.ContainsFunc(all[:at], func(a search.ArticleHit) bool { return len(a.Missing) > 0 }) {
		return len(all)
	}
	return at
}

// understood returns a line for each typed word that was also searched by other
// words.
func understood(all []search.Expansion) []string {
	var lines []string
	from := ""
	for _, e := range all {
		if e.From != from {
			from = e.From
			lines = append(lines, e.From+" → "+e.To)
			continue
		}
		lines[len(lines)-1] += ", " + e.To
	}
	return lines
}

// hit prints an article with its best paragraphs.
func (p painter) hit(b *strings.Builder, number int, h search.ArticleHit) {
	title := p.pieces(h.Title)
	if title == "" {
		title = clean(h.ID)
	}
	fmt.Fprintf(b, "%d. %s\n", number, title)
	fmt.Fprintf(b, "   %s\n", p.style(styleDim, strings.Join(about(h), " · ")))
	for _, g := range h.Paragraphs {
		fmt.Fprintf(b, "   %s\n", p.pieces(g.Pieces))
		if len(g.Follows) > 0 {
			fmt.Fprintf(b, "   %s\n", p.pieces(g.Follows))
		}
		p.explanation(b, g.Explain)
	}
	if len(h.Missing) > 0 {
		fmt.Fprintf(b, "   %s\n", p.style(styleDim, "未包含 "+clean(strings.Join(h.Missing, "、"))))
	}
	if h.MoreParagraphs > 0 {
		fmt.Fprintf(b, "   %s\n", p.style(styleDim, fmt.Sprintf("还有 %d 段", h.MoreParagraphs)))
	}
	if len(h.Duplicates) > 0 {
		fmt.Fprintf(b, "   %s\n", p.style(styleDim, same(h.Duplicates)))
	}
	p.explanation(b, h.Explain)
}

// same prints the near-duplicates of a hit.
func same(all []search.Duplicate) string {
	ids := make([]string, len(all))
	for i, d := range all {
		ids[i] = clean(d.ID)
	}
	return fmt.Sprintf("另有 %d 处：%s", len(all), strings.Join(ids, "、"))
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
	line := fmt.Sprintf("%.3f = %s", e.Score, strings.Join(parts, " + "))
	if len(e.First) > 0 {
		line += "; first by " + strings.Join(e.First, ", ")
	}
	fmt.Fprintf(b, "   %s\n", p.style(styleDim, line))
}
