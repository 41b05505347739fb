package search

import (
	"cmp"
	"fmt"
	"testing"
)

// The count of a facet value is how many articles choosing it lists, also where no
// article with the current choice holds all words: for 肉类 these are articles with some
// of the words, for 蔬菜 those with all of them.
func TestFacetsWhereTheChoiceHoldsNoArticleWithAllWords(t *testing.T) {
	s := library(t,
		doc{ID: "both1", Title: "腌笃鲜", Category: "蔬菜", Paragraphs: []string{"笋干和咸肉一起炖。"}},
		doc{ID: "both2", Title: "笋干烧肉", Category: "蔬菜", Paragraphs: []string{"先切咸肉，再泡笋干。"}},
		doc{ID: "some1", Title: "笋干", Category: "蔬菜", Paragraphs: []string{"笋干要晒三天。"}},
		doc{ID: "some2", Title: "咸肉", Category: "肉类", Tags: []string{"腌制"}, Paragraphs: []string{"咸肉挂在檐下。"}},
		doc{ID: "some3", Title: "又是咸肉", Category: "肉类", Paragraphs: []string{"咸肉要粗盐。"}},
		doc{ID: "some4", Title: "还是咸肉", Category: "肉类", Paragraphs: []string{"咸肉切片。"}})
	const query = "笋干 咸肉"
	r := find(t, s, Request{Text: query, Categories: []string{"肉类"}})
	if r.Total != 0 || r.PartialTotal != 3 {
		t.Fatalf("%d articles with all words, %d with some", r.Total, r.PartialTotal)
	}
	if got, want := fmt.Sprint(r.Facets["category"]), "[{肉类 3} {蔬菜 2}]"; got != want {
		t.Errorf("categories %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(r.Facets["tag"]), "[{腌制 1}]"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	for _, c := range r.Facets["category"] {
		chosen := find(t, s, Request{Text: query, Categories: []string{c.Value}})
		if got := cmp.Or(chosen.Total, chosen.PartialTotal); got != c.Count {
			t.Errorf("%s: %d articles, the facet says %d", c.Value, got, c.Count)
		}
	}
}
