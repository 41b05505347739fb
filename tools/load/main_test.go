package main

import (
	"errors"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestOptions(t *testing.T) {
	queries := filepath.Join(t.TempDir(), "queries.txt")
	if err := os.WriteFile(queries, []byte("产品 经理\n\n 用户 \n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readOptions([]string{"--program", "x", "--index", "y"}); !errors.Is(err, errFlags) {
		t.Errorf("without queries: %v", err)
	}
	if _, err := readOptions([]string{"--program", "x", "--index", "y", "--queries", os.DevNull}); err == nil || !strings.Contains(err.Error(), os.DevNull) {
		t.Errorf("with a file of none: %v", err)
	}
	o, err := readOptions([]string{"--program", "x", "--index", "y", "--queries", queries, "--span", "2s"})
	if err != nil || strings.Join(o.queries, "|") != "产品 经理|用户" || o.span != 2*time.Second {
		t.Errorf("%v, %v", o, err)
	}
}

func TestRecord(t *testing.T) {
	var r record
	for i := 1; i <= 100; i++ {
		r.add(outcome{status: http.StatusOK, took: time.Duration(101-i) * time.Millisecond})
	}
	r.add(outcome{status: http.StatusServiceUnavailable, took: time.Minute})
	r.add(outcome{})
	ok := r.times(http.StatusOK)
	for share, want := range map[float64]string{0: "1.0", .5: "51.0", .95: "96.0", 1: "100.0"} {
		if got := quantile(ok, share); got != want {
			t.Errorf("quantile %v is %s, want %s", share, got, want)
		}
	}
	if r.count(http.StatusServiceUnavailable) != 1 || r.count(0) != 1 || quantile(r.times(http.StatusTooManyRequests), 1) != "-" {
		t.Errorf("%+v", r.outcomes)
	}
}

func TestUnbroken(t *testing.T) {
	for _, queries := range [][]string{{"小红书 TikTok 难民", "产品经理"}, {"only letters"}} {
		text, err := url.QueryUnescape(unbroken(rand.New(rand.NewPCG(1, 2)), options{queries: queries}, 256))
		if err != nil || utf8.RuneCountInString(text) != 256 || strings.ContainsAny(text, " Tn") {
			t.Errorf("of %q: %q, %v", queries, text, err)
		}
	}
}
