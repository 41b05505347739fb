package article

import (
	"bytes"
	"strings"
	"testing"
)

// lied is a pack with a member of which the directory says another size.
func lied(t *testing.T, f files, name string) string {
	t.Helper()
	b := []byte(f.zip(t))
	i := bytes.LastIndex(b, []byte(name)) - 46 // the entry of the directory
	b[i+24]++                                  // its size
	return string(b)
}

func TestPacksThatCannotBeRead(t *testing.T) {
	deep := strings.Repeat("<a>", 1000)
	large := strings.Repeat("x", 15<<20)
	manyChapters := files{}
	ids := []string{}
	for _, id := range []string{"a", "b", "c", "d", "e"} {
		manyChapters["OEBPS/"+id+".xhtml"] = large
		ids = append(ids, id)
	}
	bomb := novel.with(manyChapters).with(files{"OEBPS/book.opf": opf("", ids...)})
	const lol = `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]>`
	tests := []struct {
		what, name, doc string
		kind            error
		words           string
	}{
		{"no zip", "x.epub", "这是文字", ErrFormat, "malformed EPUB: it is no zip file"},
		{"half a book", "x.epub", novel.zip(t)[:300], ErrFormat, "not the whole of it"},
		{"half a document", "x.docx", letter.zip(t)[:300], ErrFormat, "malformed Word document: it is no zip file"},
		{"a file of old Word", "x.docx", oldWord + "xyz", ErrFormat, "save it anew as .docx"},
		{"no container", "x.epub", novel.without("META-INF/container.xml").zip(t), ErrFormat, `"META-INF/container.xml" is missing`},
		{"an empty container", "x.epub", novel.with(files{"META-INF/container.xml": "<container/>"}).zip(t), ErrFormat, "names no package document"},
		{"no package document", "x.epub", novel.without("OEBPS/book.opf").zip(t), ErrFormat, `"OEBPS/book.opf" is missing`},
		{"broken XML", "x.epub", novel.with(files{"OEBPS/book.opf": "<package><metadata></package>"}).zip(t), ErrFormat, "XML syntax error on line 1"},
		{"cut XML", "x.docx", letter.with(files{"word/document.xml": "<document><body>"}).zip(t), ErrFormat, "unexpected EOF"},
		{"no chapters", "x.epub", novel.with(files{"OEBPS/book.opf": opf("", "lost")}).zip(t), ErrFormat, "names no chapter that is there"},
		{"no document", "x.docx", letter.without("word/document.xml").zip(t), ErrFormat, `"word/document.xml" is missing`},
		{"a wrong size", "x.epub", lied(t, novel, "OEBPS/book.opf"), ErrFormat, `"OEBPS/book.opf" is damaged`},
		{"deep elements", "x.docx", letter.with(files{"word/document.xml": deep}).zip(t), ErrFormat, "nested deeper than 512"},
		{"deep elements that are passed over", "x.docx", letter.with(files{"word/styles.xml": deep}).zip(t), ErrFormat, "nested deeper than 512"},
		{"entities", "x.docx", letter.with(files{"word/document.xml": lol + wordXML("", para("", "&lol2;"))}).zip(t), ErrFormat, "invalid character entity &lol2;"},
		{"a member above the limit", "x.docx", letter.with(files{"word/document.xml": strings.Repeat("x", 17<<20)}).zip(t), ErrTooLarge, `"word/document.xml" has more than`},
		{"a bomb", "x.epub", bomb.zip(t), ErrTooLarge, "it inflates to more than 64 MiB"},
		{"bytes that are no text", "x.epub", novel.with(files{"OEBPS/1.xhtml": "\x00\x01\x02\xff"}).zip(t), ErrBinary, `"OEBPS/1.xhtml"`},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) { faults(t, test.name, test.doc, test.kind, test.words) })
	}
}

func TestPacksAreDocumentsOfAWalk(t *testing.T) {
	book, doc := novel.zip(t), letter.zip(t)
	members := map[string]string{"a.epub": book, "b/信.DOCX": doc, "b/~$信.docx": "x", "c.md": "c"}
	check := func(source string, want string) {
		t.Helper()
		docs, skips := walkAll(t, source, Options{})
		expect(t, source, paths(docs), want)
		expect(t, "skips", strings.Join(skips, "\n"), "")
		for _, r := range docs {
			if a, err := Parse(r, Options{}); err != nil || a.ID != pathID(r) {
				t.Errorf("%s is %q, %v", r.Path, a.ID, err)
			}
		}
	}
	dir := tree(t, members)
	check(dir, "a.epub b/信.DOCX c.md")
	check(dir+"/a.epub", "a.epub")
	check(dir+"/b/信.DOCX", "信.DOCX")
	check(save(t, "x.zip", []byte(files(members).zip(t))), "a.epub b/信.DOCX c.md")
	check(save(t, "x.tar", tarOf(t, []member{{name: "a.epub", text: book}})), "a.epub")
}
