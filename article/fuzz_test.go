package article

import (
	"bytes"
	"os"
	"testing"
)

// FuzzParse checks that no document makes Parse panic or break a promise.
func FuzzParse(f *testing.F) {
	golden, err := os.ReadFile("testdata/golden/gitbook.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(uint8(0), golden)
	f.Add(uint8(0), []byte("---\ntitle: [a\nid: 1\n---\n> [!NOTE]\n> x\n\n[![](a)\n\nb\n\n](c)\n\n| a |\n|-|\n\n**a。**b**c**"))
	f.Add(uint8(0), []byte("+++\na = 1\n+++\n<div>\n1. a\n   - b\n\n[^1]: x\n&#0; &#xD800; \\&amp;"))
	f.Add(uint8(0), []byte("+ *\n0000000"))
	f.Add(uint8(1), []byte("<title>t</title><script type=\"application/ld+json\">[{\"@type\":\"Article\",\"author\":[{}]}]</script><table><td>a<ol><li>b"))
	f.Add(uint8(2), []byte("题目\n\n第一段\r\n\u2028\x1b[31m"))
	f.Add(uint8(3), []byte(`{"id":"1","paragraphs":["a",null],"tags":["x"],"published":1e300,"views":-1}`))
	f.Add(uint8(3), []byte("{\"id\":\"\xff\",\"text\":\"\\ud800\"}"))
	f.Add(uint8(4), []byte(novel.zip(f)))
	f.Add(uint8(5), []byte(letter.zip(f)))
	formats := []Format{Markdown, HTML, Text, JSONL, Epub, Docx}
	f.Fuzz(func(t *testing.T, format uint8, b []byte) {
		before := bytes.Clone(b)
		a, err := Parse(Raw{Source: "s", Path: "a/b.md", Line: 1, Format: formats[int(format)%len(formats)], Bytes: b}, Options{})
		if !bytes.Equal(before, b) {
			t.Error("Parse changed the bytes that it was given")
		}
		if err == nil {
			promises(t, a)
			Blocks(a)
		}
	})
}

// FuzzDecode checks that what is decoded without a name is text, and that text
// is never changed.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(simplified), "")
	f.Add([]byte("\xff\xfea\x00"), "utf-16")
	f.Add([]byte("\xce\xc4\xd5\xc2"), "gbk")
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		s, _, err := decode(b, Text, name)
		if err == nil && bytes.IndexByte([]byte(s), 0) >= 0 {
			t.Errorf("NUL in %q", s)
		}
		if s, _, err := decode([]byte(s), Text, ""); err == nil && garbled(s) == "" {
			if again, _, err := decode([]byte(s), Text, "utf-8"); err != nil || again != s {
				t.Errorf("%q became %q, %v", s, again, err)
			}
		}
	})
}

// FuzzFurniture checks that stored counts are refused or read, never a panic.
func FuzzFurniture(f *testing.F) {
	stored, err := count(3).MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(stored)
	f.Fuzz(func(t *testing.T, b []byte) {
		var a Furniture
		if a.UnmarshalBinary(b) != nil {
			return
		}
		a.Drop(issue(1))
		a.Remove(issue(1))
	})
}
