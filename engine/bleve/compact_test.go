package bleve

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// After many small jobs the large text file has not been rewritten, there are only
// few small files beside it, and every record is unchanged.
func TestSmallJobsDoNotCopyTheText(t *testing.T) {
	ctx := context.Background()
	e, err := Open(t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	want := map[string]string{}
	publish := func(m engine.Mode, docs ...engine.Doc) {
		t.Helper()
		g, err := e.Begin(ctx, m, "f")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range docs {
			want[d.ID] = string(d.Stored)
		}
		if err := g.Write(ctx, docs); err != nil {
			t.Fatal(err)
		}
		if _, err := g.Publish(ctx); err != nil {
			t.Fatal(err)
		}
	}
	doc := func(id, text string) engine.Doc {
		return engine.Doc{ID: id, Article: id, Grams: []string{id}, Stored: []byte(text)}
	}
	var docs []engine.Doc
	for i := range 100 {
		docs = append(docs, doc(fmt.Sprint("d", i), strings.Repeat(fmt.Sprint("text ", i), 1000)))
	}
	publish(engine.Empty, docs...)
	large := textFiles(t, e)[0]
	for i := range 60 {
		publish(engine.Current, doc(fmt.Sprint("d", i%20), fmt.Sprint("job ", i)))
		if texts := textFiles(t, e); texts[0] != large || len(texts) > textFilesMost {
			t.Fatalf("after job %d the text files are %v", i, texts)
		}
	}
	if got := stored(t, e); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("records are not what was written")
	}

	// Deleted records are removed, even from the large file.
	for i := range 100 {
		docs[i].Stored = []byte(fmt.Sprint("short ", i))
	}
	publish(engine.Current, docs[:60]...)
	if texts := textFiles(t, e); len(texts) != 1 || texts[0] == large {
		t.Errorf("the text files are %v", texts)
	}
	if got := stored(t, e); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Error("records are not what was written")
	}
}

func textFiles(t *testing.T, e *Engine) []string {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	return v.(*view).x.manifest.Texts
}

func stored(t *testing.T, e *Engine) map[string]string {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	res, err := v.Search(t.Context(), engine.Request{Size: 1000, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, h := range res.Hits {
		all[h.ID] = string(h.Stored)
	}
	return all
}
