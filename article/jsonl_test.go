package article_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/input"
)

func TestJSONL(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"text is split at line breaks", `{"id":"a/1","title":"题","text":"一\n\n二\r\n三"}`,
			"id: a/1\ntitle: 题\n1 一\n2 二\n3 三\n"},
		{"paragraphs keep their numbers", `{"id":"1","paragraphs":["一","",null,"  ","二\n行"],"text":"x"}`,
			"id: 1\n1 一\n5 二\n行\n"},
		{"all members", `{"id":"1","title":" 题\n目 ","brief":"摘要","author":"甲","category":"It","published":"2025-01-16",` +
			`"tags":["a"," b ","a","#c",""],"url":"https://example.com/1","views":12.0,"text":"文"}`,
			"id: 1\ntitle: 题 目\nbrief: 摘要\nauthor: 甲\ncategory: It\npublished: 2025-01-16\ntags: a, b, c\nurl: https://example.com/1\nviews: 12\n1 文\n"},
		{"unknown members, null, last of equal ones", `{"id":"1","x":{"y":[1]},"title":null,"text":"a","text":"b","Title":"no"}`,
			"id: 1\n1 b\n"},
		{"a whole number as id", `{"id":6171431,"text":"x"}`, "id: 6171431\n1 x\n"},
		{"seconds since 1970", `{"id":"1","text":"x","published":1737000000}`, "id: 1\npublished: 2025-01-16\n1 x\n"},
		{"an unknown date is none", `{"id":"1","text":"x","published":"soon"}`, "id: 1\n1 x\n"},
		{"only web addresses", `{"id":"1","text":"x","url":"javascript:alert(1)"}`, "id: 1\n1 x\n"},
		{"a lone surrogate", `{"id":"1","text":"a\ud800b"}`, "id: 1\n1 a\uFFFDb\n"},
		{"stray bytes", "{\"id\":\"1\",\"text\":\"a\xffb\"}", "id: 1\n1 a\uFFFDb\n"},
		{"GBK", "{\"id\":\"1\",\"text\":\"\xce\xd2\xc3\xc7\xca\xc7\xd6\xd0\xb9\xfa\xc8\xcb\"}", "id: 1\n1 我们是中国人\n"},
		{"control characters", `{"id":"1","title":"a\u0000b\u001b[31m","text":"x\u0007y"}`, "id: 1\ntitle: ab[31m\n1 xy\n"},
		{"a title alone", `{"id":"1","title":"题"}`, "id: 1\ntitle: 题\n1 题\n"},
		{"furniture stays: the owner chose", `{"id":"1","author":"甲","paragraphs":["甲","2025-01-16","0 评论 3 浏览"]}`,
			"id: 1\nauthor: 甲\n1 甲\n2 2025-01-16\n3 0 评论 3 浏览\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.jsonl", test.line)), test.want)
		})
	}
}

func TestJSONLThatIsRefused(t *testing.T) {
	tests := []struct {
		line string
		err  error
		says string
	}{
		{`{"text":"x"}`, article.ErrID, "no usable id: no id"},
		{`{"id":"","text":"x"}`, article.ErrID, "no id"},
		{`{"id":"a\nb","text":"x"}`, article.ErrID, "control characters"},
		{`{"id":"a\u0000b","text":"x"}`, article.ErrID, "control characters"},
		{`{"id":1.5,"text":"x"}`, input.ErrFormat, `member "id"`},
		{`{"id":["x"],"text":"x"}`, input.ErrFormat, `member "id"`},
		{`{"id":"1","title":5}`, input.ErrFormat, `member "title" is not a string`},
		{`{"id":"1","text":["x"]}`, input.ErrFormat, `member "text" is not a string`},
		{`{"id":"1","paragraphs":"x"}`, input.ErrFormat, `member "paragraphs" is not a list of strings`},
		{`{"id":"1","paragraphs":["x",1]}`, input.ErrFormat, `member "paragraphs"`},
		{`{"id":"1","text":"x","tags":"a"}`, input.ErrFormat, `member "tags"`},
		{`{"id":"1","text":"x","views":"many"}`, input.ErrFormat, `member "views" is not a whole number`},
		{`{"id":"1","text":"x","views":1.5}`, input.ErrFormat, `member "views"`},
		{`{"id":"1","text":"x","published":{}}`, input.ErrFormat, `member "published" is not a date`},
		{`{"id":"1","text":"x"`, input.ErrFormat, "JSON"},
		{`{"id":"1","text":"x"} {}`, input.ErrFormat, "JSON"},
		{`["id"]`, input.ErrFormat, "not an object"},
		{`"text"`, input.ErrFormat, "not an object"},
		{`null`, article.ErrID, "no id"},
		{`{"id":"1"}`, article.ErrEmpty, ""},
		{`{"id":"1","title":" ","text":"\n \n","paragraphs":[]}`, article.ErrEmpty, ""},
		{"{\"id\":\"1\",\"text\":\"\x00\"}", input.ErrBinary, "NUL"},
		{"\xff\xd8\xff\xe0\x10JFIF\x01\x01\x90\x81\x82\x83\xff\xff\xff", input.ErrEncoding, ""},
	}
	for _, test := range tests {
		_, err := article.Parse(article.Raw{Path: "x.jsonl", Line: 1, Format: article.JSONL, Bytes: []byte(test.line)}, article.Options{})
		if !errors.Is(err, test.err) || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s: %v, want %v with %q", test.line, err, test.err, test.says)
		}
	}
	_, err := article.Parse(article.Raw{Format: article.JSONL, Bytes: []byte(`{"id":"1","text":"x"}`)}, article.Options{MaxBytes: 5})
	if !errors.Is(err, input.ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func TestLongParagraphsAreSplitAtSentences(t *testing.T) {
	sentence := strings.Repeat("字", 999) + "。"
	a := articletest.Parse(t, "x.jsonl", `{"id":"1","text":"`+strings.Repeat(sentence, 45)+`"}`)
	if len(a.Paragraphs) != 3 || a.Paragraphs[2].Number != 3 || a.Paragraphs[0].Text != strings.Repeat(sentence, 20) {
		t.Errorf("text: %d paragraphs", len(a.Paragraphs))
	}
	a = articletest.Parse(t, "x.jsonl", `{"id":"1","paragraphs":["`+strings.Repeat("字", 64<<10)+`","尾"]}`)
	if len(a.Paragraphs) != 5 || a.Paragraphs[3].Number != 1 || a.Paragraphs[4].Number != 2 {
		t.Errorf("given paragraphs keep their numbers: %d", len(a.Paragraphs))
	}
}
