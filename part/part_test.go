package part

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/content"
)

func sample() content.Article {
	return content.Article{
		ID: "it/1", Title: "小红书与 TikTok", Brief: "简介 𠮷", Author: "硬糖", Category: "It",
		Published: time.Date(2025, 1, 16, 0, 0, 0, 0, time.UTC), Tags: []string{"出海", "社區"}, Aliases: []string{"红薯"},
		Updated: time.Date(2025, 2, 1, 0, 0, 0, 0, time.UTC), URL: "https://example.org/1", Views: 3915,
		Previous: "it/0", Next: "it/2", Links: []content.Link{{Paragraph: 4, Text: "Tik Tok", Article: "it/9", Place: "p"}}, Anchors: map[int]string{2: "nan"},
		Ruby: []content.Ruby{{Paragraph: 1, Base: "开头", Reading: "kāitóu"}},
		Paragraphs: []content.Paragraph{
			{Number: 1, Text: "开头，没有标题。"},
			{Number: 2, Section: "一、难民", Text: "一、难民", Heading: true},
			{Number: 4, Section: "一、难民", Text: "Tik Tok 俗称洋抖 🙂 é \uFFFD"},
			{Number: 5, Section: "二", Text: "", Caption: true},
			{Number: 6, Section: "二", Text: "上一篇：另一座城", Linked: len("上一篇另一座城") / 3},
		},
	}
}

// A part of another version says so, and is no damage.
func TestPartOfAnotherVersion(t *testing.T) {
	if _, err := Open([]byte{version - 1, 0, 0, 0, 0, 0, 0, 0}); !errors.Is(err, ErrVersion) || !errors.Is(err, ErrFormat) {
		t.Errorf("got %v", err)
	}
}

func TestEncodeRoundTrip(t *testing.T) {
	p := Split(sample())
	if len(p) != 1 {
		t.Fatalf("%d parts, want 1", len(p))
	}
	b, err := Encode(p[0])
	if err != nil {
		t.Fatal(err)
	}
	v, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	got, err := v.Article()
	if err != nil {
		t.Fatal(err)
	}
	if want := sample(); !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if labels := Decode(v.Labels); labels != strings.Join([]string{"硬糖", "出海", "社區", "红薯"}, Separator) {
		t.Errorf("labels %q", labels)
	}
}

// Every rune must survive the stored form, including private and unassigned ones.
func TestEveryRuneSurvives(t *testing.T) {
	var b strings.Builder
	for r := rune(1); r <= utf8.MaxRune; r++ {
		if utf8.ValidRune(r) {
			b.WriteRune(r)
		}
	}
	gb := AppendText(nil, b.String())
	got, want := []rune(Decode(gb)), []rune(b.String())
	if len(got) != len(want) {
		t.Fatalf("%d runes, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%U became %U", want[i], got[i])
		}
	}
}

func TestSplitLongArticle(t *testing.T) {
	a := content.Article{ID: "long"}
	for n := 1; n <= 50; n++ {
		a.Paragraphs = append(a.Paragraphs, content.Paragraph{Number: n, Text: strings.Repeat("长", 1000)})
	}
	parts := Split(a)
	var numbers []int
	ids := map[string]bool{}
	for _, p := range parts {
		if p.Runes() > MaxRunes {
			t.Errorf("part %d has %d runes", p.Index, p.Runes())
		}
		ids[p.ID] = true
		for _, g := range p.Article.Paragraphs {
			numbers = append(numbers, g.Number)
		}
	}
	if len(parts) != 4 || len(ids) != 4 || len(numbers) != 50 || numbers[49] != 50 {
		t.Errorf("%d parts, %d ids, %d paragraphs", len(parts), len(ids), len(numbers))
	}
	if empty := Split(content.Article{ID: "x"}); len(empty) != 1 {
		t.Errorf("an article without paragraphs has %d parts", len(empty))
	}
}

func TestOpenBadBytes(t *testing.T) {
	good, err := Encode(Split(sample())[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range [][]byte{nil, {0}, {1, 0, 0, 0, 0, 0}, {9, 1, 2}, {2, 200}, good[:10]} {
		if _, err := Open(b); !errors.Is(err, ErrFormat) {
			t.Errorf("Open(%v) = %v", b, err)
		}
	}
	for n := range good { // cut anywhere: an error or fewer paragraphs, never a panic
		if v, err := Open(good[:n]); err == nil {
			for c := v.Paragraphs(); c.Next(); {
				_ = Decode(c.Text)
			}
		}
	}
}

// The stored form keeps whether a paragraph is navigation, but not how much of it
// is links.
func TestLinksOfAStoredParagraph(t *testing.T) {
	tests := []struct {
		what   string
		text   string
		linked int
		want   bool
	}{
		{"no link", "正文四字", 0, false},
		{"less than half", "正文四字", 1, false},
		{"half", "正文四字", 2, true},
		{"all but punctuation", "《正文》——（四字）。", 4, true},
	}
	for _, test := range tests {
		a := content.Article{ID: "x", Paragraphs: []content.Paragraph{{Number: 1, Text: test.text, Linked: test.linked}}}
		b, err := Encode(Part{ID: "x", Article: a})
		if err != nil {
			t.Fatal(err)
		}
		v, err := Open(b)
		if err != nil {
			t.Fatal(err)
		}
		c := v.Paragraphs()
		if !c.Next() || c.Links != test.want {
			t.Errorf("%s: the cursor says %v", test.what, c.Links)
		}
		if got, err := v.Article(); err != nil || got.Paragraphs[0].IsLinks() != test.want {
			t.Errorf("%s: the article says %v, %v", test.what, !test.want, err)
		}
	}
}

// A part knows how many parts its article has.
func TestPartsOfAnArticle(t *testing.T) {
	long := strings.Repeat("长", MaxRunes)
	for want, a := range map[int]content.Article{
		1: {ID: "x", Paragraphs: []content.Paragraph{{Number: 1, Text: "短"}}},
		2: {ID: "x", Paragraphs: []content.Paragraph{{Number: 1, Text: "短"}, {Number: 2, Text: long}}},
	} {
		for _, p := range Split(a) {
			b, err := Encode(p)
			if err != nil {
				t.Fatal(err)
			}
			if v, err := Open(b); err != nil || v.Of() != want {
				t.Errorf("part %d says %d, %v; want %d", p.Index, v.Of(), err, want)
			}
		}
	}
}

// The pronunciations of adjacent characters are one line, those of others a line
// each.
func TestReadings(t *testing.T) {
	tests := []struct {
		what, text string
		ruby       []content.Ruby
		want       string
	}{
		{"none", "汉字", nil, ""},
		{"syllables", "写漢字。", []content.Ruby{{Base: "漢", Reading: "hàn"}, {Base: "字", Reading: "zì"}}, "hàn zì\nhànzì"},
		{"a sentence", "他们把船", []content.Ruby{{Base: "他", Reading: "tā"}, {Base: "们", Reading: "men"}, {Base: "把", Reading: "bǎ"}, {Base: "船", Reading: "chuán"}}, "tā men bǎ chuán\ntāmenbǎchuán"},
		{"apart", "漢与字", []content.Ruby{{Base: "漢", Reading: "hàn"}, {Base: "字", Reading: "zì"}}, "hàn\nzì"},
		{"no letters", "漢字", []content.Ruby{{Base: "漢", Reading: "ㄏㄢˋ"}, {Base: "字", Reading: "ㄗˋ"}}, "ㄏㄢˋㄗˋ"},
		{"not in the text", "别的", []content.Ruby{{Base: "漢", Reading: "hàn"}, {Base: "别", Reading: "bié"}}, "hàn\nbié"},
	}
	for _, test := range tests {
		for i := range test.ruby {
			test.ruby[i].Paragraph = 3
		}
		a := content.Article{ID: "x", Ruby: test.ruby, Paragraphs: []content.Paragraph{{Number: 2, Text: "前文"}, {Number: 3, Text: test.text}, {Number: 4, Text: "后文"}}}
		b, err := Encode(Part{ID: "x", Article: a})
		if err != nil {
			t.Fatal(err)
		}
		v, err := Open(b)
		if err != nil {
			t.Fatal(err)
		}
		got, paragraphs := "", 0
		for c := v.Paragraphs(); c.Next(); {
			if !c.Reading {
				paragraphs++
				continue
			}
			if got = Decode(c.Text); c.Number != 3 {
				t.Errorf("%s: they are those of paragraph %d", test.what, c.Number)
			}
		}
		if got != test.want || paragraphs != 3 || v.Len() != 3 {
			t.Errorf("%s: %q with %d paragraphs of %d, want %q", test.what, got, paragraphs, v.Len(), test.want)
		}
	}
}

// What is indexed of a part is what its stored form holds, in the same order: every term
// is of a text in which the second stage can find it.
func TestTextIsWhatIsStored(t *testing.T) {
	p := Split(sample())[0]
	b, err := Encode(p)
	if err != nil {
		t.Fatal(err)
	}
	v, err := Open(b)
	if err != nil {
		t.Fatal(err)
	}
	stored := []string{Decode(v.Title), Decode(v.Brief)}
	for label := range EachLabel(v.Labels) {
		stored = append(stored, Decode(label))
	}
	for c := v.Paragraphs(); c.Next(); {
		stored = append(stored, Decode(c.Text))
	}
	want := strings.Join(stored, Separator) + Separator
	if got := p.Text(); got != want {
		t.Errorf("indexed is\n%q, stored\n%q", got, want)
	}
	for _, text := range []string{"硬糖", "社區", "红薯", "kāitóu", "Tik Tok 俗称洋抖"} {
		if !strings.Contains(want, text) {
			t.Errorf("%s is not stored", text)
		}
	}
}
