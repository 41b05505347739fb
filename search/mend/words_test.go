package mend

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis/analysistest"
)

func TestIsWord(t *testing.T) {
	an := analysistest.Must(t)
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
	an := analysistest.Must(t)
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
