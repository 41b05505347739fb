package main

import (
	"strings"
	"testing"
)

const printed = `goos: linux
pkg: github.com/xunzhang/xunzhang/bench
BenchmarkReindex/xunzhang-2    1   30123456789 ns/op   2.4251 MB/s   9253921 bytes   999.9 s
--- BENCH: BenchmarkReindex/xunzhang-2
    reindex_test.go:83: 300 articles, 21932 paragraphs, 0 skipped
BenchmarkReindex/a-b_c         1   5 ns/op   0.0004 MB/s   2 times-as-long
BenchmarkReindex/stages        1   7 ns/op
BenchmarkFold                  200   1234 ns/op
PASS
ok  	github.com/xunzhang/xunzhang/bench	10.840s
`

const wanted = `| Reindex | MB/s | bytes | s | times-as-long |
| --- | ---: | ---: | ---: | ---: |
| xunzhang | 2.43 | 9,253,921 | 1,000 |  |
| a-b c | 0.0004 |  |  | 2 |

| Fold | ns/op |
| --- | ---: |
|  | 1,234 |
`

func TestTables(t *testing.T) {
	var out strings.Builder
	if err := run(strings.NewReader(printed), &out); err != nil {
		t.Fatal(err)
	}
	if out.String() != wanted {
		t.Errorf("got\n%s\nwant\n%s", out.String(), wanted)
	}
}
