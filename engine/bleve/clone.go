package bleve

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

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
			day: t.day[i], views: t.views[i], length: t.length[i], paragraphs: t.paragraphs[i], runes: t.runes[i],
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
