package search

import (
	"fmt"
	"strings"
	"testing"
)

// Text that is copied from an article finds the article, also when the query language
// reads signs of it as quotation marks, spaces between words, bars or a filter, or when the
// other half of a quotation, or of a word of letters, is outside of it. Forty other
// articles hold all words of each text, and more often.
func TestCopiedPassagesAreFound(t *testing.T) {
	var docs []doc
	for i := range 40 {
		docs = append(docs, doc{ID: fmt.Sprintf("other%02d", i), Title: "他说的变化", Paragraphs: []string{
			strings.Repeat("他说好的，他就走了。数据源的变化很大，B 的变化也大。", 5),
			strings.Repeat("通过记号做了一个号，使其成立。使其成立的记号，通过。", 5),
			strings.Repeat("编辑的作者听水，听水的编辑。20 个编辑，Al 的 s 也要编辑。", 5),
			strings.Repeat("统计的配置，配置的统计。然后我们约定，三月约定。", 5),
			gibberish(i), // so that they are no near-duplicates
		}})
	}
	filling := strings.Repeat("这一段写山路和石桥，与题目无关。", 40)
	for id, text := range map[string]string{
		"quotation": "临走时他说“好”，就走了，没有回头。",
		"space":     "换成数据源 B 的变化有三种。",
		"stray":     "先编号，会通过 “ 做了一个记号",
		"closing":   "所谓“约定”使其成立的条件。",
		"filter":    "作者：听水；编辑：白露",
		"exclusion": "价格 -作者：听水；",
		"signs":     "他想了很久……没有说话。",
		"tail":      "数据源的变化很大，B 的变化也大；",
		"open":      "她说：“然后我们约定了三月。”",
		"bars":      "听水 | 编辑 | 2024",
		"letters":   "谈到 capital 和 labour 的编辑，以及 news 的编辑",
		"arrow":     "先统计 -> 配置，再看。",
		"minus":     "编辑-听水",
	} {
		docs = append(docs, doc{ID: id, Title: "山路", Paragraphs: []string{filling, text, filling}})
	}
	s := library(t, docs...)
	for _, c := range []struct{ query, id string }{
		{"他说“好”，就走了", "quotation"},
		{"说“好”，就", "quotation"},
		{"源 B 的变化有", "space"},
		{"号，会通过 “ 做了一个", "stray"},
		{"”使其成立", "closing"},
		{"约定”", "closing"},
		{"作者：听水；编辑：白露", "filter"},
		{"价格 -作者：听水；", "exclusion"},
		{"……", "signs"},
		{"“……", "signs"},
		{"数据源的变化很大，B 的变化也大；", "tail"},
		{"“然后我们", "open"},
		{"：“然后", "open"},
		{"我们约定了三月。”", "open"},
		{"说：“", "open"},
		{"。”", "open"},
		{"编辑 |", "bars"},
		{"听水 | 编辑", "bars"},
		{"编辑 | 20", "bars"},
		{"al 和", "letters"},
		{"pital 和 labour 的", "letters"},
		{"s 的编辑", "letters"},
		{"谈到 capi", "letters"},
		{"统计 -> 配置", "arrow"},
		{"-> 配置", "arrow"},
		{"-听水", "minus"},
	} {
		r := find(t, s, Request{Text: c.query})
		if len(r.Articles) == 0 || r.Articles[0].ID != c.id {
			t.Errorf("%s: first of %d is %.60q, want %s", c.query, len(r.Articles), ids(r), c.id)
			continue
		}
		if c.query == "……" && r.Total != 1 {
			t.Errorf("%s: %d articles, want 1", c.query, r.Total)
		}
	}
}

// gibberish returns 600 characters that no other number gives.
func gibberish(n int) string {
	var b strings.Builder
	for i := range 600 {
		b.WriteRune(rune(0x4E00 + (n*7919+i*i*31)%8000))
	}
	return b.String()
}

// A few words with a space between are wanted wherever they stand. Where no article holds
// all of them and an end of them is a piece of a word, they were copied.
func TestFewWordsThatWereCopied(t *testing.T) {
	var docs []doc
	for i := range 150 {
		docs = append(docs, doc{ID: fmt.Sprintf("other%03d", i), Title: "灯塔与石桥", Paragraphs: []string{
			strings.Repeat("灯塔很高。石桥很长。内部的灯塔。", 5), gibberish(i)}})
	}
	filling := strings.Repeat("这一段写山路和天气，与题目无关。", 40)
	docs = append(docs, doc{ID: "piece", Title: "山路", Paragraphs: []string{filling, "用 caption 内部的字", filling}})
	s := library(t, docs...)
	if got := find(t, s, Request{Text: "ption 内部"}); got.Articles[0].ID != "piece" || got.Total != 1 {
		t.Errorf("of %d articles %s is first", got.Total, ids(got))
	}
}
