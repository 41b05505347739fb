package querystats

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// texts are those of lines with their searches.
func texts(lines []Line) string {
	var list []string
	for _, l := range lines {
		list = append(list, fmt.Sprintf("%s %d/%d/%d", l.Text, l.Searches, l.Missed, l.Opened))
	}
	return strings.Join(list, ", ")
}

func openCounter(t *testing.T, path string) *Counter {
	t.Helper()
	c, err := Open(path, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Searches of several readers are reported: those that found nothing, and those of
// which nothing was opened. Searches of fewer readers are neither reported nor
// written to disk, and no reader ever is.
func TestReport(t *testing.T) {
	path := filepath.Join(t.TempDir(), "readers.json")
	synctest.Test(t, func(t *testing.T) {
		c := openCounter(t, path)
		for i := range 4 {
			reader := fmt.Sprintf("192.0.2.%d", i)
			c.Searched(reader, "私域  流量", 0)
			time.Sleep(10 * time.Second)
			c.Searched(reader, "Growth", 12)
			time.Sleep(10 * time.Second)
			c.Searched(reader, "留存", 3)
			c.Opened(reader, "留存")
			time.Sleep(10 * time.Second)
			c.Searched(reader, fmt.Sprintf("只有我搜过%d", i), 0)
			time.Sleep(10 * time.Second)
		}
		r, err := c.Report(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if texts(r.Missed) != "私域 流量 4/4/0" || texts(r.Unopened) != "growth 4/0/0" || r.Rare != 4 || r.Days != 1 {
			t.Errorf("%+v", r)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		if again, err := Read(path); err != nil || texts(again.Missed) != "私域 流量 4/4/0" {
			t.Errorf("read again: %+v, %v", again, err)
		}
	})
	data, err := os.ReadFile(path)
	if err != nil || strings.Contains(string(data), "只有我") || strings.Contains(string(data), "192.0") || !strings.Contains(string(data), "私域 流量") {
		t.Errorf("on disk: %s, %v", data, err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file is for others too: %v, %v", info.Mode(), err)
	}
}

// A reader who repeats a search counts once, even after a restart; on three days
// the reader counts three times.
func TestReadersAreCountedByDay(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	l := newLedger()
	for range 10 {
		l.count("a", "词", now, Counts{Searches: 1})
	}
	restarted := newLedger()
	restarted.texts["词"] = &history{days: slices.Clone(l.texts["词"].days)}
	restarted.count("a", "词", now, Counts{Searches: 1})
	if got := restarted.texts["词"].sum(); got.Readers != 1 || got.Searches != 11 {
		t.Errorf("%+v", got)
	}
	for i := range 2 {
		restarted.count("a", "词", now.AddDate(0, 0, 1+i), Counts{Searches: 1})
	}
	if got := restarted.texts["词"].sum(); got.Readers != 3 {
		t.Errorf("%+v", got)
	}
}

// Searches during typing are one search, of the text at the end.
func TestTypingIsOneSearch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLedger()
		typing := typing{ledger: l, last: make(map[string]event)}
		for _, text := range []string{"产", "产品", "产品经", "产品经理", "产品经"} {
			typing.take(event{reader: "a", text: text, found: 1, at: time.Now()})
			time.Sleep(time.Second)
		}
		typing.take(event{reader: "a", text: "运营", at: time.Now()})
		typing.settled(time.Now())
		var all []string
		for text, h := range l.texts {
			all = append(all, fmt.Sprint(text, h.sum().Searches, h.sum().Missed))
		}
		slices.Sort(all)
		if got := strings.Join(all, " "); got != "产品经1 0 运营1 1" {
			t.Errorf("counted: %s", got)
		}
	})
}

func TestWhatIsNotCounted(t *testing.T) {
	for text, want := range map[string]string{
		"  Tik   Tok ": "tik tok", "2024 年": "2024 年", "": "", "a@b.cn": "", "138 0013 8000": "", "110105-19900101": "", "订单 123456": "订单 123456",
		strings.Repeat("长", MaxRunes+1): "", strings.Repeat("长", MaxRunes): strings.Repeat("长", MaxRunes), "坏\xff": "",
	} {
		if got := tidy(text); got != want {
			t.Errorf("%q is counted as %q, want %q", text, got, want)
		}
	}
}

// The number of texts is bounded. Those of the fewest readers are dropped first,
// and all after KeptDays.
func TestBounds(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	l := newLedger()
	for _, reader := range []string{"a", "b", "c"} {
		l.count(reader, "常搜", now, Counts{Searches: 1})
	}
	for i := range MaxTexts + 50 {
		l.count("a", fmt.Sprint("词", i), now, Counts{Searches: 1})
	}
	if len(l.texts) != MaxTexts || l.texts["常搜"] == nil || l.texts[fmt.Sprint("词", MaxTexts+49)] == nil {
		t.Errorf("%d texts", len(l.texts))
	}
	l.turn(now.AddDate(0, 0, KeptDays-1))
	if l.texts["常搜"] == nil {
		t.Error("forgotten too early")
	}
	l.turn(now.AddDate(0, 0, KeptDays))
	if len(l.texts) != 0 {
		t.Errorf("%d texts are kept for longer", len(l.texts))
	}
}

// Of a file with more texts than are kept, that number is read.
func TestAFileOfTooManyTexts(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	doc := document{Version: version}
	for i := range MaxTexts + 1 {
		doc.Texts = append(doc.Texts, filed{fmt.Sprint("词", i), []day{{Day: "2026-02-28", Counts: Counts{Searches: 3, Readers: MinReaders}}}})
	}
	data, err := json.Marshal(doc)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if l, err := load(path, now); err != nil || len(l.texts) != MaxTexts {
		t.Errorf("%v", err)
	}
}

func TestFilesThatAreNone(t *testing.T) {
	for _, text := range []string{"", "x", "[]", `{"version":2,"texts":[]}`, `{"version":1,"texts":[{"text":"A","days":[]}]}`, `{"version":1,"other":1}`} {
		path := filepath.Join(t.TempDir(), "f")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, slog.New(slog.DiscardHandler)); !errors.Is(err, ErrFile) || !strings.Contains(err.Error(), path) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := Open(filepath.Join(t.TempDir(), "nowhere", "f"), slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a folder that is not there is no error")
	}
}

// Check finds what Open would fail at, and changes nothing on disk.
func TestCheckChangesNothing(t *testing.T) {
	dir := t.TempDir()
	good, bad := filepath.Join(dir, "good"), filepath.Join(dir, "bad")
	c, err := Open(good, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bad, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		path string
		want error
	}{
		{good, nil},
		{filepath.Join(dir, "new"), nil},
		{bad, ErrFile},
		{filepath.Join(dir, "nowhere", "f"), fs.ErrNotExist},
	} {
		if err := Check(test.path); !errors.Is(err, test.want) {
			t.Errorf("%s: %v, want %v", test.path, err, test.want)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if text, err := os.ReadFile(bad); string(text) != "x" || err != nil || strings.Join(names, " ") != "bad good" {
		t.Errorf("files %v, the foreign one has %q, %v", names, text, err)
	}
}
