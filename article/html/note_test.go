package html_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestReferencesToNotes(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"a raised link", "<p>窑<sup><a href=#n1>[1]</a></sup>火要<a href=#n2><sup>2</sup></a>稳<sup id=c><a href=a.html#n3>注3</a></sup>。</p>", "1 窑火要稳。\n"},
		{"a number in brackets", "<p>窑火<a href=#n1>[1]</a>要稳<a href=#n2>【2】</a>。</p>", "1 窑火要稳。\n"},
		{"as in books", "<p>窑火<a epub:type=noteref href=n.xhtml>1</a>要稳<a role=doc-noteref href=#a>*</a>。</p>", "1 窑火要稳。\n"},
		{"other raised text", "<p>长 10<sup>2</sup>，见<sup><a href=b.html>1</a></sup>，<sup><a href=#a>新窑</a></sup>，<a href=#b>第2节</a>，<a href=#b>3</a>。</p>", "1 长 102，见1，新窑，第2节，3。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.html", test.doc)), test.want)
		})
	}
	r := articletest.Read(t, "x.html", "<p>窑火<sup><a href=#n1>1</a></sup>要稳。</p>")
	articletest.Expect(t, "left out", articletest.Left(r), "links: 1\n")
}
