package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// When text files are rewritten: all of them when more than deadTextShare of
// their bytes belong to deleted records; the small ones when there are more than
// textFilesMost files, for each costs a file descriptor. A file that is at least
// textFileGrowth times as large as all smaller ones together is left as it is, so
// that a job that changes one article copies little.
const (
	deadTextShare  = 0.3
	textFilesMost  = 8
	textFileGrowth = 4
)

// compactTexts copies the live records of some text files into one new file,
// where the limits above say so.
func (g *generation) compactTexts(ctx context.Context) (err error) {
	var live, all float64
	var files []*mapped
	defer func() {
		for _, f := range files {
			err = errors.Join(err, f.close())
		}
	}()
	for _, name := range g.texts {
		f, err := mapFile(filepath.Join(g.dir, name))
		if err != nil {
			return fmt.Errorf("compact: %w", err)
		}
		files = append(files, f)
		all += float64(len(f.data))
	}
	for i := range g.rows {
		if !g.rows[i].dead {
			live += float64(g.rows[i].text.size)
		}
	}
	switch {
	case all-live > deadTextShare*all:
		return g.rewriteTexts(ctx, files, make([]bool, len(files)))
	case len(files) > textFilesMost:
		return g.rewriteTexts(ctx, files, keptTexts(files))
	}
	return nil
}

// keptTexts returns which files are left as they are when there are too many.
func keptTexts(files []*mapped) []bool {
	order := make([]int, len(files))
	rest := 0
	for i, f := range files {
		order[i] = i
		rest += len(f.data)
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(len(files[b].data)-len(files[a].data), a-b) })
	kept := make([]bool, len(files))
	for _, i := range order[:textFilesMost/2] {
		rest -= len(files[i].data)
		if len(files[i].data) < textFileGrowth*rest {
			break
		}
		kept[i] = true
	}
	return kept
}

// rewriteTexts copies the live records of the files that are not kept into one
// new file, the last.
func (g *generation) rewriteTexts(ctx context.Context, files []*mapped, kept []bool) error {
	old := g.texts
	g.texts, g.text = nil, nil
	place := make([]uint32, len(old)) // new index of each file that is kept
	for i, name := range old {
		if kept[i] {
			place[i] = uint32(len(g.texts))
			g.texts = append(g.texts, name)
		}
	}
	if err := g.openText(); err != nil {
		return err
	}
	for i := range g.rows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := g.moveText(&g.rows[i], files, kept, place); err != nil {
			return err
		}
	}
	if err := g.text.close(); err != nil {
		return err
	}
	for i, name := range old {
		if kept[i] {
			continue
		}
		if err := g.e.disk.RemoveAll(filepath.Join(g.dir, name)); err != nil {
			return fmt.Errorf("compact: %w", err)
		}
	}
	return nil
}

// moveText updates the location of a live row's record, and copies the record
// when its file is rewritten.
func (g *generation) moveText(r *row, files []*mapped, kept []bool, place []uint32) (err error) {
	if r.dead {
		return nil
	}
	at := r.text
	if kept[at.file] {
		r.text.file = place[at.file]
		return nil
	}
	r.text, err = g.text.add(files[at.file].data[at.offset : at.offset+uint64(at.size)])
	return err
}
