package pdf_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// A piece is a line of text on a page: its size and place in points.
type piece struct {
	size, x, y int
	text       string
}

// file writes a PDF as Chinese offices do: text in GBK, of a font that is not in
// the file.
func file(t testing.TB, info string, pages ...[]piece) string {
	t.Helper()
	var objects []string
	add := func(object string) int {
		objects = append(objects, object)
		return len(objects)
	}
	add("<</Type/Catalog/Pages 2 0 R>>")
	add("") // the pages
	add("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[4 0 R]>>")
	add("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R>>")
	add("<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>")
	add("<<" + info + ">>")
	var kids []string
	for _, pieces := range pages {
		var content strings.Builder
		for _, p := range pieces {
			gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(p.text))
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&content, "BT /F1 %d Tf %d %d Td <%s> Tj ET\n", p.size, p.x, p.y, hex.EncodeToString(gbk))
		}
		stream := add(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", content.Len(), content.String()))
		page := add(fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 500]/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>", stream))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(kids), strings.Join(kids, " "))
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var places []int
	for i, object := range objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, at := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/Info 6 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, start)
	return b.String()
}

// lines are lines of one type below each other.
func lines(size, x, y int, texts ...string) []piece {
	var all []piece
	for i, text := range texts {
		all = append(all, piece{size, x, y - i*size*3/2, text})
	}
	return all
}

func join(parts ...[]piece) []piece {
	var all []piece
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

const (
	long  = "船匠说木头会说话只是多数人听不懂听懂的人又" // as long as the column
	other = "不肯讲出来所以这门手艺越传越少到今天只剩下"
)

func TestPDF(t *testing.T) {
	head := func(n int) []piece {
		return join(lines(8, 40, 480, "造船札记"), lines(8, 190, 20, fmt.Sprintf("- %d -", n)))
	}
	doc := file(t, "/Title(Microsoft Word - a.doc)/Author<feff963f6d77>/CreationDate(D:20240305120000+08'00')",
		join(head(1), lines(24, 40, 430, "造船札记"), lines(16, 40, 390, "选木"), lines(14, 68, 360, long[:57]), lines(14, 40, 339, other, "几位老人。"), lines(14, 68, 297, "木料要直"), lines(14, 68, 276, "晒三年。"), lines(14, 68, 255, long[:57]), lines(14, 40, 234, long)),
		join(head(2), lines(14, 40, 430, other, "还记得。"), lines(16, 40, 380, "阴干"), lines(14, 68, 350, "不可暴晒。")),
		join(head(3), lines(14, 68, 430, "末页。")))
	r := articletest.Read(t, "船/x.pdf", doc)
	articletest.Expect(t, "document", articletest.Render(r.Article), `id: 船/x
title: 造船札记
author: 阿海
published: 2024-03-05
1 (第 1 页) # 选木
2 (选木 · 第 1 页) `+long[:57]+other+`几位老人。
3 (选木 · 第 1 页) 木料要直
4 (选木 · 第 1 页) 晒三年。
5 (选木 · 第 1 页) `+long[:57]+long+other+`还记得。
6 (第 2 页) # 阴干
7 (阴干 · 第 2 页) 不可暴晒。
8 (阴干 · 第 3 页) 末页。
`)
	articletest.Expect(t, "left out", articletest.Left(r), "furniture: 造船札记\nfurniture: - 1 -\n")
}

func TestColumnsOfPDF(t *testing.T) {
	doc := file(t, "", join(lines(14, 20, 400, long[:33], other[:33], "左栏完。"), lines(14, 210, 400, other[:33], long[:33], "右栏完。")))
	articletest.Expect(t, "columns", articletest.Body(articletest.Parse(t, "x.pdf", doc)), "1 (第 1 页) "+long[:33]+other[:33]+"左栏完。\n2 (第 1 页) "+other[:33]+long[:33]+"右栏完。\n")
	table := file(t, "", join(lines(14, 20, 400, "名 数", "锯 1")))
	articletest.Expect(t, "a table", articletest.Body(articletest.Parse(t, "x.pdf", table)), "1 (第 1 页) 名 数\n2 (第 1 页) 锯 1\n")
}

func TestPDFThatCannotBeRead(t *testing.T) {
	good := file(t, "", lines(14, 20, 400, "文。"))
	locked := strings.Replace(good, "/Info 6 0 R", "/Info 6 0 R/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/O<"+strings.Repeat("00", 32)+">/U<"+strings.Repeat("00", 32)+">/P -4>>", 1)
	tests := []struct {
		what, doc string
		err       error
	}{
		{"no PDF", "文", article.ErrFormat},
		{"empty", "", article.ErrFormat},
		{"a password", locked, article.ErrFormat},
		{"pictures alone", file(t, "", nil), article.ErrEmpty},
	}
	for _, test := range tests {
		_, err := article.Parse(article.Raw{Path: "x.pdf", Format: article.PDF, Bytes: []byte(test.doc)}, article.Options{})
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v", test.what, err)
		}
	}
	// What a broken file still holds is read.
	articletest.Expect(t, "half a file", articletest.Body(articletest.Parse(t, "x.pdf", good[:strings.Index(good, "startxref")])), "1 (第 1 页) 文。\n")
}

// A page that cannot be read is named, and the others are read.
func TestBrokenPageOfPDF(t *testing.T) {
	doc := file(t, "", lines(14, 20, 400, "第一页。"), lines(14, 20, 400, "第二页。"))
	doc = strings.Replace(doc, "/Type/Page/Parent", "/Type/Pipe/Parent", 1)
	r := articletest.Read(t, "x.pdf", doc)
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 (第 2 页) 第二页。\n")
	if left := articletest.Left(r); !strings.HasPrefix(left, "unknown syntax: 第 1 页: ") {
		t.Errorf("left out: %s", left)
	}
}

// FuzzPDF checks that no file ends in a panic or breaks a promise.
func FuzzPDF(f *testing.F) {
	good := []byte(file(f, "/Title(a)", lines(14, 40, 400, long, other), lines(20, 40, 400, "文")))
	if _, err := article.Parse(article.Raw{Path: "x.pdf", Format: article.PDF, Bytes: good}, article.Options{}); err != nil {
		f.Fatal(err) // also has PDFium compiled, which a fuzzer would take for a hang
	}
	f.Add(good)
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := article.Parse(article.Raw{Path: "x.pdf", Format: article.PDF, Bytes: b}, article.Options{})
		if err == nil {
			articletest.Promises(t, a)
		}
	})
}
