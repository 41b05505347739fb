package indexer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/xunzhang/xunzhang/article"
)

// blocksOf returns the keys of an article's blocks that may be furniture. For JSONL
// there are none: its paragraphs are exported by a program, and never dropped.
func blocksOf(f article.Format, a article.Article) []uint64 {
	if f == article.JSONL {
		return nil
	}
	return article.Blocks(a)
}

// drop removes the furniture from an article, and sets the counts of its document.
func (s *sourceRun) drop(d *document, a article.Article) article.Article {
	d.Dropped = 0
	if len(d.Blocks) > 0 {
		a, d.Dropped = s.furniture.Drop(a)
	}
	d.Paragraphs = len(a.Paragraphs)
	return a
}

// countFurniture counts the blocks of every article of a source.
func countFurniture(documents []*document) *article.Furniture {
	f := article.NewFurniture()
	for _, d := range documents {
		if len(d.Blocks) > 0 {
			f.AddBlocks(d.Blocks)
		}
	}
	return f
}

// revise finds the unchanged articles with a block that became furniture or is no
// longer furniture, and has them read and written again.
func (r *run) revise(ctx context.Context) error {
	var again []*sourceRun
	for _, s := range r.sources {
		s.furniture = countFurniture(s.next.Documents)
		if s.flag(); len(s.again) > 0 {
			again = append(again, s)
		}
		if r.job.DryRun {
			r.report.Changed += len(s.again)
		}
	}
	if len(again) > 0 && !r.job.DryRun {
		if err := r.pipe(ctx, again, r.parseAgain, r.collectAgain); err != nil {
			return err
		}
	}
	for _, s := range again {
		for _, d := range s.again { // changed since the first reading: without a hash the next job reads it again
			d.Hash = hash{}
		}
	}
	return nil
}

// flag fills s.again with the unchanged documents whose furniture changed.
func (s *sourceRun) flag() {
	if len(s.byID) == 0 {
		return
	}
	before := countFurniture(slices.Collect(maps.Values(s.byID)))
	for _, d := range s.next.Documents {
		if !d.written && slices.ContainsFunc(d.Blocks, func(b uint64) bool { return before.Is(b) != s.furniture.Is(b) }) {
			s.again[known{path: d.Path, hash: d.Hash}] = d
		}
	}
}

// parseAgain parses the documents of a batch that are wanted again.
func (r *run) parseAgain(b *batch) error {
	var articles []article.Article
	for i := range b.items {
		it := &b.items[i]
		if it.skip != nil {
			continue // the first reading reported it
		}
		d := b.source.again[knownKey(&it.raw, hashOf(&it.raw, b.source.read))]
		if d == nil {
			continue
		}
		reading, err := readOne(it.raw, b.source.read)
		if err != nil {
			return fmt.Errorf("read %s again: %w", it.raw.Name(), err)
		}
		it.doc, it.index, it.raw.Bytes = d, len(articles), nil
		articles = append(articles, reading.Article)
	}
	return b.pack(articles)
}

// collectAgain marks the articles that were read again to be written.
func (r *run) collectAgain(b *batch) error {
	number, err := r.spool.add(b.packed)
	if err != nil {
		return err
	}
	for i := range b.items {
		it := &b.items[i]
		if it.doc == nil {
			continue
		}
		key := knownKey(&it.raw, it.doc.Hash)
		if b.source.again[key] == nil {
			continue // some archives have the same path with the same bytes twice
		}
		delete(b.source.again, key)
		it.doc.written = true
		r.report.Changed++
		r.gone = append(r.gone, it.doc.ID)
		r.spool.want(number, wanted{index: it.index, doc: it.doc, source: b.source})
	}
	return nil
}
