package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/indexer"
)

func TestProgressLine(t *testing.T) {
	for _, c := range []struct {
		p    indexer.Progress
		want string
	}{
		{indexer.Progress{Phase: indexer.Reading, Files: 3, Articles: 120, Bytes: 5 << 20, Rate: 60},
			"reading: 3 files, 120 articles, 5.0 MiB, 60 articles/s"},
		{indexer.Progress{Phase: indexer.Writing, Done: 100, Total: 300, Rate: 50, Left: 4 * time.Second, Skipped: 2},
			"writing: 100 of 300 articles, 50/s, 4s left, 2 skipped"},
		{indexer.Progress{Phase: indexer.Publishing, Total: 300}, "merging and verifying"},
	} {
		if got := progressLine(c.p); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// Where lines cannot be rewritten, a line is printed only now and then.
func TestPlainProgressIsRare(t *testing.T) {
	var out bytes.Buffer
	k := newTicker(&out)
	for d := time.Duration(0); d <= 12*time.Second; d += 200 * time.Millisecond {
		k.show(indexer.Progress{Phase: indexer.Reading, Elapsed: d})
	}
	k.end()
	if n := strings.Count(out.String(), "\n"); n != 3 || strings.Contains(out.String(), "\x1b") {
		t.Errorf("%d lines in 12 seconds: %q", n, out.String())
	}
}

func TestMemoryLimitGivesWay(t *testing.T) {
	for live, want := range map[int64]int64{0: memoryGoal, 100 << 20: memoryGoal, 2 << 30: 3 << 30} {
		if got := limitFor(live); got != want {
			t.Errorf("limitFor(%d) = %d, want %d", live, got, want)
		}
	}
}
