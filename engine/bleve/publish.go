package bleve

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Publish finishes the generation, verifies it by opening it, and makes it the
// current one. It keeps the generation before, and removes older ones.
func (g *generation) Publish(ctx context.Context) (engine.State, error) {
	if err := g.finish(ctx); err != nil {
		return engine.State{}, fmt.Errorf("publish: %w", g.fail(err))
	}
	m, err := g.seal(ctx)
	if err != nil {
		return engine.State{}, fmt.Errorf("publish: %w", g.fail(err))
	}
	if err := g.install(m); err != nil {
		return engine.State{}, fmt.Errorf("publish generation %d: %w", m.Number, g.fail(err))
	}
	state := m.state(g.dir)
	g.mu.Lock()
	g.done = true
	g.mu.Unlock()
	g.e.prune(m.Number, g.before)
	g.e.reload(ctx)
	if err := g.lock.Close(); err != nil {
		g.e.log.Warn("releasing the lock", "error", err)
	}
	return state, nil
}

// finish writes what is left in builders, merges segments, and writes the tables
// of rows and characters and the snapshot for bleve.
func (g *generation) finish(ctx context.Context) error {
	g.wait()
	if err := g.writeRest(ctx); err != nil {
		return err
	}
	if g.text != nil {
		if err := g.text.close(); err != nil {
			return err
		}
	}
	if err := g.compactTexts(ctx); err != nil {
		return err
	}
	if err := g.merge(ctx); err != nil {
		return err
	}
	return g.change(ctx, func() error { return errors.Join(g.writeTables(), g.writeBleve()) })
}

// writeRest writes the parts that are left in builders, as one segment unless they
// take more than twice the memory of the builders.
func (g *generation) writeRest(ctx context.Context) error {
	var rest []*builder
	if err := g.change(ctx, func() error {
		rest, g.free = g.free, nil
		return nil
	}); err != nil {
		return err
	}
	for i, b := range rest {
		if next := i + 1; next < len(rest) && b.bytes()+rest[next].bytes() <= 2*g.e.memory {
			b.absorb(rest[next])
			rest[next] = b
			continue
		}
		if err := g.writeSegment(ctx, b); err != nil {
			return err
		}
	}
	return nil
}

// writeTables gives every live part its final row, in the order of ids.
func (g *generation) writeTables() error {
	order := make([]uint32, 0, len(g.rows))
	for i := range g.rows {
		if !g.rows[i].dead {
			order = append(order, uint32(i))
		}
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(g.rows[a].id, g.rows[b].id) })
	place := slices.Repeat([]uint32{dead}, len(g.rows))
	parts := &partsFile{texts: len(g.texts)}
	for i, n := range order {
		place[n] = uint32(i)
		parts.rows = append(parts.rows, g.rows[n])
	}
	for _, s := range g.segments {
		parts.segments = append(parts.segments, len(s.docs))
	}
	if err := writeFile(g.e.disk, filepath.Join(g.dir, partsName), parts.encode()); err != nil {
		return fmt.Errorf("write %s: %w", partsName, err)
	}
	if err := writeFile(g.e.disk, filepath.Join(g.dir, charsName), g.chars.encode(place, len(order))); err != nil {
		return fmt.Errorf("write %s: %w", charsName, err)
	}
	return nil
}

// seal writes the manifest, and verifies the result.
func (g *generation) seal(ctx context.Context) (*manifest, error) {
	m, err := g.describe()
	if err != nil {
		return nil, err
	}
	return m, g.verifyWhole(ctx, m)
}

// verifyWhole writes the manifest, which is the last file, and opens the generation
// as a reader does: it checks every checksum, the counts and the canaries.
func (g *generation) verifyWhole(ctx context.Context, m *manifest) error {
	b, err := m.encode()
	if err != nil {
		return err
	}
	if err := writeFile(g.e.disk, filepath.Join(g.dir, manifestName), b); err != nil {
		return err
	}
	for _, dir := range []string{filepath.Join(g.dir, storeName), g.dir} {
		if err := g.e.disk.Sync(dir); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	x, err := openIndex(g.dir)
	if err != nil {
		return fmt.Errorf("verify: %w", err)
	}
	return errors.Join(x.canaries(ctx), x.release())
}

// describe makes the manifest. It reads every file back for its checksum, except
// files shared with the generation before, of which it takes the known checksums.
func (g *generation) describe() (*manifest, error) {
	number, err := g.e.nextNumber()
	if err != nil {
		return nil, err
	}
	m := &manifest{
		Engine: Format, Number: number, Fingerprint: g.fingerprint,
		BuiltAt: time.Now().UTC().Truncate(time.Millisecond), Texts: g.texts, Names: g.names, Files: map[string]fileInfo{},
	}
	for _, s := range g.segments {
		m.Segments = append(m.Segments, s.name)
	}
	g.count(m)
	names, err := filesIn(g.dir)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		if info, ok := g.linked[name]; ok {
			m.Files[name] = info
			continue
		}
		path := filepath.Join(g.dir, name)
		if err := g.e.disk.Sync(path); err != nil {
			return nil, err
		}
		if m.Files[name], err = measure(path); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// count sums up the live rows, and chooses canaries of live parts.
func (g *generation) count(m *manifest) {
	articles := map[string]bool{}
	newest := int32(noDay)
	for i := range g.rows {
		r := &g.rows[i]
		if r.dead {
			continue
		}
		m.Parts++
		articles[r.article] = true
		m.Paragraphs += int(r.paragraphs)
		m.Runes += int64(r.runes)
		newest = max(newest, r.day)
	}
	m.Articles, m.Newest = len(articles), timeOf(newest)
	for _, w := range g.witnesses {
		if !g.rows[w.row].dead {
			m.Canaries = append(m.Canaries, canary{Field: w.field, Term: []byte(w.term), Part: []byte(g.rows[w.row].id)})
		}
	}
}

// nextNumber is above the number of every generation on disk, in quarantine or in
// CURRENT.
func (e *Engine) nextNumber() (int, error) {
	last := 0
	for _, dir := range []string{e.dir, filepath.Join(e.dir, quarantineName)} {
		all, err := numbers(dir)
		if err != nil {
			return 0, err
		}
		if len(all) > 0 {
			last = max(last, all[0])
		}
	}
	if n, err := readCurrent(e.dir); err == nil {
		last = max(last, n)
	}
	return last + 1, nil
}

// install renames the folder to that of a generation, read-only, and makes it the
// current one.
func (g *generation) install(m *manifest) error {
	d := g.e.disk
	for _, name := range append(sortedKeys(m.Files), manifestName) {
		if err := d.Chmod(filepath.Join(g.dir, name), publishedFile); err != nil {
			return err
		}
	}
	for _, dir := range []string{filepath.Join(g.dir, storeName), g.dir} {
		if err := d.Chmod(dir, publishedFolder); err != nil {
			return err
		}
	}
	to := filepath.Join(g.e.dir, genName(m.Number))
	if err := d.Rename(g.dir, to); err != nil {
		return err
	}
	g.dir = to // Discard removes it, should the rest fail
	if err := d.Sync(g.e.dir); err != nil {
		return err
	}
	return g.e.writeCurrent(m.Number)
}
