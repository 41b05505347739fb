package spell

import (
	"strings"
	"testing"
)

func TestIsPinyin(t *testing.T) {
	s := New(func(func(string, int) bool) {}, tables(t))
	for _, letters := range []string{"xiao", "xiaohong", "xian", "a", "lve"} {
		if !s.IsPinyin(letters) {
			t.Errorf("%s is none", letters)
		}
	}
	for _, letters := range []string{"", "tiktok", "xiaoh", "app", "b"} {
		if s.IsPinyin(letters) {
			t.Errorf("%s is", letters)
		}
	}
}

// No syllable crosses a space.
func TestSpells(t *testing.T) {
	s := New(func(func(string, int) bool) {}, tables(t))
	for _, c := range []struct {
		text, typed string
		want        bool
	}{
		{"小红书", "xiao hong shu", true}, {"小红书", "xiaohong shu", true}, {"小红书", "xiao hong", false},
		{"西安", "xi an", true}, {"先", "xi an", false}, {"西安", "xian", true}, {"银行", "yin hang", true}, {"app运营", "app yun ying", false},
	} {
		if got := s.Spells(c.text, strings.Fields(c.typed)); got != c.want {
			t.Errorf("%s for %s: %v", c.text, c.typed, got)
		}
	}
}
