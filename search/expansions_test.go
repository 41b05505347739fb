package search

import "testing"

// What the query holds beside a word does not stand for the word as well: who
// types both wants both.
func TestAlternativesThatWereTyped(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "蜜雪冰城 = 雪王", "脸书 = Facebook = Meta")},
		doc{ID: "a", Title: "品牌", Paragraphs: []string{"蜜雪冰城的雪王，脸书和 Facebook，还有 Meta。"}})
	for _, c := range []struct{ query, want string }{
		{"蜜雪冰城", "alias 蜜雪冰城>雪王"},
		{"雪王", "alias 雪王>蜜雪冰城"},
		{"蜜雪冰城 雪王", ""},
		{"雪王的蜜雪冰城", ""},
		{"脸书 metaphor", "alias 脸书>Facebook, alias 脸书>Meta"}, // holds it inside a word only
		{"脸书 Meta", "alias 脸书>Facebook, alias meta>Facebook"},
	} {
		if got := understanding(find(t, s, Request{Text: c.query}).Query); got != c.want {
			t.Errorf("%s: %q, want %q", c.query, got, c.want)
		}
	}
}
