package near

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// prose returns n characters that differ for each seed.
func prose(seed uint64, n int) []rune {
	r := rand.New(rand.NewPCG(seed, 0))
	out := make([]rune, n)
	for i := range out {
		out[i] = 0x4e00 + rune(r.IntN(3000))
	}
	return out
}

// text makes a Text of pairs of characters, as an index has them.
func text(title string, runs ...[]rune) *Text {
	var s Sketcher
	for _, r := range runs {
		s.Add(max(0, len(r)-1), func(i int) string { return string(r[i : i+2]) })
	}
	t := s.Text(title)
	return &t
}

// edited changes every n-th character.
func edited(r []rune, n int) []rune {
	out := append([]rune(nil), r...)
	for i := n / 2; i < len(out); i += n {
		out[i] = '改'
	}
	return out
}

func TestSame(t *testing.T) {
	long, short := prose(1, 3000), prose(2, 200)
	tests := []struct {
		name string
		a, b *Text
		want bool
	}{
		{"a copy", text("甲", long), text("甲", long), true},
		{"a copy under another title", text("甲", long), text("乙", long), true},
		{"a few words changed", text("甲", long), text("甲", edited(long, 150)), true},
		{"an added paragraph", text("甲", long), text("乙", prose(3, 300), long), true},
		{"paragraphs in another order", text("甲", long[:1500], long[1500:]), text("甲", long[1500:], long[:1500]), true},
		{"every tenth character changed", text("甲", long), text("甲", edited(long, 10)), false},
		{"half of it", text("甲", long), text("甲", long[:1500]), false},
		{"another text of that title", text("甲", long), text("甲", prose(4, 3000)), false},
		{"a series", text("周报(第12期)", long), text("周报(第13期)", edited(long, 500)), false},
		{"a series in characters", text("指南(上)", long), text("指南(下)", long), false},
		{"a title with other punctuation", text("周报 12", long), text("《周报12》", long), true},
		{"a short copy", text("甲", short), text("甲", short), true},
		{"a short frame under another title", text("甲", short), text("乙", short), false},
		{"a short frame with other content", text("甲", short), text("甲", edited(short, 40)), false},
		{"short copies without titles", text("", short), text("", short), true},
		{"nothing to compare", text("甲", prose(5, 4)), text("甲", prose(5, 4)), false},
	}
	for _, tt := range tests {
		if got := same(tt.a, tt.b); got != tt.want || same(tt.b, tt.a) != tt.want {
			t.Errorf("%s: %v, want %v; they resemble each other by %.2f", tt.name, got, tt.want, Resemblance(tt.a.Sketch, tt.b.Sketch))
		}
	}
}

// The estimate is close to the exact share of common shingles.
func TestResemblanceEstimates(t *testing.T) {
	for _, share := range []float64{0, .2, .5, .8, .9, 1} {
		sum, n := 0.0, 40
		for seed := range uint64(n) {
			common := int(2000 * share)
			own := 2000 - common
			base := prose(seed, common)
			a, b := text("", base, prose(seed+1000, own/2)), text("", base, prose(seed+2000, own/2))
			sum += Resemblance(a.Sketch, b.Sketch)
		}
		if got := sum / float64(n); math.Abs(got-share) > .03 {
			t.Errorf("texts that share %.2f resemble each other by %.3f", share, got)
		}
	}
	if r := Resemblance(nil, text("", prose(1, 100)).Sketch); r != 0 {
		t.Errorf("no sketch resembles by %v", r)
	}
	if r := Resemblance(Sketch{1, 2}, Sketch{1, 2}); r != 0 {
		t.Errorf("damaged sketches resemble by %v", r)
	}
}

func TestGroups(t *testing.T) {
	one, two := prose(1, 3000), prose(2, 3000)
	texts := []*Text{
		text("甲", one), text("乙", two), text("丙", prose(3, 3000)), text("丁", edited(one, 150)),
		text("戊", two), text("己", prose(4, 2)), text("庚", one), text("辛", prose(4, 2)),
	}
	if got, want := Groups(texts), [][]int{{0, 3, 6}, {1, 4}}; !reflect.DeepEqual(got, want) {
		t.Errorf("groups %v, want %v", got, want)
	}
	if got := Groups(nil); len(got) != 0 {
		t.Errorf("groups of nothing: %v", got)
	}
}

// Of a chain of copies, each with a small change, the first and the last are not in
// one group.
func TestAChainIsNoGroup(t *testing.T) {
	var texts []*Text
	body := prose(1, 3000)
	for i := range 12 {
		texts = append(texts, text(fmt.Sprint("题", string(rune('甲'+i))), body))
		copy(body[i*250:], prose(uint64(100+i), 250))
	}
	other := prose(2, 3000)
	texts = append(texts, text("别", other), text("样", other))
	groups := Groups(texts)
	if last := groups[len(groups)-1]; !reflect.DeepEqual(last, []int{12, 13}) {
		t.Errorf("texts that do not join a group hide another group: the last one is %v", last)
	}
	for _, g := range groups {
		if first, last := texts[g[0]], texts[g[len(g)-1]]; Resemblance(first.Sketch, last.Sketch) < least {
			t.Errorf("group %v joins texts that resemble each other by %.2f", g, Resemblance(first.Sketch, last.Sketch))
		}
	}
}

// Thousands of copies, and thousands of texts that share a band only because of
// common phrases, do not take quadratic time.
func TestManyCopies(t *testing.T) {
	body := prose(1, 1000)
	same := text("甲", body)
	var texts []*Text
	for range 20_000 {
		texts = append(texts, same)
	}
	if g := Groups(texts); len(g) != 1 || len(g[0]) != len(texts) {
		t.Errorf("%d groups", len(g))
	}
	texts = texts[:0]
	for i := range 20_000 {
		texts = append(texts, &Text{Sketch: same.Sketch, Shingles: same.Shingles, Title: uint64(i)})
	}
	if g := Groups(texts); len(g) != 0 {
		t.Errorf("a series makes %d groups", len(g))
	}
}

func TestFile(t *testing.T) {
	data, err := Encode([][]string{{"a", "b/\n"}, {"文", "x"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(data)
	if want := map[string]int{"a": 0, "b/\n": 0, "文": 1, "x": 1}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
	for _, bad := range []string{"", "{", `{"version":2}`, "null"} {
		if _, err := Decode([]byte(bad)); !errors.Is(err, ErrFormat) {
			t.Errorf("%q gives %v", bad, err)
		}
	}
}

func BenchmarkSketch(b *testing.B) {
	r := prose(1, 4000)
	terms := make([]string, len(r)-1)
	for i := range terms {
		terms[i] = string(r[i : i+2])
	}
	b.SetBytes(int64(len(string(r))))
	for b.Loop() {
		var s Sketcher
		s.Add(len(terms), func(i int) string { return terms[i] })
		s.Text("题")
	}
}

func BenchmarkGroups(b *testing.B) {
	var texts []*Text
	for i := range uint64(20_000) {
		texts = append(texts, text("题", prose(i/2, 1000)))
	}
	for b.Loop() {
		Groups(texts)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(texts)), "ns/text")
}
