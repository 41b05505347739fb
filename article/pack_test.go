package article_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/docx"
	"github.com/xunzhang/xunzhang/article/input"
)

// lied is a pack with a member of which the directory says another size.
func lied(t *testing.T, f articletest.Files, name string) string {
	t.Helper()
	b := []byte(f.Zip(t))
	i := bytes.LastIndex(b, []byte(name)) - 46 // the entry of the directory
	b[i+24]++                                  // its size
	return string(b)
}

func TestPacksThatCannotBeRead(t *testing.T) {
	deep := strings.Repeat("<a>", 1000)
	large := strings.Repeat("x", 15<<20)
	manyChapters := articletest.Files{}
	ids := []string{}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		manyChapters["OEBPS/"+id+".xhtml"] = large
		ids = append(ids, id)
	}
	bomb := articletest.Novel.With(manyChapters).With(articletest.Files{"OEBPS/book.opf": articletest.Opf("", ids...)})
	const lol = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`
	tests := []struct {
		what, name, doc string
		kind            error
		words           string
	}{
		{"no zip", "x.epub", "这是文字", input.ErrFormat, "malformed EPUB: it is no zip file"},
		{"half a book", "x.epub", articletest.Novel.Zip(t)[:300], input.ErrFormat, "not the whole of it"},
		{"half a document", "x.docx", articletest.Letter.Zip(t)[:300], input.ErrFormat, "malformed Word document: it is no zip file"},
		{"a file of old Word", "x.docx", docx.OldWord + "xyz", input.ErrFormat, "save it anew as .docx"},
		{"no container", "x.epub", articletest.Novel.Without("META-INF/container.xml").Zip(t), input.ErrFormat, `"META-INF/container.xml" is missing`},
		{"an empty container", "x.epub", articletest.Novel.With(articletest.Files{"META-INF/container.xml": "<container/>"}).Zip(t), input.ErrFormat, "names no package document"},
		{"no package document", "x.epub", articletest.Novel.Without("OEBPS/book.opf").Zip(t), input.ErrFormat, `"OEBPS/book.opf" is missing`},
		{"broken XML", "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": "<package><metadata></package>"}).Zip(t), input.ErrFormat, "XML syntax error on line 1"},
		{"cut XML", "x.docx", articletest.Letter.With(articletest.Files{"word/document.xml": "<document><body>"}).Zip(t), input.ErrFormat, "unexpected EOF"},
		{"no chapters", "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/book.opf": articletest.Opf("", "lost")}).Zip(t), input.ErrFormat, "names no chapter that is there"},
		{"no document", "x.docx", articletest.Letter.Without("word/document.xml").Zip(t), input.ErrFormat, `"word/document.xml" is missing`},
		{"a wrong size", "x.epub", lied(t, articletest.Novel, "OEBPS/book.opf"), input.ErrFormat, `"OEBPS/book.opf" is damaged`},
		{"deep elements", "x.docx", articletest.Letter.With(articletest.Files{"word/document.xml": deep}).Zip(t), input.ErrFormat, "nested deeper than 512"},
		{"deep elements that are passed over", "x.docx", articletest.Letter.With(articletest.Files{"word/styles.xml": deep}).Zip(t), input.ErrFormat, "nested deeper than 512"},
		{"entities", "x.docx", articletest.Letter.With(articletest.Files{"word/document.xml": lol + articletest.WordXML("", articletest.Para("", "&lol2;"))}).Zip(t), input.ErrFormat, "invalid character entity &lol2;"},
		{"a member above the limit", "x.docx", articletest.Letter.With(articletest.Files{"word/document.xml": strings.Repeat("x", 17<<20)}).Zip(t), input.ErrTooLarge, `"word/document.xml" has more than`},
		{"a bomb", "x.epub", bomb.Zip(t), input.ErrTooLarge, "it inflates to more than 64 MiB"},
		{"bytes that are no text", "x.epub", articletest.Novel.With(articletest.Files{"OEBPS/1.xhtml": "\x00\x01\x02\xff"}).Zip(t), input.ErrBinary, `"OEBPS/1.xhtml"`},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) { articletest.Faults(t, test.name, test.doc, test.kind, test.words) })
	}
}

func TestPacksAreDocumentsOfAWalk(t *testing.T) {
	book, doc := articletest.Novel.Zip(t), articletest.Letter.Zip(t)
	members := map[string]string{"a.epub": book, "b/信.DOCX": doc, "b/~$信.docx": "x", "c.md": "c"}
	check := func(source string, want string) {
		t.Helper()
		docs, skips := articletest.WalkAll(t, source, article.Options{})
		articletest.Expect(t, source, articletest.Paths(docs), want)
		articletest.Expect(t, "skips", strings.Join(skips, "\n"), "")
		for _, r := range docs {
			if a, err := article.Parse(r, article.Options{}); err != nil || a.ID != article.PathID(r) {
				t.Errorf("%s is %q, %v", r.Path, a.ID, err)
			}
		}
	}
	dir := articletest.Tree(t, members)
	check(dir, "a.epub b/信.DOCX c.md")
	check(dir+"/a.epub", "a.epub")
	check(dir+"/b/信.DOCX", "信.DOCX")
	check(save(t, "x.zip", []byte(articletest.Files(members).Zip(t))), "a.epub b/信.DOCX c.md")
	check(save(t, "x.tar", tarOf(t, []articletest.Member{{Name: "a.epub", Text: book}})), "a.epub")
}
