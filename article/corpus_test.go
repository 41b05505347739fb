package article_test

import (
	"context"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// TestCorpus reads a GitBook of thousands of real articles, each of which
// names itself by a number.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("a large corpus")
	}
	source := articletest.Shared(t, "corpus/woshipm.tar.gz")
	f, ids, seed := article.NewFurniture(), map[string]bool{}, article.Article{}
	err := article.Walk(context.Background(), source, article.Options{}, article.Visitor{
		Raw: func(r article.Raw) error {
			a, err := article.Parse(r, article.Options{})
			if err != nil {
				t.Errorf("%s: %v", r.Name(), err)
				return nil
			}
			if a.Title == "" || a.Author == "" || a.Published.IsZero() || a.Views == 0 || a.Brief == "" || len(a.Tags) == 0 {
				t.Errorf("%s lacks metadata: %s", r.Name(), articletest.Render(article.Article{Title: a.Title, Author: a.Author}))
			}
			ids[a.ID] = true
			if a.ID == "6171431" {
				seed = a
			}
			f.Add(a)
			return nil
		},
		Skip: func(s article.Skip) { t.Errorf("skipped %+v", s) },
	})
	if err != nil || len(ids) != 6000 {
		t.Fatalf("%d articles, %v", len(ids), err)
	}
	left, dropped := f.Drop(seed)
	if dropped == 0 || left.Author != "娱乐硬糖" || left.Category != "It" || left.Views != 3915 || len(left.Tags) != 4 {
		t.Errorf("dropped %d of %s", dropped, articletest.Render(left))
	}
	first, last := left.Paragraphs[0].Text, left.Paragraphs[len(left.Paragraphs)-1].Text
	if first[:len("2025年的第3周")] != "2025年的第3周" || last != "作者 | 魏妮卡 编辑 | 李春晖" {
		t.Errorf("from %q to %q", first, last)
	}
}

// BenchmarkCorpus is the reading and parsing of the corpus on one core.
func BenchmarkCorpus(b *testing.B) {
	source := articletest.Shared(b, "corpus/woshipm.tar.gz")
	for b.Loop() {
		size := int64(0)
		err := article.Walk(context.Background(), source, article.Options{}, article.Visitor{Raw: func(r article.Raw) error {
			size += int64(len(r.Bytes))
			_, err := article.Parse(r, article.Options{})
			return err
		}})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(size)
	}
}
