package audit

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search"
)

var analyzer = sync.OnceValues(func() (*analysis.Analyzer, error) { return analysis.New() })

// indexed indexes the files of a folder, and returns a view of the index and the
// folder.
func indexed(t *testing.T, files map[string]string) (engine.Engine, engine.View, *analysis.Analyzer, string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	an, err := analyzer()
	if err != nil {
		t.Fatal(err)
	}
	e := enginetest.NewMemory()
	if _, err := indexer.Run(t.Context(), e, an, indexer.Job{Sources: []string{dir}}); err != nil {
		t.Fatal(err)
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = v.Close() })
	return e, v, an, dir
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func texts() map[string]string {
	return map[string]string{
		"boat.md": "# 摆渡\n\n河上只有一条船，船夫叫 Old Wang，他每天摆渡 120 次，从不收 VIP 的钱。\n\n囍字贴在船头，是 2019.5 那年贴的。船夫每天都要在两岸之间来回摆渡几十次。\n",
		"fog.txt": "雾\n\n这 一 张 是 扫 描 的，船 长　姓 　雷。第 3 次 出 海 遇 上 了 Storm 号，没有 看见 灯塔\n\n雾里听见钟声，一行写到了边上\n就断开了，另起一行\n",
		"tea.md":  "# 采茶\n\n露水还没有干，她们就上山了，背篓里装着 iPhone15 和两个馒头。\n\n山下的茶馆要价 3,000 元一斤。\n",
	}
}

// The real search finds everything in these texts. A search that finds nothing
// misses every string, and each miss names a paragraph with it.
func TestSearch(t *testing.T) {
	e, v, an, _ := indexed(t, texts())
	o := Options{N: 80, Seed: 3}
	r, err := Search(t.Context(), v, search.NewService(e, an, search.Options{}).RankParagraphs, an, o)
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Missed) > 0 || r.Strings < 12 || r.Seed != 3 || r.Generation != 1 {
		t.Errorf("%d strings, missed %+v, seed %d of generation %d", r.Strings, r.Missed, r.Seed, r.Generation)
	}
	blind := func(context.Context, string, int) ([]search.Ranked, error) { return nil, nil }
	if r, err = Search(t.Context(), v, blind, an, o); err != nil {
		t.Fatal(err)
	}
	if len(r.Missed) != r.Strings {
		t.Errorf("a search that finds nothing misses %d of %d", len(r.Missed), r.Strings)
	}
	missed := 0
	for _, k := range r.Kinds {
		missed += k.Missed
	}
	if missed != len(r.Missed) {
		t.Errorf("the kinds count %d misses, there are %d", missed, len(r.Missed))
	}
	for _, m := range r.Missed {
		if m.Found != 0 || m.Held == 0 || !strings.Contains(m.Paragraph, "#") || !strings.Contains(m.Excerpt, analysis.FoldText(m.Text)) {
			t.Errorf("%+v", m)
		}
	}
}

// The same seed gives the same strings.
func TestSearchIsRepeatable(t *testing.T) {
	e, v, an, _ := indexed(t, texts())
	drawn := func(seed uint64) string {
		var all []string
		rank := func(ctx context.Context, query string, depth int) ([]search.Ranked, error) {
			all = append(all, query)
			return search.NewService(e, an, search.Options{}).RankParagraphs(ctx, query, depth)
		}
		if _, err := Search(t.Context(), v, rank, an, Options{N: 16, Seed: seed}); err != nil {
			t.Fatal(err)
		}
		return strings.Join(all, " | ")
	}
	if a, b := drawn(1), drawn(1); a != b {
		t.Errorf("drawn %s\n  then %s", a, b)
	}
	if drawn(1) == drawn(2) {
		t.Error("two seeds draw the same strings")
	}
}

// Text that the sources have and the index does not is reported: text that was
// added later, and text that a reader lost. Text that only the index has, or that a
// reader left out for a reason, is not.
func TestSources(t *testing.T) {
	_, v, _, dir := indexed(t, texts())
	o := Options{N: 100, Seed: 1}
	r, err := Sources(t.Context(), v, []string{dir}, article.Options{}, o)
	if err != nil || len(r.Lost) > 0 || r.Documents != 3 || r.Sampled == 0 {
		t.Errorf("%+v, %v", r, err)
	}
	write(t, filepath.Join(dir, "late.md"), "# 后来\n\n这一篇文章是在索引建好之后才写下来的。\n")
	r, err = Sources(t.Context(), v, []string{dir}, article.Options{}, o)
	if err != nil || len(r.Lost) != 1 || r.Lost[0].Where != "index" || !strings.HasSuffix(r.Lost[0].Source, "late.md") {
		t.Errorf("%+v, %v", r.Lost, err)
	}
	if _, err := Sources(t.Context(), v, []string{filepath.Join(dir, "nowhere")}, article.Options{}, o); err == nil {
		t.Error("a source that does not exist is no error")
	}
}

// Each kind draws strings of its kind, and none where the text has none.
func TestKinds(t *testing.T) {
	an, err := analyzer()
	if err != nil {
		t.Fatal(err)
	}
	const text = "河上只有一条船，船夫叫 OldWang，他每天摆渡 1,200 次和囍 字"
	for _, k := range kinds() {
		d := &drawing{random: rand.New(rand.NewPCG(1, 1)), analyzer: an, rare: map[rune]bool{'囍': true}}
		got := ""
		for range 50 {
			if got = k.take(d, []rune(text)); got != "" {
				break
			}
		}
		from, over := text, strings.Contains(k.name, "white space")
		if over {
			from = strings.ReplaceAll(text, " ", "")
		}
		if got == "" || !strings.Contains(from, got) || over && strings.Contains(text, got) {
			t.Errorf("%s takes %q", k.name, got)
		}
		if got := k.take(d, []rune("。")); got != "" {
			t.Errorf("%s takes %q of a full stop", k.name, got)
		}
	}
	d := &drawing{random: rand.New(rand.NewPCG(1, 1))}
	for range 50 {
		if got := d.latin([]rune("1200 34567 890123")); got != "" {
			t.Fatalf("a number is taken for a word of letters: %q", got)
		}
	}
}

// A reservoir keeps up to its number of items, each with about the same
// probability.
func TestReservoir(t *testing.T) {
	kept := make([]int, 10)
	random := rand.New(rand.NewPCG(7, 0))
	for range 10_000 {
		r := reservoir[int]{random: random, size: 3}
		for i := range 10 {
			r.offer(func() int { return i })
		}
		if len(r.kept) != 3 {
			t.Fatalf("it keeps %d items of 10", len(r.kept))
		}
		for _, i := range r.kept {
			kept[i]++
		}
	}
	for i, n := range kept {
		if n < 2700 || n > 3300 { // 3000 expected, standard deviation 46
			t.Errorf("item %d is kept %d times of 10,000", i, n)
		}
	}
}

func TestMissingRuns(t *testing.T) {
	run := func(text string) *readRun { return &readRun{text: text} }
	long, short, other := run("这一句话一共有整整十五个汉字吧"), run("这一句话一共有整整十五个"), run("另外一句话也要有十二个汉字")
	m := missingRuns{}
	for _, r := range []*readRun{long, short, other} {
		m.add(r)
	}
	m.read("前面还有字，这一句话一共有整整十五个人，不是汉字。")
	if m.has(short) || !m.has(long) || !m.has(other) {
		t.Errorf("missing: short %t, long %t, other %t", m.has(short), m.has(long), m.has(other))
	}
}
