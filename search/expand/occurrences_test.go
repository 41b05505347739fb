package expand

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

func TestOccurrences(t *testing.T) {
	list, err := Read(File{Name: "f", Kind: Alias, Text: strings.NewReader("洋抖 = TikTok = Tik Tok\n軟體 = 软件\nAI = 人工智能\n")})
	if err != nil {
		t.Fatal(err)
	}
	o := NewOccurrences([]*List{list, list})
	for _, text := range []string{"洋抖难民", "他们用 ＴＩＫＴＯＫ。", "brain, OpenAIs", "這個軟體", "Tik-Tok"} {
		o.Read(analysis.FoldString(text))
	}
	for word, want := range map[string]bool{
		"洋抖": true, "tiktok": true, "软体": true,
		"tik tok": false, "软件": false, "ai": false, "人工智能": false,
	} {
		if o.Has(word) != want {
			t.Errorf("%s: held %t", word, !want)
		}
	}
}
