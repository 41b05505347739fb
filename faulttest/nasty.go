package faulttest

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// A Nasty is a malformed or hostile file.
type Nasty struct {
	Name  string // of the file, with an extension that the program reads
	What  string // how it was made, for a message
	Bytes []byte
}

// NewNasty returns a random file: pieces of documents, nested and repeated, then
// damaged.
func NewNasty(r *rand.Rand) Nasty {
	n := Nasty{Name: nastyName(r)}
	switch r.IntN(12) {
	case 0:
		n.Bytes, n.What = noise(r, r.IntN(200_000)), "noise"
	case 1:
		n.Name, n.Bytes, n.What = n.Name+".tar.gz", tarball(r), "an archive"
	case 2:
		n.Name, n.Bytes, n.What = n.Name+".zip", zipped(r), "an archive"
	case 3:
		n.Name, n.Bytes, n.What = n.Name+".jsonl", lines(r), "lines of JSON"
	default:
		n.Bytes, n.What = []byte(document(r)), "a document"
	}
	for range r.IntN(3) {
		how := ""
		n.Bytes, how = spoil(r, n.Bytes)
		n.What += ", " + how
	}
	if !strings.Contains(n.Name, ".") {
		n.Name += pick(r, ".md", ".md", ".html", ".html", ".txt", ".jsonl")
	}
	n.What = fmt.Sprintf("%s, %d bytes", n.What, len(n.Bytes))
	return n
}

func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

func nastyName(r *rand.Rand) string {
	return pick(r, "a", "文章", "a b", "-x", "a\nb", "\x1b[31m红", "\u202eabc", "\xff\xfe", "%2e%2e", "a;b$(c)`d`", strings.Repeat("长", 60))
}

func noise(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// fragments are the pieces from which documents are made.
func fragments() []string {
	return []string{
		"小红书上的 TikTok 难民", "。", "\n", "\n\n", "> ", "- ", "1. ", "# ", "###### ", "    ", "\t", "[", "](", ")", "![", "]", "*", "**", "_", "`", "```\n", "~~~",
		"|", "|-|-|\n", "---\n", "+++\n", "title: x\n", "<", ">", "<!--", "-->", "<div>", "</div>", "<table><tr><td>", "<ul><li>", "<b>", "</b>", "<script>", "</script>",
		"<style>", "<title>", "<a href=\"", "\"", "'", "&amp;", "&#x1F600;", "&#0;", "&", "<![CDATA[", "]]>", "<?php", "<svg><math>", "<p>", "<br>", "<meta charset=gbk>",
		"{% hint style=\"info\" %}", "{% endhint %}", "**Category:**", "{\"id\":\"x\",\"title\":\"t\",\"text\":\"", "\"}", "{\"id\":", "[[[[", "{{{{", "\\", "\ufeff",
		"\u200b", "\u202e", "\u0301", "\ufffd", "\U0001F468\u200d\U0001F469\u200d\U0001F467", "𠮷", "ﬃ", "㍿", "㌀", "İ", "ß", "中", "a", "0", "-", "%", "$$", "[^1]", "[^1]: ",
		"http://", "www.", "@", "2025-13-45", "1e999", "null", "\r", "\r\n", "\u2028", "'; DROP TABLE",
	}
}

// document joins fragments, each repeated once or very often.
func document(r *rand.Rand) string {
	var b strings.Builder
	all := fragments()
	for range 1 + r.IntN(40) {
		part := all[r.IntN(len(all))]
		for range r.IntN(3) {
			part += all[r.IntN(len(all))]
		}
		times := 1
		if r.IntN(6) == 0 {
			times = 1 + r.IntN(pick(r, 100, 1_000, 10_000, 50_000))
		}
		for i := 0; i < times && b.Len() < 4<<20; i++ {
			b.WriteString(part)
		}
	}
	return b.String()
}

func lines(r *rand.Rand) []byte {
	var b bytes.Buffer
	for i := range 1 + r.IntN(50) {
		text := strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n", "\r", "\\r", "\t", "\\t").Replace(document(r))
		id := pick(r, fmt.Sprint(i), "../../etc/passwd", "a\\u0000b", "", strings.Repeat("x", 90<<10), "same")
		fmt.Fprintf(&b, `{"id":%s"%s","title":"%.100s","text":"%s","published":"%s","views":%s,"tags":%s}`+"\n",
			pick(r, "", "", "", "["), id, text, text[:min(len(text), 20_000)],
			pick(r, "2025-01-16", "99999-99-99", "-1"), pick(r, "1", "-1", "1e400", "\"x\""), pick(r, "[]", "[\"a\"]", "null", "[[[1]]]"))
	}
	return b.Bytes()
}

// spoil damages bytes as disks, editors and networks do.
func spoil(r *rand.Rand, b []byte) ([]byte, string) {
	if len(b) == 0 {
		return b, "empty"
	}
	switch r.IntN(6) {
	case 0:
		return b[:r.IntN(len(b))], "cut off"
	case 1:
		for range 1 + r.IntN(20) {
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
		}
		return b, "bits flipped"
	case 2:
		return utf16Of(string(b), r.IntN(2) == 0), "in UTF-16"
	case 3:
		at := r.IntN(len(b))
		return append(append(append([]byte{}, b[:at]...), noise(r, 200)...), b[at:]...), "noise within"
	case 4:
		return append([]byte(pick(r, "\ufeff", "\xff\xfe", "\x1f\x8b", "PK\x03\x04", "\x00\x00\xfe\xff")), b...), "another's mark before it"
	}
	return bytes.ReplaceAll(b, []byte("\n"), []byte(pick(r, "\r", "\r\n", "\u2028", ""))), "other line ends"
}

func utf16Of(s string, mark bool) []byte {
	if mark {
		s = "\ufeff" + s
	}
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return b
}

func memberName(r *rand.Rand, i int) string {
	return pick(r, fmt.Sprintf("%d.md", i), fmt.Sprintf("d/%d.html", i), "../../x.md", "/etc/x.md", "C:\\x.md", "x.jsonl", "\xff.md", strings.Repeat("d/", 200)+"x.md", "", "a\x00b.md")
}

// Errors of the archive's writer are ignored: what was written so far is the file.
func tarball(r *rand.Rand) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed) // a known level
	w := tar.NewWriter(z)
	for i := range r.IntN(20) {
		text := document(r)
		h := &tar.Header{Name: memberName(r, i), Size: int64(len(text)), Typeflag: pick[byte](r, tar.TypeReg, tar.TypeReg, tar.TypeReg, tar.TypeSymlink, tar.TypeChar), Linkname: "/etc/passwd"}
		if h.Typeflag != tar.TypeReg {
			h.Size = 0
		}
		if w.WriteHeader(h) == nil && h.Size > 0 {
			_, _ = w.Write([]byte(text))
		}
	}
	if r.IntN(4) > 0 {
		_ = w.Close()
	}
	_ = z.Close()
	return b.Bytes()
}

func zipped(r *rand.Rand) []byte {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := range r.IntN(20) {
		if f, err := w.Create(memberName(r, i)); err == nil {
			_, _ = f.Write([]byte(document(r)))
		}
	}
	_ = w.Close()
	return b.Bytes()
}
