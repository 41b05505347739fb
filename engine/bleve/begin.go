package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

// Begin starts a generation in a folder of its own, and removes what a killed
// job left behind. It returns ErrLocked when another job holds the lock; in
// mode Current also ErrNoIndex, ErrFingerprint and ErrDamaged.
func (e *Engine) Begin(ctx context.Context, mode engine.Mode, fingerprint string) (engine.Generation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.isClosed() {
		return nil, fmt.Errorf("index %s: %w", e.dir, engine.ErrClosed)
	}
	if mode == engine.Current {
		if _, err := readCurrent(e.dir); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("index %s: %w", e.dir, engine.ErrNoIndex)
		}
	}
	lock, err := e.acquire()
	if err != nil {
		return nil, err
	}
	g, err := e.begin(mode, fingerprint, lock)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return g, nil
}

func (e *Engine) isClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.closed
}

func (e *Engine) begin(mode engine.Mode, fingerprint string, lock *flock.Flock) (*generation, error) {
	if _, err := e.sweep(); err != nil {
		return nil, err
	}
	g := &generation{
		e: e, lock: lock, fingerprint: fingerprint, dir: filepath.Join(e.dir, buildingPrefix+strconv.Itoa(os.Getpid())),
		byID: map[string]uint32{}, byArt: map[string][]uint32{}, strings: map[string]string{},
		chars: charsBuilder{lists: map[string]*charList{}}, puts: map[string]bool{},
		callers: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	var err error
	if g.titles, err = titleAnalyzer(); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if g.before, err = readCurrent(e.dir); err != nil && mode == engine.Current {
		return nil, err
	}
	if err := e.disk.MkdirAll(filepath.Join(g.dir, storeName)); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if mode == engine.Current {
		if err := g.clone(filepath.Join(e.dir, genName(g.before))); err != nil {
			return nil, errors.Join(err, e.disk.RemoveAll(g.dir))
		}
	}
	return g, nil
}

// sweep removes the folders of killed jobs, and returns their names. The caller holds
// the lock, so that no job is running.
func (e *Engine) sweep() (removed []string, err error) {
	left, err := filepath.Glob(filepath.Join(globEscape(e.dir), buildingPrefix+"*"))
	if err != nil {
		return nil, fmt.Errorf("sweep: %w", err)
	}
	for _, dir := range left {
		e.log.Info("sweeping what a job left behind", "folder", dir)
		if err := e.disk.RemoveAll(dir); err != nil {
			return removed, fmt.Errorf("sweep: %w", err)
		}
		removed = append(removed, filepath.Base(dir))
	}
	return removed, nil
}

// globEscape makes a path match itself.
func globEscape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// clone starts from a published generation. Segments, text files and attached
// files become hard links, since nobody ever writes to them again; rows and
// characters are loaded, to be written again at publishing.
func (g *generation) clone(from string) (err error) {
	x, err := openIndex(from)
	if err != nil {
		return fmt.Errorf("clone: %w", err)
	}
	defer func() { err = errors.Join(err, x.release()) }()
	if x.state.Fingerprint != g.fingerprint {
		return fmt.Errorf("clone generation %d: %w", x.state.Generation, engine.ErrFingerprint)
	}
	g.linked = map[string]fileInfo{}
	for name, info := range x.manifest.Files {
		if name == partsName || name == charsName || name == rootName {
			continue
		}
		if err := g.e.disk.Link(filepath.Join(from, name), filepath.Join(g.dir, name)); err != nil {
			return fmt.Errorf("clone: %w", err)
		}
		g.linked[name] = info
		if put, ok := strings.CutPrefix(name, putPrefix); ok {
			g.puts[put] = true
		}
	}
	g.names = x.manifest.Names
	g.cloned = true
	g.texts = append(g.texts, x.manifest.Texts...)
	g.loadRows(x)
	g.chars.load(x.chars)
	for _, c := range x.manifest.Canaries {
		if n, ok := g.byID[string(c.Part)]; ok {
			g.witnesses = append(g.witnesses, witness{n, c.Field, string(c.Term)})
		}
	}
	return nil
}

// loadRows makes the rows of an index the first rows of the generation.
func (g *generation) loadRows(x *index) {
	t := x.table
	g.rows = make([]row, t.size())
	for i := range g.rows {
		f := t.fields(uint32(i))
		g.rows[i] = row{
			id: t.ids[i], article: t.articles[t.article[i]], category: f.Category, author: f.Author, tags: f.Tags,
			day: t.day[i], updated: t.updated[i], views: t.views[i], length: t.length[i], paragraphs: t.paragraphs[i], runes: t.runes[i],
			text: t.texts[i],
		}
		g.byID[t.ids[i]] = uint32(i)
		g.byArt[g.rows[i].article] = append(g.byArt[g.rows[i].article], uint32(i))
	}
	for number, s := range x.segments {
		g.placeRows(number, s.rows)
		g.segments = append(g.segments, segmentFile{name: s.name, docs: s.rows})
	}
}
