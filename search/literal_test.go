package search

import (
	"fmt"
	"strings"
	"testing"
)

// There are more articles with all pieces of a text than are requested at first,
// and they rank before the few articles that hold the text itself. These are still
// found, in every writing.
func TestLiteralBehindManyParts(t *testing.T) {
	var docs []doc
	for i := range 2 * literalRequest {
		docs = append(docs, doc{ID: fmt.Sprintf("pieces%03d", i), Title: "杂谈", Paragraphs: []string{
			strings.Repeat("复杂的事，人的工序，做工作。", 3), "杂的，的工，工作。"}})
	}
	for needle, about := range map[string]string{"繁杂的工作让人疲惫": "天气与河流", "繁雜的工作讓人疲憊": "山路和石桥", "繁杂\u200b的工作": "夜里的灯火"} {
		filling := strings.Repeat("这一段写"+about+"，与题目无关。", 40)
		docs = append(docs, doc{ID: fmt.Sprintf("needle%d", len(docs)), Title: about, Paragraphs: []string{filling, needle, filling}})
	}
	s := library(t, docs...)
	r := find(t, s, Request{Text: "杂的工作"})
	want := fmt.Sprintf("needle%d needle%d needle%d", len(docs)-3, len(docs)-2, len(docs)-1)
	if got := ids(&Response{Articles: r.Articles[:min(3, len(r.Articles))]}); sorted(got) != want {
		t.Errorf("first: %s, want %s", got, want)
	}
}

// Nearly a hundred articles hold a text as typed, and more its pieces: the page of a
// hundred articles has all of the former.
func TestLiteralsOnAPageOfAHundred(t *testing.T) {
	const n = 97
	var docs []doc
	for i := range 3 * n {
		d := doc{ID: fmt.Sprintf("pieces%03d", i), Title: "杂谈", Paragraphs: []string{strings.Repeat("事是复杂的。工序的人，作品。", 5), "钱，说是的。工另算。", gibberish(i)}}
		if i%3 == 0 {
			d.ID, d.Paragraphs[1] = d.ID+"-typed", "说是的，工钱。另算。"
		}
		docs = append(docs, d)
	}
	s := library(t, docs...)
	if got := strings.Count(ids(find(t, s, Request{Text: "的，工", Size: MaxSize})), "typed"); got != n {
		t.Errorf("%d of %d", got, n)
	}
}
