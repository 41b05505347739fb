package search

import (
	"bufio"
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/spell"
)

// corpusService returns a service over the index of the large archive, which an
// environment variable names.
func corpusService(t testing.TB) *Service {
	t.Helper()
	return corpusServiceWith(t, Options{Spelling: spellings(t)})
}

func corpusServiceWith(t testing.TB, o Options) *Service {
	t.Helper()
	dir := os.Getenv("XUNZHANG_INDEX_WOSHIPM")
	if dir == "" {
		t.Skip("XUNZHANG_INDEX_WOSHIPM does not name the index of the large archive")
	}
	e, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	s := NewService(e, sharedAnalyzer(t), o)
	view, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	for s.vocabularies.Of(t.Context(), view, true) == nil {
		t.Log("waiting for the vocabulary")
	}
	return s
}

func spellings(t testing.TB) spell.Tables {
	t.Helper()
	sounds, err := spell.ReadSounds("pinyin.txt", bytes.NewReader(dictionaryOf(t, "pinyin.txt")))
	if err != nil {
		t.Fatal(err)
	}
	shapes, err := spell.ReadShapes("shapes.txt", bytes.NewReader(dictionaryOf(t, "shapes.txt")))
	if err != nil {
		t.Fatal(err)
	}
	return spell.Tables{Sounds: sounds, Shapes: shapes}
}

func dictionaryOf(t testing.TB, name string) []byte {
	t.Helper()
	b, err := dictionary(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// corrected returns the first suggestion for a query, or the query that was
// searched for instead.
func corrected(t testing.TB, s *Service, query string) string {
	t.Helper()
	res, err := s.Search(t.Context(), Request{Text: query, Size: 1})
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	if res.Query.Suggest != nil {
		return res.Query.Suggest.Text
	}
	for _, e := range res.Query.Expanded {
		if (e.Kind == "spelling" || e.Kind == "pinyin") && strings.Contains(query, e.From) {
			query = strings.Replace(query, e.From, e.To, 1)
		}
	}
	return query
}

// When a character of a word of the archive is replaced by another one of the same
// sound, at least 85 of 100 such words are corrected to the original as the first
// suggestion.
func TestHomophonesOnCorpus(t *testing.T) {
	s := corpusService(t)
	const n, want = 1000, .85
	random := rand.New(rand.NewPCG(1, 2))
	words, homophones := frequentWords(t, s), homophones(t, s)
	random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	tried, right := 0, 0
	for _, w := range words {
		typed := []rune(w)
		at := random.IntN(len(typed))
		others := homophones(typed[at])
		if len(others) == 0 || tried == n {
			continue
		}
		typed[at] = others[random.IntN(len(others))]
		tried++
		if got := corrected(t, s, string(typed)); got == w {
			right++
		} else {
			t.Logf("%s typed for %s: %s", string(typed), w, got)
		}
	}
	t.Logf("%d of %d come back first", right, tried)
	if float64(right) < want*float64(tried) {
		t.Errorf("%d of %d come back first, want %.0f %%", right, tried, want*100)
	}
}

// Of titles with such a mistake in one of their words, at least 75 of 100 are
// corrected.
func TestSlipsInTitlesOnCorpus(t *testing.T) {
	s := corpusService(t)
	const n, want = 500, .75
	random := rand.New(rand.NewPCG(3, 4))
	frequent, homophones := frequentWords(t, s), homophones(t, s)
	tried, right := 0, 0
	for _, title := range foldedTitles(t, s) {
		words := s.analyzer.Words(analysis.NewText(title))
		if len(words) < 2 || len(words) > 8 || tried == n {
			continue
		}
		w := words[random.IntN(len(words))]
		typed := []rune(w.Term)
		at := random.IntN(len(typed))
		others := homophones(typed[at])
		if _, known := slices.BinarySearch(frequent, w.Term); !known || len(others) == 0 {
			continue
		}
		typed[at] = others[random.IntN(len(others))]
		tried++
		if corrected(t, s, title[:w.Start]+string(typed)+title[w.End:]) == title {
			right++
		}
	}
	t.Logf("%d of %d come back", right, tried)
	if float64(right) < want*float64(tried) {
		t.Errorf("%d of %d come back, want %.0f %%", right, tried, want*100)
	}
}

// foldedTitles returns the titles of the newest articles, folded.
func foldedTitles(t testing.TB, s *Service) []string {
	t.Helper()
	result, err := openView(t, s).Search(t.Context(), engine.Request{Sort: engine.ByNewest, Size: 5000, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	var titles []string
	for _, h := range result.Hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			t.Fatal(err)
		}
		titles = append(titles, strings.Join(strings.Fields(analysis.FoldString(part.Decode(v.Title))), " "))
	}
	return titles
}

// frequentWords returns the words of two to five characters that at least 20 parts
// hold, in order.
func frequentWords(t testing.TB, s *Service) []string {
	t.Helper()
	var out []string
	add := func(w string, parts int) bool {
		n := utf8.RuneCountInString(w)
		if _, known := s.analyzer.Has(w); n >= 2 && n <= 5 && parts >= 20 && (n > 2 || known) && analysis.IsHanText(w) {
			out = append(out, w)
		}
		return true
	}
	for _, field := range [...]engine.Field{engine.Words, engine.Grams} {
		if err := openView(t, s).Terms(t.Context(), field, "", add); err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func openView(t testing.TB, s *Service) engine.View {
	t.Helper()
	view, err := s.engine.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { view.Close() })
	return view
}

// homophones gives the other characters with a character's first reading that
// at least 20 parts hold.
func homophones(t testing.TB, s *Service) func(rune) []rune {
	t.Helper()
	view := openView(t, s)
	sound, sounds := map[rune]string{}, map[string][]rune{}
	for line := range strings.Lines(string(dictionaryOf(t, "pinyin.txt"))) {
		fields := strings.Fields(line)
		if len(fields) < 2 || fields[0] == "#" {
			continue
		}
		df, err := view.Frequencies(t.Context(), []engine.Term{{Field: engine.Chars, Text: fields[0]}})
		if err != nil {
			t.Fatal(err)
		}
		if df[0] >= 20 {
			r := []rune(fields[0])[0]
			sound[r] = fields[1]
			sounds[fields[1]] = append(sounds[fields[1]], r)
		}
	}
	return func(r rune) []rune {
		return slices.DeleteFunc(slices.Clone(sounds[sound[r]]), func(o rune) bool { return o == r })
	}
}

// Of real queries that find something, at most one in a hundred is corrected or
// gets a suggestion.
func TestQueriesLeftAloneOnCorpus(t *testing.T) {
	s := corpusService(t)
	shared := os.Getenv("XUNZHANG_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	f, err := os.Open(filepath.Join(shared, "bench", "speed.txt"))
	if err != nil {
		t.Skipf("the queries are not there: %v", err)
	}
	defer f.Close()
	finding, changed := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		query := lines.Text()
		res, err := s.Search(t.Context(), Request{Text: query, Size: 1, Literal: true})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if res.Total == 0 {
			continue
		}
		finding++
		if got := corrected(t, s, query); got != query {
			changed++
			t.Logf("%s: %s", query, got)
		}
	}
	t.Logf("%d of %d queries that find something get a suggestion", changed, finding)
	if changed*100 > finding {
		t.Errorf("%d of %d queries that find something get a suggestion, want at most 1 %%", changed, finding)
	}
}
