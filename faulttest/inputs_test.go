//go:build unix

package faulttest

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// A report has the members of a job's report that these tests need.
type report struct {
	Articles int     `json:"articles"`
	Seconds  float64 `json:"seconds"`
	Skipped  []struct {
		Source string `json:"source"`
		Line   int    `json:"line"`
		Reason string `json:"reason"`
	} `json:"skipped"`
}

// reasons returns why inputs were skipped, by the end of their names.
func (r report) reason(name string) string {
	for _, s := range r.Skipped {
		if strings.HasSuffix(s.Source, name) {
			return s.Reason
		}
	}
	return ""
}

// index builds a full index of sources.
func fullIndex(t *testing.T, p *Program, index string, sources ...string) (report, Result) {
	t.Helper()
	r := p.Run(t, append([]string{"reindex", "--full", "--json", "--index", index}, sources...)...)
	r.Orderly(t)
	var rep report
	if r.Code != 0 {
		t.Fatalf("it ends with %d: %s", r.Code, tail(r.Stderr))
	}
	must(t, json.Unmarshal([]byte(r.Stdout), &rep))
	return rep, r
}

func encoded(t *testing.T, e encoding.Encoding, s string) string {
	t.Helper()
	out, err := e.NewEncoder().String(s)
	must(t, err)
	return out
}

// strange returns files of a folder with the expected outcome of each: a text that
// a search finds, or the reason why it is skipped.
type strange struct{ name, bytes, finds, reason string }

func strangeFiles(t *testing.T) []strange {
	text := func(word string) string {
		return "# " + word + "的文章\n\n这一段说的是" + word + "，用了另一种编码，足够长，可以让人看出来是哪一种。\n"
	}
	words := []string{"梧桐树", "银杏叶", "玉蘭花", "紫薇园", "海棠果", "丁香结"}
	huge := strings.Repeat("很长的一行", 17<<20/15)
	return []strange{
		{"utf8.md", text("枫叶红"), "枫叶红", ""},
		{"bom.md", "\ufeff" + text(words[0]), words[0], ""},
		{"gbk.txt", encoded(t, simplifiedchinese.GBK, text(words[1])), words[1], ""},
		{"big5.txt", encoded(t, traditionalchinese.Big5, strings.Repeat("這裡說的是"+words[2]+"的故事，用了另一種編碼。\n", 5)), words[2], ""},
		{"utf16le.txt", encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), text(words[3])), words[3], ""},
		{"utf16be.md", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), text(words[4])), words[4], ""},
		{"gb18030.txt", encoded(t, simplifiedchinese.GB18030, text(words[5])+"𠮷野家的招牌很好认。"), words[5], ""},
		{"nul.md", "正文\x00\x00\x01\x02正文" + strings.Repeat("\x00", 50), "", "binary"},
		{"invalid.md", "# 无效\n\n" + strings.Repeat("好的\xff\xfe\xc0\x80坏的", 20), "", "encoding"},
		{"empty.md", "", "", "no text"},
		{"bomonly.md", "\ufeff", "", "no text"},
		{"huge.txt", huge, "", "larger than 16 MiB"},
		{"huge.jsonl", `{"id":"h","text":"` + huge + "\"}\n" + `{"id":"山茶花","text":"山茶花在长行之后。"}` + "\n", "山茶花", ""},
		{"deep.md", strings.Repeat("> ", 10_000) + "杜鹃鸟\n\n" + strings.Repeat("[", 10_000), "杜鹃鸟", ""},
		{"headings.md", strings.Repeat("# 题\n", 50_000) + "\n\n茉莉茶很香。\n", "", ""},
		{"same.txt", strings.Repeat("中", 64<<10) + "\n\n向日葵很高。\n", "向日葵", ""},
		{"links.html", "<p>蒲公英 " + strings.Repeat("<a href=/>文</a> ", 100_000), "", ""},
		{"a\nb\x1b[31m.md", text("薰衣草"), "", "no usable id"},
		{"a %2f;$(b) c.md", text("薰衣草"), "薰衣草", ""},
		{"ids.jsonl", strings.Join([]string{`{"id":"../../etc/passwd","text":"仙人掌"}`, `{"id":"a\u0000b","text":"x"}`, `{"id":"a\nb","text":"含羞草"}`,
			`{"id":"` + strings.Repeat("x", 90<<10) + `","text":"y"}`, `{"id":"twice","text":"满天星"}`, `{"id":"twice","text":"满天星二"}`}, "\n"), "满天星", ""},
		{"inner.zip", "PK", "", "the archive cannot be read"},
		{"cut.ipynb", `{"cells":[`, "", "malformed"},
		{"deep.opml", strings.Repeat(`<outline text="深">`, 10_000), "", "malformed"},
		{"half.mht", "Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>半", "", "malformed"},
		{"empty.rtf", `{\rtf1`, "", "no text"},
		{"deep.rtf", `{\rtf1` + strings.Repeat("{", 10_000) + `x`, "", "malformed"},
		{"cut.rtf", `{\rtf1\ansicpg936 {\b \u26408?\u27135?\u33457?`, "木槿花", ""},
		{"cut.odt", "PK\x03\x04", "", "malformed"},
		{"deep.fb2", strings.Repeat("<section>", 10_000), "", "malformed"},
		{"cut.pdf", "%PDF-1.7\n1 0 obj\n<</Type/Catalog", "", "malformed"},
		{"book.djvu", "AT&TFORM", "", "not read"},
		{"draft.md", "---\ndraft: true\n---\n" + text("暗语"), "", "not published"},
		{"bare.srt", "1\n00:00:01,000 --> 00:00:02,000\n木芙蓉开了\n\n00:00:03", "木芙蓉", ""},
		{"tags.rst", strings.Repeat(".. note::\n   ", 2_000) + "蜀葵\n", "蜀葵", ""},
	}
}

// A folder with everything that goes wrong with files: what can be read is found,
// what cannot is skipped and named with its reason, and no text is garbled.
func TestStrangeFiles(t *testing.T) {
	t.Parallel()
	p := program(t)
	dir := t.TempDir()
	docs, index := filepath.Join(dir, "docs"), filepath.Join(dir, "index")
	t.Cleanup(func() { loosen(t, dir) })
	files := strangeFiles(t)
	must(t, os.Mkdir(docs, 0o700))
	for _, f := range files {
		must(t, os.WriteFile(filepath.Join(docs, f.name), []byte(f.bytes), 0o600))
	}
	must(t, os.Mkdir(filepath.Join(docs, "folder.md"), 0o700))
	must(t, os.Symlink("/etc/passwd", filepath.Join(docs, "link.md")))
	must(t, os.Symlink("..", filepath.Join(docs, "loop")))
	must(t, syscall.Mkfifo(filepath.Join(docs, "pipe.md"), 0o600))
	rep, r := fullIndex(t, p, index, docs, "/dev/zero", bomb(t, dir))
	t.Logf("%d articles, %d skipped in %.1f s, at most %d MiB", rep.Articles, len(rep.Skipped), rep.Seconds, r.Peak>>20)
	for _, f := range files {
		if f.reason != "" && !strings.Contains(rep.reason("/"+f.name), f.reason) {
			t.Errorf("%s: skipped because %q, want %q", f.name, rep.reason("/"+f.name), f.reason)
		}
	}
	for name, reason := range map[string]string{"/link.md": "symbolic link", "/loop": "symbolic link", "/pipe.md": "named pipe",
		"/dev/zero": "device", "/huge.jsonl": "larger than 16 MiB", "/ids.jsonl": "", "bomb.tar.gz": "200 times", ":../../x.md": "leads out", ":l.md": "link or device"} {
		if got := rep.reason(name); got == "" || !strings.Contains(got, reason) {
			t.Errorf("%s: skipped because %q, want %q", name, got, reason)
		}
	}
	server := p.Serve(t, index)
	for _, f := range files {
		if f.finds != "" {
			finds(t, server, f)
		}
	}
	for _, id := range []string{"../../etc/passwd", "a\nb"} {
		a, err := server.Get("/api/v1/articles/" + url.PathEscape(id))
		if err != nil || a.Status == http.StatusInternalServerError || strings.Contains(a.Body, "root:") {
			t.Errorf("article %q: %d, %v: %s", id, a.Status, err, a.Body)
		}
	}
	server.Stop(t)
	p.Check(t, index)
}

func finds(t *testing.T, s *Server, f strange) {
	t.Helper()
	page, err := s.Search(`"` + f.finds + `"`)
	if err != nil || page.Total == 0 || !strings.Contains(page.Text(), f.finds) {
		t.Errorf("%q: a search for %s finds %d, %v", f.name, f.finds, page.Total, err)
	}
	if strings.Contains(page.Text(), "\ufffd") || strings.Contains(page.Text(), "\x00") {
		t.Errorf("%q is mojibake: %q", f.name, page.Text())
	}
}

// bomb returns an archive that inflates to far more than its size, after members
// whose paths lead outside.
func bomb(t *testing.T, dir string) string {
	t.Helper()
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	must(t, err)
	w := tar.NewWriter(z)
	add := func(h tar.Header, data string) {
		h.Size = int64(len(data))
		must(t, w.WriteHeader(&h))
		_, err := w.Write([]byte(data))
		must(t, err)
	}
	add(tar.Header{Name: "ok.md", Typeflag: tar.TypeReg}, "# 好的\n\n正文。\n")
	add(tar.Header{Name: "../../x.md", Typeflag: tar.TypeReg}, "x")
	add(tar.Header{Name: "l.md", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}, "")
	add(tar.Header{Name: "zeros.md", Typeflag: tar.TypeReg}, strings.Repeat("0", 68<<20))
	add(tar.Header{Name: "after.md", Typeflag: tar.TypeReg}, "后来")
	must(t, w.Close())
	must(t, z.Close())
	path := filepath.Join(dir, "bomb.tar.gz")
	must(t, os.WriteFile(path, b.Bytes(), 0o600))
	return path
}

// Names of articles and files cannot control the terminal that shows them.
func TestTerminalOfStrangeTexts(t *testing.T) {
	t.Parallel()
	p := program(t)
	dir := t.TempDir()
	t.Cleanup(func() { loosen(t, dir) })
	const evil = "\x1b[2J\x1b]0;x\x07\u202eabc\u0085\r"
	line, err := json.Marshal(map[string]any{"id": "a" + "\u202e", "title": "标题" + evil, "author": evil + "人", "text": "正文正文" + evil + "正文"})
	must(t, err)
	docs := filepath.Join(dir, "docs")
	must(t, os.Mkdir(docs, 0o700))
	must(t, os.WriteFile(filepath.Join(docs, "a.jsonl"), append(line, '\n'), 0o600))
	must(t, os.WriteFile(filepath.Join(docs, "b"+evil+".md"), nil, 0o600))
	index := filepath.Join(dir, "index")
	for _, r := range []Result{
		p.Run(t, "reindex", "--index", index, docs),
		p.Run(t, "search", "--index", index, "正文"),
		p.Run(t, "analyze", "正文"+evil),
		p.Run(t, "check", "--index", index+evil),
	} {
		r.Orderly(t)
		if all := r.Stdout + r.Stderr; all == "" || strings.ContainsAny(all, "\x1b\x07\u202e\u0085\r") {
			t.Errorf("it can steer a terminal: %q", all)
		}
	}
	p.Check(t, index)
}

// A source that changes while it is read is not an error: files grow, shrink,
// disappear and come back.
func TestSourceThatChanges(t *testing.T) {
	t.Parallel()
	p := program(t)
	dir := t.TempDir()
	t.Cleanup(func() { loosen(t, dir) })
	docs, index := filepath.Join(dir, "docs"), filepath.Join(dir, "index")
	must(t, os.Mkdir(docs, 0o700))
	must(t, os.WriteFile(filepath.Join(docs, "a.md"), []byte("# 常在\n\n常在的正文。\n"), 0o600))
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for i := 0; ; i++ {
			select {
			case <-done:
				return
			case <-time.After(time.Millisecond):
			}
			path := filepath.Join(docs, fmt.Sprintf("%d.md", i%50))
			_ = os.Remove(path)
			_ = os.WriteFile(path, []byte(strings.Repeat("变化的正文。\n\n", i%2000)), 0o600)
		}
	}()
	for range times(2, 20) {
		rep, _ := fullIndex(t, p, index, docs)
		if rep.Articles == 0 {
			t.Error("the article that stays is not indexed")
		}
		p.Check(t, index)
	}
	close(done)
	<-stopped
}
