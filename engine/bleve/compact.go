package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
)

// When text files are rewritten: all of them when more than three tenths of
// their bytes are dead, the small ones when there are so many files that they
// cost descriptors. A file that is a few times as large as all smaller ones
// together stays, so that a job that changes one article copies little.
const (
	deadTextShare  = 0.3
	textFilesMost  = 8
	textFileGrowth = 4
)

// compactTexts copies the records that live of some files into one new file,
// when it is due.
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

// keptTexts says which of too many files are left as they are.
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
	place := make([]uint32, len(old)) // of the files that are kept
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

// moveText gives a live row its place after a rewrite.
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
