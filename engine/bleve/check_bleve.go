package bleve

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/xunzhang/xunzhang/engine"
)

// checkByBleve opens a generation with bleve's own code, as another program would,
// and compares counts, deleted documents and canaries with ours. It must come after
// the checksums: bleve does not check what it reads, and on a damaged file it may
// panic in a goroutine of its own, which ends the process.
func (x *index) checkByBleve(ctx context.Context) error {
	opened, err := bleve.OpenUsing(x.dir, map[string]any{
		"read_only":    true,
		"bolt_timeout": "5s", // else it would wait for a writer without end
	})
	if err != nil {
		return fmt.Errorf("%s: %w: bleve cannot open it: %w", x.dir, engine.ErrDamaged, err)
	}
	err = errors.Join(x.compareCounts(opened), x.canariesByBleve(ctx, opened))
	return errors.Join(err, opened.Close())
}

// compareCounts compares how many documents there are, and which are deleted.
func (x *index) compareCounts(opened bleve.Index) error {
	count, err := opened.DocCount()
	if err != nil {
		return fmt.Errorf("%s: bleve counts: %w", x.dir, err)
	}
	if count != uint64(x.manifest.Parts) {
		return fmt.Errorf("%s: %w: bleve sees %d documents instead of %d", x.dir, engine.ErrDamaged, count, x.manifest.Parts)
	}
	advanced, err := opened.Advanced()
	if err != nil {
		return fmt.Errorf("%s: %w", x.dir, err)
	}
	reader, err := advanced.Reader()
	if err != nil {
		return fmt.Errorf("%s: %w", x.dir, err)
	}
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return errors.Join(fmt.Errorf("%s: unexpected %T", x.dir, reader), reader.Close())
	}
	return errors.Join(x.compareSegments(snapshot.Segments()), reader.Close())
}

func (x *index) compareSegments(seen []*scorch.SegmentSnapshot) error {
	byNumber := make(map[uint64]*scorch.SegmentSnapshot, len(seen))
	for _, s := range seen {
		byNumber[s.Id()] = s
	}
	if len(seen) != len(x.segments) {
		return fmt.Errorf("%s: %w: bleve sees %d segments instead of %d", filepath.Join(x.dir, rootName), engine.ErrDamaged, len(seen), len(x.segments))
	}
	for _, s := range x.segments {
		number, err := segmentNumber(s.name)
		if err != nil {
			return err
		}
		if other := byNumber[number]; other == nil || !s.sameDead(other) {
			return fmt.Errorf("%s: %w: bleve sees other documents in %s", filepath.Join(x.dir, rootName), engine.ErrDamaged, s.name)
		}
	}
	return nil
}

// sameDead reports whether bleve has the same documents as deleted.
func (s *segment) sameDead(other *scorch.SegmentSnapshot) bool {
	deleted := other.Deleted()
	for doc, row := range s.rows {
		if (row == dead) != (deleted != nil && deleted.ContainsInt(doc)) {
			return false
		}
	}
	return true
}

// canariesByBleve evaluates the canary queries with bleve.
func (x *index) canariesByBleve(ctx context.Context, opened bleve.Index) error {
	for _, c := range x.manifest.Canaries {
		term := bleve.NewTermQuery(string(c.Term))
		term.SetField(string(c.Field))
		both := bleve.NewConjunctionQuery(term, bleve.NewDocIDQuery([]string{string(c.Part)}))
		result, err := opened.SearchInContext(ctx, bleve.NewSearchRequestOptions(both, 1, 0, false))
		if err != nil {
			return fmt.Errorf("%s: canary by bleve: %w", x.dir, err)
		}
		if result.Total != 1 {
			return fmt.Errorf("%s: %w: in bleve, %s:%q does not find part %q", x.dir, engine.ErrDamaged, c.Field, c.Term, c.Part)
		}
	}
	return nil
}
