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

// Whatever fails, nothing is published at the target, no generation stays open there,
// and the copy can be made afterwards.
func TestCopyThatFails(t *testing.T) {
	w := newWorld(t)
	w.write("a.md", "# 甲", "", "第一段正文。")
	w.run(w.job("a.md"))
	for call, want := range map[string]error{"begin": engine.ErrLocked, "write": errFault, "put": errFault, "publish": errFault} {
		to := &faulty{Engine: enginetest.NewMemory(), fail: call}
		if _, err := Copy(t.Context(), w.analyzer, Copying{From: w.engine, To: to}); !errors.Is(err, want) {
			t.Errorf("%s fails: %v, want %v", call, err, want)
		}
		if v, err := to.View(t.Context()); !errors.Is(err, engine.ErrNoIndex) {
			t.Errorf("%s fails: the target has an index: %v %v", call, v, err)
		}
		if n := to.open.Load(); n != 0 {
			t.Errorf("%s fails: %d generations are open", call, n)
		}
		to.fail = ""
		if s, err := Copy(t.Context(), w.analyzer, Copying{From: w.engine, To: to}); err != nil || s.Articles != 1 {
			t.Errorf("after %s has failed: %+v %v", call, s, err)
		}
	}
	if _, err := Copy(t.Context(), w.analyzer, Copying{From: damaged{}, To: enginetest.NewMemory()}); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("an index that cannot be opened: %v", err)
	}
	if _, err := Copy(t.Context(), w.analyzer, Copying{From: enginetest.NewMemory(), To: w.engine}); !errors.Is(err, engine.ErrNoIndex) {
		t.Errorf("without an index: %v", err)
	}
}

// A forgetful engine loses the parts that are written.
type forgetful struct{ engine.Engine }

type forgetfulGeneration struct{ engine.Generation }

func (f forgetful) Begin(ctx context.Context, m engine.Mode, fingerprint string) (engine.Generation, error) {
	g, err := f.Engine.Begin(ctx, m, fingerprint)
	return forgetfulGeneration{g}, err
}

func (forgetfulGeneration) Write(context.Context, []engine.Doc) error { return nil }

// A copy with other counts than the original is an error.
func TestCopyThatLacksParts(t *testing.T) {
	w := newWorld(t)
	w.write("a.md", "# 甲", "", "第一段正文。")
	w.run(w.job("a.md"))
	if _, err := Copy(t.Context(), w.analyzer, Copying{From: w.engine, To: forgetful{enginetest.NewMemory()}}); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("a copy without its parts: %v", err)
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
