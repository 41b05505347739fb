package indexer

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// TestCopy: the copy has the content of the original, under the rules of the other
// engine, and a job continues from it without reading documents again.
func TestCopy(t *testing.T) {
	w := newWorld(t)
	w.write("a.md", "# 甲\n\n第一段正文。\n\n第二段正文，小红书。\n")
	w.write("b.md", "# 乙\n\n另一篇的正文。\n")
	w.run(w.job("a.md", "b.md"))
	to := enginetest.NewMemory()
	c := Copying{From: w.engine, To: to, ToRules: map[string]string{"engine": "other"}}
	s, err := Copy(t.Context(), w.analyzer, c)
	if err != nil {
		t.Fatal(err)
	}
	if want := Fingerprint(w.analyzer, c.ToRules); s.Fingerprint != want || s.Articles != 2 {
		t.Errorf("copied: %+v", s)
	}
	if got, want := fmt.Sprint(parts(t, to)), fmt.Sprint(w.parts()); got != want {
		t.Errorf("the copy holds\n%s, not\n%s", got, want)
	}
	if got, want := termsIn(t, to), termsIn(t, w.engine); got != want {
		t.Errorf("the copy has the terms\n%s, not\n%s", got, want)
	}
	c = Copying{From: to, To: w.engine} // for which the engine "to" has no rules
	if _, err := Copy(t.Context(), w.analyzer, c); !errors.Is(err, engine.ErrFingerprint) {
		t.Errorf("copied with other rules: %v", err)
	}
}

// termsIn returns all terms of an index with their frequencies.
func termsIn(t *testing.T, e engine.Engine) string {
	t.Helper()
	v, err := e.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	out := ""
	for _, f := range []engine.Field{engine.Words, engine.Grams, engine.Chars, engine.Titles, engine.Labels} {
		err := v.Terms(t.Context(), f, "", func(term string, n int) bool {
			out += fmt.Sprintf("%s:%s=%d ", f, term, n)
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return out
}
