package article

import (
	"context"
	"testing"
)

// TestCorpus reads a GitBook of thousands of real articles, each of which
// names itself by a number.
func TestCorpus(t *testing.T) {
	if testing.Short() {
		t.Skip("a large corpus")
	}
	source := shared(t, "corpus/woshipm.tar.gz")
	f, ids, seed := NewFurniture(), map[string]bool{}, Article{}
	err := Walk(context.Background(), source, Options{}, Visitor{
		Raw: func(r Raw) error {
			a, err := Parse(r, Options{})
			if err != nil {
				t.Errorf("%s: %v", r.Name(), err)
				return nil
			}
			if a.Title == "" || a.Author == "" || a.Published.IsZero() || a.Views == 0 || a.Brief == "" || len(a.Tags) == 0 {
				t.Errorf("%s lacks metadata: %s", r.Name(), render(Article{Title: a.Title, Author: a.Author}))
			}
			ids[a.ID] = true
			if a.ID == "6171431" {
				seed = a
			}
			f.Add(a)
			return nil
		},
		Skip: func(s Skip) { t.Errorf("skipped %+v", s) },
	})
	if err != nil || len(ids) != 6000 {
		t.Fatalf("%d articles, %v", len(ids), err)
	}
	left, dropped := f.Drop(seed)
	if dropped == 0 || left.Author != "娱乐硬糖" || left.Category != "It" || left.Views != 3915 || len(left.Tags) != 4 {
		t.Errorf("dropped %d of %s", dropped, render(left))
	}
	first, last := left.Paragraphs[0].Text, left.Paragraphs[len(left.Paragraphs)-1].Text
	if first[:len("2025年的第3周")] != "2025年的第3周" || last != "作者 | 魏妮卡 编辑 | 李春晖" {
		t.Errorf("from %q to %q", first, last)
	}
}

// BenchmarkCorpus is the reading and parsing of the corpus on one core.
func BenchmarkCorpus(b *testing.B) {
	source := shared(b, "corpus/woshipm.tar.gz")
	for b.Loop() {
		size := int64(0)
		err := Walk(context.Background(), source, Options{}, Visitor{Raw: func(r Raw) error {
			size += int64(len(r.Bytes))
			_, err := Parse(r, Options{})
			return err
		}})
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(size)
	}
}
