package indexer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
)

// Near-duplicate articles are found by sketches of their paragraphs, which the
// catalogue keeps. The groups of a generation are computed from the sketches of all
// its articles, including those that the job did not analyse, so that an
// incremental job finds the same groups as a full one.

// sketchParagraphs adds the grams of a part's paragraphs to the sketch of its
// article. Title, author and tags are left out, because a repost has its own.
func sketchParagraphs(s *near.Sketcher, p part.Part, grams []analysis.Token) {
	p.Article.Paragraphs = nil
	head := len(p.Text())
	first := sort.Search(len(grams), func(i int) bool { return grams[i].Start >= head })
	grams = grams[first:]
	s.Add(len(grams), func(i int) string { return grams[i].Term })
}

// textOf returns what the catalogue keeps of an article for the comparison.
func textOf(s *near.Sketcher, title string) near.Text { return s.Text(analysis.FoldString(title)) }

// groupDuplicates finds the groups of near-duplicate articles of the generation,
// and attaches them to it.
func (r *run) groupDuplicates(ctx context.Context, gen engine.Generation) error {
	var all []*document
	for _, s := range r.next.Sources {
		all = append(all, s.Documents...)
	}
	slices.SortFunc(all, func(a, b *document) int { return cmp.Compare(a.ID, b.ID) })
	texts := make([]*near.Text, len(all))
	for i, d := range all {
		texts[i] = &d.Text
	}
	groups := [][]string{}
	r.next.Repeats = 0
	for _, g := range near.Groups(texts) {
		ids := make([]string, len(g))
		for i, n := range g {
			ids[i] = all[n].ID
		}
		groups = append(groups, ids)
		r.next.Repeats += len(ids) - 1
	}
	data, err := near.Encode(groups)
	if err != nil {
		return err
	}
	if err := gen.Put(ctx, near.FileName, data); err != nil {
		return fmt.Errorf("store duplicates: %w", err)
	}
	r.next.Groups = len(groups)
	r.report.NearDuplicates, r.report.NearGroups = r.next.Repeats, r.next.Groups
	return nil
}
