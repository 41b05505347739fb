package main

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/faulttest"
)

// A job that is killed at any moment leaves the old index or the new one, and the
// next job cleans up after it.
func TestKilledJob(t *testing.T) {
	rounds := 2
	if os.Getenv("XUNZHANG_LONG") != "" {
		rounds = 100
	}
	random := rand.New(rand.NewPCG(enginetest.Seed(t), 0))

	index := filepath.Join(t.TempDir(), "index")
	reindex(t, index, articles(10))
	for round := range rounds {
		p := start(t, "reindex", "--full", "--index", index, "-")
		if _, err := io.WriteString(p.in, articles(300)); err != nil {
			t.Fatal(err)
		}
		if err := p.in.Close(); err != nil {
			t.Fatal(err)
		}
		until(t, "the job begins or ends", func() bool {
			return strings.Contains(faulttest.Names(index), "building-") || strings.Contains(faulttest.Names(index), "gen-000002")
		})
		time.Sleep(time.Duration(random.Int64N(int64(250 * time.Millisecond))))
		_ = p.Process.Kill() // it may have ended by itself
		_ = p.wait()
		var stderr bytes.Buffer
		if code := run([]string{"search", "--index", index, "第七篇"}, nil, io.Discard, &stderr); code != exitDone {
			t.Fatalf("round %d: search ends with %d: %s", round, code, &stderr)
		}
	}
	reindex(t, index, articles(20))
	if left := faulttest.Names(index); strings.Contains(left, "building-") {
		t.Errorf("the next job leaves %s", left)
	}
	if code := run([]string{"check", "--index", index}, nil, io.Discard, io.Discard); code != exitDone {
		t.Errorf("check ends with %d", code)
	}
}

func reindex(t *testing.T, index, lines string) {
	t.Helper()
	var stderr bytes.Buffer
	if code := run([]string{"reindex", "--index", index, "-"}, strings.NewReader(lines), io.Discard, &stderr); code != exitDone {
		t.Fatalf("reindex ends with %d: %s", code, &stderr)
	}
}

// articles returns lines of JSONL, of which the seventh has a known text.
func articles(n int) string {
	var b strings.Builder
	for i := range n {
		title := fmt.Sprintf("第%c篇", 0x4e00+rune(i))
		if i == 7 {
			title = "第七篇"
		}
		fmt.Fprintf(&b, `{"id":"%d","title":"%s","text":"%s"}`+"\n", i, title, strings.Repeat(title+"的正文，", 200))
	}
	return b.String()
}
