//go:build unix

package bench

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/xunzhang/xunzhang/search"
)

// BenchmarkExpensive compares the processor time of queries that are made to be
// expensive with the median of bench/speed.txt, in one process: answers as JSON,
// without HTTP. A query's time is the least of several rounds over all of them, so that
// what else the machine does counts little; a kind's time is the mean of its texts.
//
//	XUNZHANG_INDEX_WOSHIPM=/tmp/woshipm go test -run '^$' -bench Expensive -benchtime 1x ./bench
func BenchmarkExpensive(b *testing.B) {
	const texts, ordinary = 4, 300
	all, e := queries(b), opened(b)
	s := service(b, e, loaded(b))
	source := expensiveTexts{random: rand.New(rand.NewPCG(20261129, 0)), queries: all, sentences: sentences(b, s, all)}
	var requests []asked
	for i := range ordinary {
		requests = append(requests, asked{Request: search.Request{Text: all[i*len(all)/ordinary]}})
	}
	kinds, ways := source.kinds(), expensiveWays()
	for _, k := range kinds {
		for range texts {
			text := k.text()
			for _, w := range ways {
				w.Text = text
				requests = append(requests, w.asked)
			}
		}
	}
	var took []time.Duration
	b.Run("median", func(b *testing.B) {
		for b.Loop() {
			took = least(b, s, requests)
		}
		b.ReportMetric(milliseconds(medianOf(took[:ordinary])), "cpu-ms")
	})
	for i, k := range kinds {
		for j, w := range ways {
			var sum time.Duration
			for n := range texts {
				sum += took[ordinary+(i*texts+n)*len(ways)+j]
			}
			b.Run(k.name+"/"+w.name, func(b *testing.B) {
				for b.Loop() {
				}
				b.ReportMetric(milliseconds(sum/texts), "cpu-ms")
				b.ReportMetric(float64(sum/texts)/float64(medianOf(took[:ordinary])), "times-the-median")
			})
		}
	}
}

// least returns the CPU time that each request takes, the minimum of several
// rounds.
func least(b *testing.B, s *search.Service, requests []asked) []time.Duration {
	const rounds = 5
	took := make([]time.Duration, len(requests))
	for round := range rounds + 1 {
		for i, r := range requests {
			start := cpuTime()
			if err := answered(s, r); err != nil {
				b.Fatalf("%.40q: %v", r.Text, err)
			}
			if d := cpuTime() - start; round == 1 || round > 1 && d < took[i] { // not in the first round, which is a warm-up
				took[i] = d
			}
		}
	}
	return took
}

func medianOf(all []time.Duration) time.Duration {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

// An asked is a request for articles or for paragraphs.
type asked struct {
	search.Request
	paragraphs bool
}

type expensiveWay struct {
	name string
	asked
}

// expensiveWays returns several requests for the same text.
func expensiveWays() []expensiveWay {
	all := search.Request{Size: search.MaxSize, Page: 10, Facets: search.MaxFacets, Months: true, Explain: true}
	return []expensiveWay{
		{"size=10", asked{Request: search.Request{Size: 10}}},
		{"size=100", asked{Request: search.Request{Size: 100}}},
		{"size=100/page=10", asked{Request: search.Request{Size: 100, Page: 10}}},
		{"size=100/page=100", asked{Request: search.Request{Size: 100, Page: 100}}},
		{"size=100/page=10/everything", asked{Request: all}},
		{"paragraphs/size=100", asked{search.Request{Size: 100}, true}},
		{"paragraphs/size=100/page=10", asked{search.Request{Size: 100, Page: 10}, true}},
	}
}

// answered executes a search, and encodes the answer as JSON.
func answered(s *search.Service, r asked) error {
	var answer any
	var err error
	if r.paragraphs {
		answer, err = s.Paragraphs(context.Background(), r.Request)
	} else {
		answer, err = s.Search(context.Background(), r.Request)
	}
	if err != nil {
		return err
	}
	_, err = json.Marshal(answer)
	return err
}

// sentences returns paragraphs of the index that some queries find.
func sentences(b *testing.B, s *search.Service, all []string) (texts []string) {
	for _, q := range all[:min(100, len(all))] {
		res, err := s.Search(context.Background(), search.Request{Text: q, Size: 1})
		if err != nil {
			b.Fatal(err)
		}
		for _, a := range res.Articles {
			page, err := s.Article(context.Background(), a.ID, "")
			if err != nil {
				b.Fatal(err)
			}
			for _, p := range page.Paragraphs {
				var text strings.Builder
				for _, piece := range p.Pieces {
					text.WriteString(piece.Text)
				}
				texts = append(texts, text.String())
			}
		}
	}
	return texts
}

// expensiveTexts makes texts of queries.
type expensiveTexts struct {
	random             *rand.Rand
	queries, sentences []string
}

type expensiveKind struct {
	name string
	text func() string
}

func (x *expensiveTexts) kinds() []expensiveKind {
	const frequent = "的一是在不了有和人这中大为上个我以要他时来用们"
	char := func() string { return string([]rune(frequent)[x.random.IntN(len([]rune(frequent)))]) }
	repeat := func(n int, separator string, one func() string) string {
		all := make([]string, n)
		for i := range all {
			all[i] = one()
		}
		return strings.Join(all, separator)
	}
	sentence := func() string { return x.sentences[x.random.IntN(len(x.sentences))] }
	query := func() string { return x.queries[x.random.IntN(len(x.queries))] }
	phrase := func() string { return `"` + char() + "，" + char() + `"` }
	return []expensiveKind{
		{"sentences-without-a-break", func() string { return x.run(search.MaxQueryRunes, sentence) }},
		{"queries-without-a-break", func() string { return x.run(search.MaxQueryRunes, query) }},
		{"64-characters", func() string { return x.run(64, sentence) }},
		{"frequent-characters", func() string { return repeat(250, "", char) }},
		{"words", func() string { return repeat(32, " ", func() string { return x.run(7, query) }) }},
		{"phrases-of-signs", func() string { return repeat(16, " ", phrase) }},
		{"any-of-phrases-of-signs", func() string { return repeat(10, " OR ", phrase) }},
		{"exclusions-of-signs", func() string {
			signs := []rune("，。！？；：、“”（）")
			return x.run(2, query) + " " + repeat(16, " ", func() string { return `-"` + char() + string(signs[x.random.IntN(len(signs))]) + char() + `"` })
		}},
		{"letters-and-Han", func() string {
			return repeat(104, "", func() string { return string(rune('a'+x.random.IntN(26))) + char() })
		}},
		{"a-letter", func() string { return string(rune('a' + x.random.IntN(26))) }},
		{"other-writings", func() string {
			return strings.Repeat("臉書ＦＡＣＥＢＯＯＫ產品經理用戶增長數據分析運營軟體", 6)
		}},
		{"pinyin", func() string {
			syllables := []string{"shi", "yi", "zhong", "guo", "yong", "hu", "chan", "pin", "de", "ji"}
			return repeat(7, "", func() string { return syllables[x.random.IntN(len(syllables))] })
		}},
	}
}

// run returns n letters of consecutive texts that are drawn at random.
func (x *expensiveTexts) run(runes int, draw func() string) string {
	var all []rune
	for len(all) < runes {
		for _, r := range draw() {
			if unicode.IsLetter(r) {
				all = append(all, r)
			}
		}
	}
	return string(all[:runes])
}
