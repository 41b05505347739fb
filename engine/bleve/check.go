package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blevesearch/vellum"
	"github.com/xunzhang/xunzhang/engine"
)

// Check verifies every generation and changes nothing: all checksums, counts,
// postings and canary queries. Then it opens the generation with bleve's own code,
// as another program would, and compares counts and canaries again. A generation
// of another Format is a problem only when it is the current one. The error wraps
// ErrDamaged when something is damaged, and ErrNoIndex when there is no index;
// the report is filled in either way.
func (e *Engine) Check(ctx context.Context) (engine.Report, error) {
	r := engine.Report{Index: e.dir}
	all, err := numbers(e.dir)
	if err != nil {
		return r, err
	}
	current, problem := readCurrent(e.dir)
	if errors.Is(problem, os.ErrNotExist) && len(all) == 0 {
		return r, fmt.Errorf("index %s: %w", e.dir, engine.ErrNoIndex)
	}
	var first error
	found := func(list *[]string, err error) {
		*list = append(*list, err.Error())
		if first == nil {
			first = err
		}
	}
	if problem != nil {
		found(&r.Problems, damaged(filepath.Join(e.dir, currentName), problem))
	}
	r.Current = current
	seen := current == 0
	for _, n := range all {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		seen = seen || n == current
		g := engine.GenerationReport{Number: n, Current: n == current}
		for _, err := range checkGeneration(ctx, filepath.Join(e.dir, genName(n)), &g) {
			if errors.Is(err, engine.ErrFingerprint) {
				g.Format = err.Error()
			}
			if g.Format == "" || g.Current {
				found(&g.Problems, err)
			}
		}
		r.Generations = append(r.Generations, g)
	}
	if !seen {
		found(&r.Problems, fmt.Errorf("%s: %w: %s is missing", filepath.Join(e.dir, currentName), engine.ErrDamaged, genName(current)))
	}
	if first != nil {
		return r, fmt.Errorf("%w; run a full reindex", first)
	}
	return r, ctx.Err()
}

// checkGeneration lists what is wrong with a generation.
func checkGeneration(ctx context.Context, dir string, g *engine.GenerationReport) []error {
	m, err := readManifest(dir)
	if err != nil {
		return []error{err}
	}
	state := m.state(dir)
	g.Parts, g.Articles, g.Bytes, g.Files = m.Parts, m.Articles, state.IndexBytes, len(m.Files)+1
	problems, err := m.problems(dir)
	if err != nil {
		problems = append(problems, err)
	}
	if len(problems) > 0 {
		return problems
	}
	x, err := openVerified(dir, m)
	if err != nil {
		return []error{err}
	}
	v := &view{x: x}
	err = v.guard(ctx, func() error {
		g.Postings, err = x.readAll(ctx)
		return errors.Join(err, x.chars.check(x.table.size()), x.canaries(ctx), x.checkByBleve(ctx))
	})
	if err = errors.Join(err, v.Close()); err != nil {
		return []error{err}
	}
	return nil
}

// readAll reads every posting list and looks up every stored record. It returns
// the number of postings.
func (x *index) readAll(ctx context.Context) (int64, error) {
	for r := range uint32(x.table.size()) {
		if _, err := x.stored(r); err != nil {
			return 0, err
		}
	}
	total := int64(0)
	for _, s := range x.segments {
		for _, f := range [...]engine.Field{engine.Grams, engine.Labels, engine.Titles, engine.Words} {
			n, err := s.readAll(ctx, f)
			if err != nil {
				return total, fmt.Errorf("%s: field %s: %w", filepath.Join(x.dir, s.name), f, err)
			}
			total += n
		}
	}
	return total, nil
}

func (s *segment) readAll(ctx context.Context, f engine.Field) (int64, error) {
	fst := s.dictionary(f)
	if fst == nil {
		return 0, nil
	}
	total, p := int64(0), &postings{}
	it, err := fst.Iterator(nil, nil)
	for ; err == nil; err = it.Next() {
		if err := ctx.Err(); err != nil {
			return total, err
		}
		_, value := it.Current()
		if err := p.reset(s, value, f == engine.Grams); err != nil {
			return total, err
		}
		n, err := s.readList(p)
		if err != nil {
			return total, err
		}
		total += n
	}
	if !errors.Is(err, vellum.ErrIteratorDone) {
		return total, err
	}
	return total, nil
}

// readList reads a posting list, whose documents must ascend and exist in the
// segment.
func (s *segment) readList(p *postings) (int64, error) {
	total, next := int64(0), uint64(0)
	for p.next() {
		for _, doc := range p.docs[:p.n] {
			if uint64(doc) < next || int(doc) >= len(s.rows) {
				return total, fmt.Errorf("%w: document %d", engine.ErrDamaged, doc)
			}
			next = uint64(doc) + 1
		}
		total += int64(p.n)
	}
	if p.err == nil && total != int64(p.size) {
		return total, fmt.Errorf("%w: %d postings instead of %d", engine.ErrDamaged, total, p.size)
	}
	return total, p.err
}
