package bleve

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
)

// When text files are rewritten: when more than three tenths of their bytes are
// dead, or when there are so many that they cost descriptors.
const (
	deadTextShare = 0.3
	textFilesMost = 8
)

// compactTexts copies the records that live into one new file, when it is due.
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
	if all-live <= deadTextShare*all && len(files) <= textFilesMost {
		return nil
	}
	return g.rewriteTexts(ctx, files)
}

func (g *generation) rewriteTexts(ctx context.Context, files []*mapped) error {
	old := g.texts
	g.texts, g.text = nil, nil
	if err := g.openText(); err != nil {
		return err
	}
	for i := range g.rows {
		if g.rows[i].dead {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		at := g.rows[i].text
		data := files[at.file].data[at.offset : at.offset+uint64(at.size)]
		var err error
		if g.rows[i].text, err = g.text.add(data); err != nil {
			return err
		}
	}
	if err := g.text.close(); err != nil {
		return err
	}
	for _, name := range old {
		if err := g.e.disk.RemoveAll(filepath.Join(g.dir, name)); err != nil {
			return fmt.Errorf("compact: %w", err)
		}
	}
	return nil
}
