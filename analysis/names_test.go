package analysis

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "", ""},
		{"Han has none", "小红书，难民", ""},
		{"camelCase is one name", "HashMap ConcurrentHashMap", "hashmap|concurrenthashmap"},
		{"letters beside Han", "在HashMap里", "hashmap"},
		{"letters and digits", "iPhone15", "iphone|15|iphone15"},
		{"several runs", "iPhone15Pro2", "iphone|15|pro|2|iphone15pro2"},
		{"digits first", "4S店", "4|s|4s"},
		{"a year", "2023年，12023", "2023|12023"},
		{"numbers with signs", "1,000 2.6 12:30", "1|000|2|6|12|30"},
		{"names with signs", "node.js C++ a@b.cn", "node|js|c|a|b|cn"},
		{"a hyphen parts", "wi-fi", "wi|fi"},
		{"each once", "Go go GO", "go"},
		{"folded", "Ｔｉｋｔｏｋ Café", "tiktok|cafe"},
		{"Greek and Cyrillic", "Ωmega Жена2", "ωmega|жена|2|жена2"},
		{"format characters vanish", "Hash\u200BMap", "hashmap"},
		{"what folds to letters and digits", "5㎏½", "5|kg|1|5kg1|2"},
		{"other scripts are no letters", "aก한b", "a|b"},
		{"bad bytes part", "a\xffb\uFFFDc", "a|b|c"},
		{"the longest", strings.Repeat("x", MaxNameRunes) + " " + strings.Repeat("y", MaxNameRunes+1), strings.Repeat("x", MaxNameRunes)},
		{"a long whole with a short part", strings.Repeat("x", MaxNameRunes) + "1", strings.Repeat("x", MaxNameRunes) + "|1"},
	} {
		if got := strings.Join(NewText(c.in).Names(), "|"); got != c.want {
			t.Errorf("%s: Names(%q) = %s, want %s", c.name, c.in, got, c.want)
		}
	}
}

// naiveNames tries every span of the folded text, and checks the characters on both
// sides.
func naiveNames(text Text) []string {
	letters := func(c class) bool { return c == letter }
	digits := func(c class) bool { return c == digit }
	of := func(i int) class {
		if i < 0 || i >= text.Len() {
			return punctuation
		}
		return classOf(text.Rune(i))
	}
	var names []string
	for _, is := range []func(class) bool{letters, digits, class.word} {
		for i := range text.Len() {
			for j := i + 1; j <= text.Len() && j-i <= MaxNameRunes && is(of(j-1)); j++ {
				if !is(of(i-1)) && !is(of(j)) {
					names = append(names, text.Slice(i, j))
				}
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func checkNames(t failer, s string) {
	text := NewText(s)
	got := text.Names()
	sorted := slices.Sorted(slices.Values(got))
	if want := naiveNames(text); !slices.Equal(sorted, want) {
		t.Fatalf("Names(%q) = %q, want %q", s, sorted, want)
	}
}

func TestNamesOfAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { checkNames(t, drawText(t, "text")) })
}

func FuzzNames(f *testing.F) {
	for _, s := range seeds() {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkNames(t, s) })
}
