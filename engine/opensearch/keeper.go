package opensearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// numbers are the generations of which there is an index, oldest first.
func (e *Engine) numbers(ctx context.Context) ([]int, error) {
	var answer map[string]any
	err := e.client.ask(ctx, http.MethodGet, "/"+e.o.indexPattern()+"/_alias", nil, &answer)
	if err != nil && statusOf(err) != http.StatusNotFound {
		return nil, fmt.Errorf("list the indices of %s: %w", e.o.Name, err)
	}
	var all []int
	for name := range answer {
		if number, ok := e.o.numberOf(name); ok {
			all = append(all, number)
		}
	}
	slices.Sort(all)
	return all, nil
}

// manifests are those of all generations, oldest first, and the numbers of the
// indices that have none.
func (e *Engine) manifests(ctx context.Context) (whole []*manifest, bare []int, err error) {
	all, err := e.numbers(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, n := range all {
		m, err := e.readManifest(ctx, n)
		switch {
		case errors.Is(err, engine.ErrNotFound):
			bare = append(bare, n)
		case errors.Is(err, engine.ErrFingerprint), errors.Is(err, engine.ErrDamaged):
			whole = append(whole, &manifest{Number: n}) // unreadable here, but published: it must not be swept
		case err != nil:
			return nil, nil, err
		default:
			whole = append(whole, m)
		}
	}
	return whole, bare, nil
}

// sweep removes what dead jobs left behind: indices without a manifest, and
// documents that belong to no manifest. The caller holds the lock.
func (e *Engine) sweep(ctx context.Context) ([]*manifest, error) {
	whole, bare, err := e.manifests(ctx)
	if err != nil {
		return nil, err
	}
	for _, n := range bare {
		e.log.Info("sweeping what a job left behind", "index", e.o.indexName(n))
		if err := e.deleteIndex(ctx, e.o.indexName(n)); err != nil {
			return nil, err
		}
	}
	tokens := []string{}
	for _, m := range whole {
		if m.Token == "" { // unreadable, so that its documents cannot be told from stray ones
			return whole, nil
		}
		tokens = append(tokens, m.Token)
	}
	stray := object{"bool": object{"filter": object{"term": object{"kind": kindChunk}}, "must_not": object{"terms": object{"token": tokens}}}}
	return whole, e.deleteSide(ctx, stray)
}

func (e *Engine) deleteIndex(ctx context.Context, name string) error {
	err := e.client.order(ctx, http.MethodDelete, "/"+name, nil, nil)
	if err != nil && statusOf(err) != http.StatusNotFound {
		return fmt.Errorf("remove index %s: %w", name, err)
	}
	return nil
}

// removeGeneration removes an index with all that belongs to it.
func (e *Engine) removeGeneration(ctx context.Context, name, token string) error {
	if number, ok := e.o.numberOf(name); ok {
		err := e.client.order(ctx, http.MethodDelete, "/"+e.o.sideName()+"/_doc/"+manifestID(number), nil, nil)
		if err != nil && statusOf(err) != http.StatusNotFound {
			return fmt.Errorf("remove the manifest of %s: %w", name, err)
		}
	}
	return errors.Join(e.deleteIndex(ctx, name), e.deleteSide(ctx, object{"term": object{"token": token}}))
}

// collect removes all generations but the current one, the one before it and those
// that have views in this process. It returns the names of the removed indices.
func (e *Engine) collect(ctx context.Context, current, before int) (removed []string, err error) {
	whole, _, err := e.manifests(ctx)
	if err != nil {
		return nil, err
	}
	for _, m := range whole {
		if m.Number == current || m.Number == before || m.Token == "" || e.inUse(m.Number) {
			continue
		}
		name := e.o.indexName(m.Number)
		if err := e.removeGeneration(ctx, name, m.Token); err != nil {
			return removed, err
		}
		removed = append(removed, name)
	}
	return removed, nil
}

// exists returns engine.ErrNoIndex where there is no generation, and so no side
// index with a lock.
func (e *Engine) exists(ctx context.Context) error {
	if err := e.checkVersion(ctx); err != nil {
		return err
	}
	_, err := e.current(ctx)
	return err
}

// locked calls do while it holds the lock of the one writer. The side index must
// exist.
func (e *Engine) locked(ctx context.Context, do func(context.Context, *lease) error) error {
	if err := e.enter(); err != nil {
		return err
	}
	l, protected, err := e.acquire(ctx)
	if err != nil {
		return errors.Join(err, e.leave(0))
	}
	both, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(protected, func() { cancel(context.Cause(protected)) })
	err = do(both, l)
	stop()
	cancel(nil)
	clean, cancelClean := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
	defer cancelClean()
	return errors.Join(err, l.release(clean), e.leave(0))
}

// Generations lists the generations in the cluster, newest first.
func (e *Engine) Generations(ctx context.Context) ([]engine.GenerationInfo, error) {
	if err := e.checkVersion(ctx); err != nil {
		return nil, err
	}
	all, err := e.numbers(ctx)
	if err != nil {
		return nil, err
	}
	current, err := e.current(ctx)
	if err != nil && !errors.Is(err, engine.ErrNoIndex) && !errors.Is(err, engine.ErrDamaged) {
		return nil, err
	}
	var list []engine.GenerationInfo
	for _, n := range slices.Backward(all) {
		info := engine.GenerationInfo{State: engine.State{Generation: n}, Current: n == current, InUse: e.inUse(n), Folder: e.o.indexName(n)}
		m, err := e.readManifest(ctx, n)
		switch {
		case errors.Is(err, engine.ErrUnavailable):
			return nil, err
		case err != nil:
			info.Problem = err.Error()
		default:
			info.State = m.state()
		}
		list = append(list, info)
	}
	return list, nil
}

// Rollback switches the alias back to the newest whole generation before the
// current one.
func (e *Engine) Rollback(ctx context.Context) (s engine.State, err error) {
	if err := e.exists(ctx); err != nil {
		return s, fmt.Errorf("roll back: %w", err)
	}
	err = e.locked(ctx, func(ctx context.Context, _ *lease) error {
		s, err = e.rollback(ctx)
		return err
	})
	return s, err
}

func (e *Engine) rollback(ctx context.Context) (engine.State, error) {
	current, err := e.current(ctx)
	if err != nil {
		return engine.State{}, fmt.Errorf("roll back: %w", err)
	}
	all, err := e.numbers(ctx)
	if err != nil {
		return engine.State{}, err
	}
	var problems error
	for _, n := range slices.Backward(all) {
		if n >= current {
			continue
		}
		r, x := e.checkGeneration(ctx, n)
		if len(r.Problems) > 0 || r.Format != "" {
			problems = errors.Join(problems, fmt.Errorf("generation %d: %w: %s", n, engine.ErrDamaged, cmp.Or(r.Format, first(r.Problems))))
			continue
		}
		if err := e.point(ctx, x.name); err != nil {
			return engine.State{}, fmt.Errorf("roll back: %w", err)
		}
		e.stale()
		return x.manifest.state(), nil
	}
	return engine.State{}, errors.Join(fmt.Errorf("roll back: a generation before %d: %w", current, engine.ErrNotFound), problems)
}

// GC removes what dead jobs left behind, and the generations that no longer serve.
// Views that other machines have open are not known here: for them, only the
// generation before the current one is kept.
func (e *Engine) GC(ctx context.Context) (removed []string, err error) {
	if err := e.exists(ctx); err != nil {
		return nil, fmt.Errorf("collect: %w", err)
	}
	err = e.locked(ctx, func(ctx context.Context, _ *lease) error {
		_, bare, err := e.manifests(ctx)
		if err != nil {
			return err
		}
		if _, err := e.sweep(ctx); err != nil {
			return err
		}
		for _, n := range bare {
			removed = append(removed, e.o.indexName(n))
		}
		current, err := e.current(ctx)
		if err != nil {
			return err
		}
		all, err := e.numbers(ctx)
		if err != nil {
			return err
		}
		before := 0
		for _, n := range all {
			if n < current {
				before = n
			}
		}
		gone, err := e.collect(ctx, current, before)
		removed = append(removed, gone...)
		return err
	})
	return removed, err
}

// Check verifies every generation: that its index answers completely and has our
// layout, its counts, its canaries, the checksums of its files, and every block of
// its vocabulary. The files of the index itself are not read: the cluster verifies
// their checksums whenever it moves a shard.
func (e *Engine) Check(ctx context.Context) (engine.Report, error) {
	r := engine.Report{Index: e.o.Name, Generations: []engine.GenerationReport{}, Problems: []string{}}
	if err := e.checkVersion(ctx); err != nil {
		return r, err
	}
	all, err := e.numbers(ctx)
	if err != nil {
		return r, err
	}
	current, err := e.current(ctx)
	switch {
	case errors.Is(err, engine.ErrNoIndex) && len(all) == 0, errors.Is(err, engine.ErrUnavailable):
		return r, err
	case err != nil:
		r.Problems = append(r.Problems, err.Error())
	case !slices.Contains(all, current):
		r.Problems = append(r.Problems, fmt.Sprintf("the alias %s names generation %d, which is missing", e.o.Name, current))
	}
	r.Current = current
	for _, n := range slices.Backward(all) {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		g, _ := e.checkGeneration(ctx, n)
		g.Current = n == current
		if g.Current && g.Format != "" {
			g.Problems = append(g.Problems, g.Format)
		}
		r.Generations = append(r.Generations, g)
	}
	if r.OK() {
		return r, ctx.Err()
	}
	named := first(r.Problems)
	for _, g := range r.Generations {
		named = cmp.Or(named, first(g.Problems))
	}
	return r, fmt.Errorf("index %s: %w: %s", e.o.Name, engine.ErrDamaged, named)
}

// checkGeneration lists the problems of a generation, and returns it opened, nil
// where it cannot be.
func (e *Engine) checkGeneration(ctx context.Context, n int) (engine.GenerationReport, *index) {
	g := engine.GenerationReport{Number: n, Problems: []string{}}
	problem := func(err error) bool {
		if err != nil {
			g.Problems = append(g.Problems, err.Error())
		}
		return err != nil
	}
	m, err := e.readManifest(ctx, n)
	if errors.Is(err, engine.ErrFingerprint) {
		g.Format = err.Error()
		return g, nil
	}
	if errors.Is(err, engine.ErrNotFound) {
		err = fmt.Errorf("index %s: %w: it has no manifest; `generations gc` removes what a dead job left", e.o.indexName(n), engine.ErrDamaged)
	}
	if problem(err) || problem(e.checkLayout(ctx, e.o.indexName(n))) {
		return g, nil
	}
	g.Parts, g.Articles, g.Bytes, g.Files = m.Parts, m.Articles, m.Bytes, len(m.Files)+1
	x, err := e.openIndex(ctx, n)
	if problem(err) {
		return g, nil
	}
	v := newView(x)
	a, err := v.one(ctx, object{"size": 0, "track_total_hits": true})
	if !problem(err) && a.Hits.Total.Value != m.Parts {
		problem(fmt.Errorf("index %s: %w: %d parts instead of %d", x.name, engine.ErrDamaged, a.Hits.Total.Value, m.Parts))
	}
	problem(x.canaries(ctx))
	for _, name := range slices.Sorted(maps.Keys(m.Files)) {
		_, err := e.readFile(ctx, m.Files[name])
		problem(err)
	}
	for some := range slices.Chunk(blockNumbers(m.Blocks), getMost) {
		_, err := x.vocabulary.read(ctx, some)
		problem(err)
	}
	return g, x
}

func blockNumbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}
