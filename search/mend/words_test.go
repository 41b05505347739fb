package mend

import (
	"io"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
)

// analyzer returns the analyzer with the project's own words.
func analyzer(t *testing.T) *analysis.Analyzer {
	t.Helper()
	dir, err := data.Dictionaries()
	if err != nil {
		t.Fatal(err)
	}
	words, err := dir.Open("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer words.Close()
	a, err := analysis.New(analysis.Dictionary{Name: "words.txt", Words: io.Reader(words)})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestIsWord(t *testing.T) {
	an := analyzer(t)
	for gram, want := range map[string]bool{
		"用户": true, "户增": false, "tiktok": true, "b2b": true, "2024": false, "a": false, "tik tok": false,
		"在tiktok": false, "书": false, "node.js": false, "👍": false,
	} {
		if got := isWord(gram, an); got != want {
			t.Errorf("%s: %v", gram, got)
		}
	}
}

func TestPhrasesOfTitles(t *testing.T) {
	an := analyzer(t)
	for _, c := range []struct{ title, want string }{
		{"活动复盘模型", "活动复盘 活动复盘模型 复盘模型"},
		{"2024年,活动复盘的模型", "活动复盘"},
		{"活动,复盘", ""},
		{"ai活动复盘", "ai活动 ai活动复盘 活动复盘"},
		{"活动 复盘", ""},
		{"为什么", ""},
		{"", ""},
	} {
		phrases, _ := phrasesOf(c.title, an)
		got := slices.Sorted(maps.Keys(phrases))
		want := strings.Fields(c.want)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", c.title, got, want)
		}
	}
}
