package bleve

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	segments "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	"golang.org/x/sync/errgroup"
)

// mergeMost is the size in bytes up to which segments are merged into one. A merge
// runs on a single core, so that larger ones would leave the other cores idle.
const mergeMost = 1 << 30

// tiers says when segments of incremental jobs are merged: when there are four of
// about the same size, and sooner when many of their documents are dead.
func tiers() *mergeplan.MergePlanOptions {
	return &mergeplan.MergePlanOptions{
		MaxSegmentsPerTier:   4,
		MaxSegmentSize:       5_000_000,
		TierGrowth:           8,
		SegmentsPerMergeTask: 4,
		FloorSegmentSize:     500,
		ReclaimDeletesWeight: 2,
	}
}

// merge reduces the number of segments: after a rebuild to as few as possible,
// after an incremental job to what bleve's merge planner says.
func (g *generation) merge(ctx context.Context) error {
	if err := g.dropDead(); err != nil {
		return err
	}
	groups, err := g.groups()
	if err != nil {
		return err
	}
	merged := make([]segmentFile, len(groups))
	work, ctx := errgroup.WithContext(ctx)
	work.SetLimit(runtime.GOMAXPROCS(0))
	for i, group := range groups {
		name := segmentName(g.nextName())
		work.Go(func() (err error) {
			merged[i], err = g.mergeGroup(ctx, group, name)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return err
	}
	return g.replace(groups, merged)
}

// live returns how many parts of a segment are not dead.
func (g *generation) live(s segmentFile) int {
	n := 0
	for _, r := range s.docs {
		if r != dead && !g.rows[r].dead {
			n++
		}
	}
	return n
}

// dropDead removes segments without live parts.
func (g *generation) dropDead() error {
	kept := g.segments[:0]
	for _, s := range g.segments {
		if g.live(s) > 0 {
			kept = append(kept, s)
		} else if err := g.e.disk.RemoveAll(filepath.Join(g.dir, s.name)); err != nil {
			return fmt.Errorf("drop segment: %w", err)
		}
	}
	g.segments = kept
	return nil
}

// groups returns which segments, by index, are merged with each other.
func (g *generation) groups() ([][]int, error) {
	if !g.cloned {
		return g.allGroups()
	}
	var planned []mergeplan.Segment
	for i, s := range g.segments {
		planned = append(planned, plannedSegment{i, int64(len(s.docs)), int64(g.live(s))})
	}
	plan, err := mergeplan.Plan(planned, tiers())
	if err != nil {
		return nil, fmt.Errorf("plan merges: %w", err)
	}
	if plan == nil {
		return nil, nil
	}
	var groups [][]int
	for _, t := range plan.Tasks {
		var group []int
		for _, s := range t.Segments {
			group = append(group, int(s.Id()))
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// allGroups merges everything, in groups of a limited size.
func (g *generation) allGroups() ([][]int, error) {
	var groups [][]int
	size := int64(mergeMost)
	for i, s := range g.segments {
		info, err := os.Stat(filepath.Join(g.dir, s.name))
		if err != nil {
			return nil, fmt.Errorf("plan merges: %w", err)
		}
		if size += info.Size(); size > mergeMost {
			groups, size = append(groups, nil), info.Size()
		}
		last := &groups[len(groups)-1]
		*last = append(*last, i)
	}
	return slices.DeleteFunc(groups, func(group []int) bool { return len(group) == 1 }), nil
}

// A plannedSegment is a segment for the merge planner; sizes are in documents.
type plannedSegment struct {
	index       int
	docs, alive int64
}

func (s plannedSegment) Id() uint64          { return uint64(s.index) }
func (s plannedSegment) FullSize() int64     { return s.docs }
func (s plannedSegment) LiveSize() int64     { return s.alive }
func (s plannedSegment) HasVector() bool     { return false }
func (s plannedSegment) FileSize() int64     { return s.docs }
func (s plannedSegment) LiveFileSize() int64 { return s.alive }

// mergeGroup merges several segments into one, without their dead documents.
func (g *generation) mergeGroup(ctx context.Context, group []int, name string) (out segmentFile, err error) {
	opened := make([]segments.Segment, 0, len(group))
	drops := make([]*roaring.Bitmap, len(group))
	defer func() {
		for _, s := range opened {
			err = errors.Join(err, s.Close())
		}
	}()
	for i, n := range group {
		s, err := (&zap.ZapPlugin{}).Open(filepath.Join(g.dir, g.segments[n].name))
		if err != nil {
			return out, fmt.Errorf("merge: open %s: %w", g.segments[n].name, err)
		}
		opened = append(opened, s)
		drops[i] = g.drops(g.segments[n])
	}
	var numbers [][]uint64
	err = g.e.disk.Make(filepath.Join(g.dir, name), func(path string) (err error) {
		numbers, err = mergeSegments(ctx, opened, drops, path)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("merge into %s: %w", name, err)
	}
	out.name = name
	for i, n := range group {
		for doc, r := range g.segments[n].docs {
			if at := numbers[i][doc]; at != math.MaxUint64 {
				out.place(at, r)
			}
		}
	}
	return out, nil
}

// place sets the row of a document.
func (s *segmentFile) place(doc uint64, row uint32) {
	for uint64(len(s.docs)) <= doc {
		s.docs = append(s.docs, dead)
	}
	s.docs[doc] = row
}

// drops returns the dead documents of a segment, nil for none.
func (g *generation) drops(s segmentFile) *roaring.Bitmap {
	var b *roaring.Bitmap
	for doc, r := range s.docs {
		if r == dead || g.rows[r].dead {
			if b == nil {
				b = roaring.New()
			}
			b.Add(uint32(doc))
		}
	}
	return b
}

// mergeSegments runs zap's merger, which stops when the context ends.
func mergeSegments(ctx context.Context, opened []segments.Segment, drops []*roaring.Bitmap, path string) (numbers [][]uint64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("zap: %v", r)
		}
	}()
	stop := make(chan struct{})
	defer context.AfterFunc(ctx, func() { close(stop) })()
	numbers, _, err = (&zap.ZapPlugin{}).Merge(opened, drops, path, stop, nil)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return numbers, err
}

// replace replaces the segments of each group by the merged one.
func (g *generation) replace(groups [][]int, merged []segmentFile) error {
	gone := map[int]bool{}
	for _, group := range groups {
		for _, n := range group {
			gone[n] = true
			if err := g.e.disk.RemoveAll(filepath.Join(g.dir, g.segments[n].name)); err != nil {
				return fmt.Errorf("merge: %w", err)
			}
		}
	}
	for n, s := range g.segments {
		if !gone[n] {
			merged = append(merged, s)
		}
	}
	g.segments = merged
	for number, s := range merged {
		g.placeRows(number, s.docs)
	}
	return nil
}
