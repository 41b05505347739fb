package analysis_test

import (
	"fmt"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
)

// Folding maps different writings to one text: Traditional and Simplified, full and
// half width, any letter case, with and without accents.
func ExampleFoldString() {
	for _, s := range []string{"小紅書", "ＴｉｋＴｏｋ", "Café", "Ⅲ"} {
		fmt.Println(s, "→", analysis.FoldString(s))
	}
	// Output:
	// 小紅書 → 小红书
	// ＴｉｋＴｏｋ → tiktok
	// Café → cafe
	// Ⅲ → iii
}

// Grams find any literal piece of a text. Each has its span in bytes of the
// original.
func ExampleText_Grams() {
	const text = "小紅書上的TikTok"
	for _, g := range analysis.NewText(text).Grams() {
		fmt.Printf("%s=%s ", g.Term, text[g.Start:g.End])
	}
	// Output: 小红=小紅 红书=紅書 书上=書上 上的=上的 的=的 的tiktok=的TikTok tiktok=TikTok tik=Tik tok=Tok
}

// Every text that contains 打8折 has these terms, whatever is next to it: an index is
// searched for them.
func ExampleText_Required() {
	fmt.Println(analysis.NewText("打8折").Required())
	// Output: [打8 8 8折]
}

// Words come from gse's dictionary and the given ones; sub-words follow their
// word.
func ExampleAnalyzer_Words() {
	own := analysis.Dictionary{Name: "own.txt", Words: strings.NewReader("私域流量\n")}
	a, err := analysis.New(own)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, w := range a.Words(analysis.NewText("私域流量是什么")) {
		fmt.Print(w.Term, " ")
	}
	// Output: 私域流量 流量 是 什么
}
