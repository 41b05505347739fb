package mine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

func analyzer(t testing.TB) *analysis.Analyzer {
	t.Helper()
	an, err := analysis.New()
	if err != nil {
		t.Fatal(err)
	}
	return an
}

func TestMine(t *testing.T) {
	an := analyzer(t)
	for _, c := range []struct{ name, text, want string }{
		{"acronym", "我们用净推荐值（NPS）衡量口碑。|今年的净推荐值(NPS)升了。", "NPS = 净推荐值 2"},
		{"explained in characters", "看用户的LTV（生命周期价值）。|提高 LTV（生命周期价值）", "LTV = 生命周期价值 2"},
		{"short for", "美国食品药品监督管理局（简称FDA）批准。|美国食品药品监督管理局，简称FDA。", "FDA = 美国食品药品监督管理局 2"},
		{"also called", "番茄，又称西红柿，是一种蔬菜。|番茄（又称“西红柿”）很红。", "西红柿 = 番茄 2"},
		{"once is no proof", "净推荐值（NPS）", ""},
		{"a part of the acronym", "终身价值（LTV）|全部价值（LTV）", ""},
		{"remarks", "见下文（图1）。|见下文（图1）。|结束（2023）|结束（2023）", ""},
		{"unclosed", "净推荐值（NPS|净推荐值（NPS", ""},
		{"disagreement", "苹果公司（AP）|香蕉公司（AP）", ""},
	} {
		m := New(an)
		for text := range strings.SplitSeq(c.text, "|") {
			m.Read(text)
		}
		var got []string
		for _, p := range m.Pairs(2) {
			got = append(got, fmt.Sprintf("%s = %s %d", p.From, p.To, p.Paragraphs))
		}
		if strings.Join(got, "; ") != c.want {
			t.Errorf("%s: %v, want %s", c.name, got, c.want)
		}
	}
}

func FuzzMine(f *testing.F) {
	an := analyzer(f)
	for _, s := range []string{"净推荐值（NPS）", "简称", "（即", "a(b", "番茄，又称西红柿", "\xff（ab）", "（）简称（简称ab）"} {
		f.Add(s)
	}
	f.Fuzz(func(_ *testing.T, text string) {
		m := New(an)
		m.Read(text)
		m.Pairs(1)
	})
}
