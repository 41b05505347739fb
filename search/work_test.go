package search

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search/plan"
)

// flatWork returns the work of a search for paragraphs.
func flatWork(t *testing.T, s *Service, r Request) (bytes, postings int) {
	t.Helper()
	x, err := s.open(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	o, err := x.answer(t.Context(), s.paragraphRanking(r, r.Page*r.Size))
	if err != nil {
		t.Fatalf("%q: %v", r.Text, err)
	}
	defer o.release(s)
	return o.scannedBytes(), x.postings(t, o)
}

// work returns what a search did: the bytes of stored text that were scanned, and
// the postings of the terms that were sent to the engine.
func work(t *testing.T, s *Service, r Request) (bytes, postings int) {
	t.Helper()
	if err := r.check(); err != nil {
		t.Fatalf("%q: %v", r.Text, err)
	}
	x, err := s.open(context.Background(), r)
	if err != nil {
		t.Fatal(err)
	}
	defer x.close()
	o, err := x.answerCollapsed(context.Background(), r.Page*r.Size)
	if err != nil {
		t.Fatalf("%q: %v", r.Text, err)
	}
	defer o.release(s)
	if _, err := x.hits(context.Background(), o, window(o.articles, r.Page, r.Size)); err != nil {
		t.Fatal(err)
	}
	return o.scannedBytes(), x.postings(t, o)
}

// scannedBytes returns the bytes of stored text that were scored, and half of those in
// which only one text was looked for: that is more than twice as fast (BenchmarkMayHold
// and BenchmarkFind of search/scan).
func (o *outcome) scannedBytes() int { return o.work.scorer.Scanned + o.work.verifier.Scanned/2 }

// postings returns the number of postings of the terms that a search sends to the
// engine.
func (x *session) postings(t *testing.T, o *outcome) (n int) {
	t.Helper()
	var all []engine.Term
	for _, n := range []engine.Node{o.plan.Candidates, o.plan.AllWords, o.plan.Filter, o.plan.MayHoldLiteral} {
		all = append(all, termsOf(n)...)
	}
	df, err := x.view.Frequencies(context.Background(), all)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range df {
		n += d
	}
	return n
}

// termsOf returns the terms of a node, each as often as it occurs.
func termsOf(n engine.Node) []engine.Term {
	var all []engine.Term
	several := func(nodes []engine.Node) {
		for _, n := range nodes {
			all = append(all, termsOf(n)...)
		}
	}
	switch n := n.(type) {
	case engine.Term:
		return []engine.Term{n}
	case engine.And:
		several(n)
	case engine.Or:
		several(n.Nodes)
	case engine.Boost:
		return termsOf(n.Node)
	case engine.Not:
		return termsOf(n.Node)
	case engine.InArticle:
		return termsOf(n.Node)
	case engine.Verified:
		several([]engine.Node{n.Sure, n.Maybe})
	}
	return all
}

// mixed returns a service over 600 articles of sentences drawn from the project's
// own articles, the sentences, and their size in bytes.
func mixed(t *testing.T, random *rand.Rand) (s *Service, sentences []string, size int) {
	t.Helper()
	sample, err := SampleService()
	if err != nil {
		t.Fatal(err)
	}
	found, err := openView(t, sample).Search(t.Context(), engine.Request{Size: 500})
	if err != nil {
		t.Fatal(err)
	}
	for _, h := range found.Hits {
		page, err := sample.Article(t.Context(), h.Article, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range page.Paragraphs {
			sentences = append(sentences, unmarked(p.Pieces))
		}
	}
	docs := make([]doc, 600)
	for i := range docs {
		d := doc{ID: fmt.Sprintf("a%03d", i), Title: sentences[random.IntN(len(sentences))]}
		for range 4 + random.IntN(8) {
			d.Paragraphs = append(d.Paragraphs, sentences[random.IntN(len(sentences))])
		}
		docs[i] = d
		for _, p := range d.Paragraphs {
			size += len(p)
		}
	}
	return onDisk(t, docs), sentences, size
}

// onDisk returns a service with the embedded engine, with the signatures of all
// parts, and without corrections.
func onDisk(t *testing.T, docs []doc) *Service {
	t.Helper()
	source, dir := sourceOf(t, docs), t.TempDir()
	e, err := bleve.Open(filepath.Join(dir, "index"), bleve.Options{SignatureOf: plan.SignatureOf})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(path, 0o700) // what is published is read-only
			}
			return err
		})
	})
	job := indexer.Job{Sources: []string{source}, Temp: t.TempDir()}
	if _, err := indexer.Run(t.Context(), e, sharedAnalyzer(t), job); err != nil {
		t.Fatal(err)
	}
	return NewService(e, sharedAnalyzer(t), Options{})
}

// A posting takes about as long as scanning five bytes of text (BenchmarkPostings
// of engine/bleve, BenchmarkFind of search/scan).
const bytesPerPosting = 5

// The work of a search is bounded. Of 600 queries that are constructed to be expensive, on
// any page, none takes more than a fixed multiple of the median work of ordinary queries,
// also where posting lists do not decide (punctuation beside single characters), since
// signatures of the parts (engine.Signature) tell nearly all. The most expensive queries
// are printed.
func TestWorkIsBounded(t *testing.T) {
	SkipSequential(t)
	const mostTimes, n = 20, 600
	random := Random(t)
	s, sentences, size := mixed(t, random)
	median := ordinaryWork(t, s, random, sentences)
	worst, which := map[bool]float64{}, map[bool]string{}
	for range n {
		kind, r := expensive(random, sentences)
		b, p := work(t, s, r)
		if flat, listed := flatWork(t, s, r); flat > b {
			kind, b, p = kind+", paragraphs", flat, listed
		}
		signs := strings.ContainsAny(r.Text, "，。！？；：、“”（）")
		sum := b + bytesPerPosting*p
		what := fmt.Sprintf("%s, page %d of %d: %.60q: %d bytes, %d postings", kind, r.Page, r.Size, r.Text, b, p)
		if times := float64(sum) / float64(median); times > worst[signs] {
			worst[signs], which[signs] = times, what
		}
		if sum > mostTimes*median {
			t.Errorf("%d times the work of the median, %d: %s", sum/median, median, what)
		}
	}
	t.Logf("%d bytes of text; the median takes %d; the worst without signs %.1f times that: %s", size, median, worst[false], which[false])
	t.Logf("with signs %.1f times: %s", worst[true], which[true])
}

// Posting lists and signatures tell exactly which articles hold one character, or a
// frequent sign beside a frequent character: no text is read for it.
func TestFrequentPhrasesAreNotRead(t *testing.T) {
	s := onDisk(t, []doc{
		{ID: "a", Title: "甲", Paragraphs: []string{"他走了，又回来了。", "说的是：“好。”"}},
		{ID: "b", Title: "乙的，事", Paragraphs: []string{"走了\u3000。还是，没走"}},
		{ID: "c", Title: "丙", Paragraphs: []string{"了", "，了，的", "。"}},
	})
	for _, c := range []struct {
		query string
		total int
	}{{`"了，"`, 2}, {`"，了"`, 1}, {`"了。"`, 2}, {`"的，"`, 1}, {"「。”」", 1}, {`"："`, 1}, {`"走"`, 2}, {`"了，" -"了。"`, 1}, {`"了，" OR "的，"`, 3}, {`"走" "是，"`, 1}, {"，", 3}, {"：", 1}, {"《", 0}} {
		for _, r := range []Request{{Text: c.query, Page: 1, Size: 10}, {Text: c.query, Page: 1, Size: 10, Literal: true}} {
			x, err := s.open(t.Context(), r)
			if err != nil {
				t.Fatal(err)
			}
			o, err := x.answer(t.Context(), x.articleRanking(10))
			if err != nil {
				t.Fatal(err)
			}
			if o.total != c.total || o.work.verifier.Scanned > 0 {
				t.Errorf("%s: %d articles, %d bytes read; want %d articles", c.query, o.total, o.work.verifier.Scanned, c.total)
			}
			o.release(s)
			x.close()
		}
	}
}

// A query of signs finds the paragraphs that hold them, and marks them.
func TestSignsFindTheirParagraph(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "甲", Paragraphs: []string{"第一段。", "涨了 30%，不少。", "第三段"}}, doc{ID: "b", Title: "乙", Paragraphs: []string{"没有"}})
	for query, mark := range map[string]string{"%": "%", `"%"`: "%", "％，": "%，", "，": "，"} {
		r := find(t, s, Request{Text: query})
		if r.Total != 1 || len(r.Articles) != 1 || len(r.Articles[0].Paragraphs) != 1 || r.Articles[0].Paragraphs[0].Number != 2 {
			t.Errorf("%s: %+v", query, r.Articles)
			continue
		}
		marked := ""
		for _, p := range r.Articles[0].Paragraphs[0].Pieces {
			if p.Hit {
				marked += p.Text
			}
		}
		if marked != mark {
			t.Errorf("%s marks %q", query, marked)
		}
		if flat := paragraphIDs(t, s, query); flat != "a#2" {
			t.Errorf("%s as paragraphs: %s", query, flat)
		}
	}
}

// ordinaryWork returns the median work of ordinary searches, in scanned bytes.
func ordinaryWork(t *testing.T, s *Service, random *rand.Rand, sentences []string) int {
	t.Helper()
	var all []int
	for range 100 {
		b, p := work(t, s, Request{Text: ordinaryQuery(random, sentences)})
		all = append(all, b+bytesPerPosting*p)
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// ordinaryQuery returns two or three words of a sentence.
func ordinaryQuery(random *rand.Rand, sentences []string) string {
	var words []string
	for len(words) < 2+random.IntN(2) {
		runes := []rune(strings.Join(strings.FieldsFunc(sentences[random.IntN(len(sentences))], func(r rune) bool { return !analysis.IsHan(r) }), ""))
		if len(runes) > 8 {
			at := random.IntN(len(runes) - 4)
			words = append(words, string(runes[at:at+2+random.IntN(2)]))
		}
	}
	return strings.Join(words, " ")
}

// expensive returns a request that is constructed to take as much work as possible.
func expensive(random *rand.Rand, sentences []string) (kind string, r Request) {
	const frequent = "的一是在不了有和人这中大为上个我以要他时来用们"
	char := func() string { return string([]rune(frequent)[random.IntN(len([]rune(frequent)))]) }
	run := func(runes int) string {
		var b []rune
		for len(b) < runes {
			for _, c := range sentences[random.IntN(len(sentences))] {
				if unicode.IsLetter(c) {
					b = append(b, c)
				}
			}
		}
		return string(b[:runes])
	}
	repeat := func(n int, separator string, one func() string) string {
		all := make([]string, n)
		for i := range all {
			all[i] = one()
		}
		return strings.Join(all, separator)
	}
	kinds := []struct {
		name string
		text func() string
	}{
		{"an unbroken text", func() string { return run(128 + random.IntN(128)) }},
		{"frequent characters in a row", func() string { return repeat(2+random.IntN(200), "", char) }},
		{"frequent characters apart", func() string { return repeat(2+random.IntN(30), " ", char) }},
		{"characters and signs", func() string { return repeat(2+random.IntN(60), "，", char) }},
		{"phrases", func() string {
			return repeat(1+random.IntN(20), " ", func() string { return `"` + char() + "，" + char() + `"` })
		}},
		{"exclusions", func() string {
			return run(2) + " " + repeat(1+random.IntN(15), " ", func() string { return `-"` + char() + "，" + char() + `"` })
		}},
		{"alternatives", func() string { return repeat(2+random.IntN(14), " OR ", func() string { return run(6) }) }},
		{"many words", func() string { return repeat(32, " ", func() string { return run(2 + random.IntN(4)) }) }},
		{"titles", func() string { return "title:" + char() + " " + run(3) }},
		{"alternatives of phrases", func() string {
			return repeat(2+random.IntN(12), " OR ", func() string { return `"` + char() + "，" + char() + `"` })
		}},
		{"exclusions of other signs", func() string {
			signs := []rune("，。！？；：、“”（）")
			return run(2) + " " + repeat(1+random.IntN(12), " ", func() string { return `-"` + char() + string(signs[random.IntN(len(signs))]) + char() + `"` })
		}},
		{"quotations", func() string {
			return repeat(1+random.IntN(20), " ", func() string { return `"` + run(2+random.IntN(6)) + `"` })
		}},
		{"letters and Han in turn", func() string {
			return repeat(2+random.IntN(120), "", func() string { return string(rune('a'+random.IntN(26))) + char() })
		}},
		{"pinyin", func() string {
			syllables := []string{"shi", "yi", "zhong", "guo", "yong", "hu", "chan", "pin", "de", "ji"}
			return repeat(2+random.IntN(10), []string{"", " "}[random.IntN(2)], func() string { return syllables[random.IntN(len(syllables))] })
		}},
		{"letters", func() string {
			return repeat(2+random.IntN(30), " ", func() string { return string(rune('a' + random.IntN(26))) })
		}},
		{"a letter", func() string { return string(rune('a' + random.IntN(26))) }},
		{"nothing", func() string { return "" }},
		{"scripts in turn", func() string {
			alphabet := []rune("的是ａＢ1é가の①Ⅻ繁體ﷺ𠮷")
			return repeat(2+random.IntN(200), "", func() string { return string(alphabet[random.IntN(len(alphabet))]) })
		}},
		{"filters and phrases", func() string {
			return repeat(1+random.IntN(6), " ", func() string { return `"` + char() + "，" + char() + `"` }) +
				" -author:" + run(2) + " date:2001..2030 -tag:" + run(2) + ` -"` + char() + "。" + char() + `"`
		}},
		{"phrases of two signs", func() string {
			return repeat(1+random.IntN(8), " OR ", func() string { return `"，` + char() + `，"` })
		}},
		{"ends of sentences", func() string {
			return `"` + []string{"。" + char(), char() + "。", "，" + char()}[random.IntN(3)] + `"`
		}},
		{"words of alternatives", func() string {
			return repeat(2+random.IntN(14), " ", func() string { return run(2) + "|" + run(3) + "|" + run(2) })
		}},
		{"wild cards, which there are none of", func() string {
			return repeat(1+random.IntN(20), " ", func() string { return []string{"*", "?", "%"}[random.IntN(3)] + run(1) + "*" })
		}},
		{"spaced out characters", func() string { return repeat(2+random.IntN(120), " ", func() string { return run(1) }) }},
		{"exclusions alone", func() string {
			return repeat(1+random.IntN(15), " ", func() string { return `-"` + char() + "，" + char() + `"` })
		}},
	}
	k := kinds[random.IntN(len(kinds))]
	text := []rune(k.text())
	text = text[:min(len(text), MaxQueryRunes)]
	for len(string(text)) > MaxQueryBytes {
		text = text[:len(text)-1]
	}
	size := []int{1, 10, 100}[random.IntN(3)]
	return k.name, Request{Text: string(text), Size: size, Page: 1 + random.IntN(MaxWindow/size), Sort: engine.Sort(random.IntN(4)),
		Literal: random.IntN(4) == 0, Explain: random.IntN(4) == 0, Months: random.IntN(4) == 0}
}
