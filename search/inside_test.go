package search

import (
	"fmt"
	"strings"
	"testing"
)

// The page of an article that was found by a piece of a word marks this piece too.
func TestPiecesThatCutWordsOnThePage(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "绘图", Paragraphs: []string{"用Midjourney画。", "也叫 Mid。"}})
	for _, c := range []struct{ query, want string }{
		{"idjour", "用M【idjour】ney画。"},
		{"Mid", "用Midjourney画。"}, // it is a word there
	} {
		page, err := s.Article(t.Context(), "a", c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := marked(page.Paragraphs[0].Pieces); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
}

// An article counts as found when it holds the piece, not when it holds the letters
// and the digits in different places.
func TestTotalOfPiecesThatCutWords(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "a", Title: "版本", Paragraphs: []string{"从V2.6.0开始收费。"}},
		doc{ID: "b", Title: "数字", Paragraphs: []string{"2个人，6天，0元。"}},
		doc{ID: "c", Title: "名字", Paragraphs: []string{"xtiktoky"}},
	)
	for query, want := range map[string]string{"2.6.0": "1 1", "iktok": "1 0"} {
		found := find(t, s, Request{Text: query, Size: 10})
		if got := fmt.Sprint(found.Total, found.PartialTotal); got != want {
			t.Errorf("%s: %s, want %s", query, got, want)
		}
	}
}

// Every piece of a text finds the text, even one that cuts words of letters and
// digits, and exactly this piece is marked.
func TestPiecesThatCutWords(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "a", Title: "绘图", Paragraphs: []string{"我们用Midjourney画海报，给iPhone15用户看。", "没有。"}},
		doc{ID: "b", Title: "别的", Paragraphs: []string{"journey to the west，5240金币，用户PPT模板。"}},
		doc{ID: "c", Title: "航行", Paragraphs: []string{"一次 journey 的开始"}},
		doc{ID: "d", Title: "血尿酸", Paragraphs: []string{"降低59.5μmol/l左右"}},
	)
	for _, c := range []struct{ query, want string }{
		{"Midjour", "a#1[Midjour]"},
		{"idjourne", "a#1[idjourne]"},
		{"phone15用", "a#1[用|Phone15用] b#1[用]"},
		{"用Midj", "a#1[用Midj|用] b#1[用]"},
		{"用户PP", "b#1[用户PP] a#1[用户]"},
		{"524", "b#1[524]"},
		{"0金币", "b#1[0金币]"},
		{"journey", "c#1[journey] b#1[journey] a#1[journey]"}, // as a word first
		{"mol", "d#1[mol]"},                                   // the letter before it is Greek
		{"μm", "d#1[μm]"},
		{"zzz", ""},
	} {
		res, err := s.Paragraphs(t.Context(), Request{Text: c.query})
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range res.Paragraphs {
			var marks []string
			for _, piece := range p.Pieces {
				if piece.Hit {
					marks = append(marks, piece.Text)
				}
			}
			got = append(got, fmt.Sprintf("%s[%s]", p.ID, strings.Join(marks, "|")))
		}
		if got := strings.Join(got, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
}
