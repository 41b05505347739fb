package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/part"
)

var errFault = errors.New("fault")

// A faultyView fails in one of its calls, or returns stored parts that are damaged.
type faultyView struct {
	engine.View
	fail string // "search", "articles" or "damage"
}

func (v faultyView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if v.fail == "search" {
		return nil, errFault
	}
	found, err := v.View.Search(ctx, r)
	if err == nil && v.fail == "damage" {
		damage(found.Hits)
	}
	return found, err
}

func (v faultyView) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	if v.fail == "articles" {
		return nil, errFault
	}
	hits, err := v.View.Articles(ctx, ids)
	if v.fail == "damage" {
		damage(hits)
	}
	return hits, err
}

func damage(hits []engine.Hit) {
	for i := range hits {
		hits[i].Stored = []byte("not a part")
	}
}

// A faultyEngine returns faulty views.
type faultyEngine struct {
	engine.Engine
	fail string
}

func (e faultyEngine) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	return faultyView{v, e.fail}, err
}

// An export that fails ends with an error, so that it never looks complete.
func TestAFaultEndsAnExport(t *testing.T) {
	for _, c := range []struct {
		fail string
		want error
	}{
		{"search", errFault}, {"articles", errFault}, {"damage", part.ErrFormat},
	} {
		r, err := Open(t.Context(), faultyEngine{small(t), c.fail}, Filter{})
		if err != nil {
			t.Fatal(err)
		}
		if some, err := r.Next(t.Context()); !errors.Is(err, c.want) || errors.Is(err, io.EOF) || len(some) > 0 {
			t.Errorf("%s: %d articles, %v", c.fail, len(some), err)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Every part is visited once, in the order of ids, across the borders of pages.
func TestEachPartVisitsEveryPart(t *testing.T) {
	var list []Article
	for i := range eachPage + 3 {
		list = append(list, Article{ID: fmt.Sprintf("%05d", i), Title: "一篇", Paragraphs: []string{"正文。"}})
	}
	e := enginetest.NewMemory()
	t.Cleanup(func() { _ = e.Close() })
	indexed(t, e, lines(t, list))
	view, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer view.Close()
	n := 0
	err = EachPart(t.Context(), view, func(h engine.Hit, v part.View) error {
		if h.Article != list[n].ID || part.Decode(v.Title) != "一篇" {
			t.Errorf("part %d is of article %s, title %q", n, h.Article, part.Decode(v.Title))
		}
		n++
		return nil
	})
	if err != nil || n != len(list) {
		t.Errorf("%d parts of %d, %v", n, len(list), err)
	}
}

// Visiting all parts ends at the first error of the caller, of the engine or of a
// stored part, and with the context.
func TestEachPartEnds(t *testing.T) {
	for _, c := range []struct {
		name, fail string
		do         func(cancel func()) error
		visited    int
		want       error
	}{
		{"an error of the caller", "", func(func()) error { return errFault }, 1, errFault},
		{"an error of the engine", "search", func(func()) error { return nil }, 0, errFault},
		{"a damaged part", "damage", func(func()) error { return nil }, 0, part.ErrFormat},
		{"the context", "", func(cancel func()) error { cancel(); return nil }, 1, context.Canceled},
	} {
		view, err := faultyEngine{small(t), c.fail}.View(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		n := 0
		err = EachPart(ctx, view, func(engine.Hit, part.View) error {
			n++
			return c.do(cancel)
		})
		cancel()
		if !errors.Is(err, c.want) || n != c.visited {
			t.Errorf("%s: %d parts, %v", c.name, n, err)
		}
		if err := view.Close(); err != nil {
			t.Error(err)
		}
	}
}

// Tags, dates, the address and the pronunciations in an article are exported with
// it.
func TestMetadataIsExported(t *testing.T) {
	got := all(t, small(t), Filter{})
	if b := got[1]; b.Published != "2024-05-01" || strings.Join(b.Tags, " ") != "手机" || b.Author != "白露" || b.Category != "科技" {
		t.Errorf("%+v", b)
	}
	if d := got[3]; d.Views != 7 || d.URL != "https://example.org/d" || d.Brief != "简介" || d.Published != "" {
		t.Errorf("%+v", d)
	}
}
