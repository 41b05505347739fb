package bleve

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A manifest describes a generation and every file in its folder.
type manifest struct {
	Engine      string              `json:"engine"` // the Format that it was written in
	Number      int                 `json:"number"`
	Fingerprint string              `json:"fingerprint"`
	BuiltAt     time.Time           `json:"built_at"`
	Parts       int                 `json:"parts"`
	Articles    int                 `json:"articles"`
	Paragraphs  int                 `json:"paragraphs"`
	Runes       int64               `json:"runes"`
	Newest      time.Time           `json:"newest,omitzero"`
	Segments    []string            `json:"segments"` // in the order that parts.dat numbers them
	Texts       []string            `json:"texts"`    // likewise
	Names       int                 `json:"names"`    // the last number that was used in the name of a file
	Canaries    []canary            `json:"canaries"`
	Files       map[string]fileInfo `json:"files"`
}

// fileInfo is the size in bytes and the checksum that a file must have.
type fileInfo struct {
	Size   int64  `json:"size"`
	CRC32C uint32 `json:"crc32c"`
}

// encode returns the bytes of the file; the last line is the checksum of all that
// comes before.
func (m *manifest) encode() ([]byte, error) {
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	b = append(b, '\n')
	return fmt.Appendf(b, "%08x\n", checksum(b)), nil
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) }

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli()) }

func readManifest(dir string) (*manifest, error) {
	path := filepath.Join(dir, manifestName)
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, damaged(path, err)
	}
	const last = 9 // eight digits and a line break
	if len(b) < last || !bytes.Equal(b[len(b)-last:], fmt.Appendf(nil, "%08x\n", checksum(b[:len(b)-last]))) {
		return nil, fmt.Errorf("%s: %w: its checksum is wrong", path, engine.ErrDamaged)
	}
	m := &manifest{}
	if err := json.Unmarshal(b[:len(b)-last], m); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", path, engine.ErrDamaged, err)
	}
	if m.Engine != Format {
		return nil, fmt.Errorf("%s: %w: it has format %q, this program reads %q; reindex", path, engine.ErrFingerprint, m.Engine, Format)
	}
	if n, ok := genNumber(filepath.Base(dir)); ok && n != m.Number {
		return nil, fmt.Errorf("%s: %w: it describes generation %d", path, engine.ErrDamaged, m.Number)
	}
	return m, nil
}

// damaged wraps the error of a missing or unreadable file in ErrDamaged.
func damaged(path string, err error) error {
	return fmt.Errorf("%s: %w: %w", path, engine.ErrDamaged, err)
}

// verify compares every file with the manifest, and returns the first problem.
func (m *manifest) verify(dir string) error {
	problems, err := m.problems(dir)
	if err != nil {
		return err
	}
	if len(problems) > 0 {
		return problems[0]
	}
	return nil
}

// problems lists every file that is missing, changed, or not in the manifest.
func (m *manifest) problems(dir string) ([]error, error) {
	var all []error
	for _, name := range sortedKeys(m.Files) {
		err := m.Files[name].verify(filepath.Join(dir, name))
		if err != nil && name == rootName {
			err = fmt.Errorf("%w; did a program open the folder with bleve to write? Copy it first", err)
		}
		if err != nil {
			all = append(all, err)
		}
	}
	names, err := filesIn(dir)
	if err != nil {
		return all, fmt.Errorf("list %s: %w", dir, err)
	}
	for _, name := range names {
		if _, ok := m.Files[name]; !ok && name != manifestName {
			all = append(all, fmt.Errorf("%s: %w: the file does not belong to the generation; remove it", filepath.Join(dir, name), engine.ErrDamaged))
		}
	}
	return all, nil
}

func (i fileInfo) verify(path string) error {
	got, err := measure(path)
	switch {
	case err != nil:
		return damaged(path, err)
	case got.Size != i.Size:
		return fmt.Errorf("%s: %w: %d bytes instead of %d", path, engine.ErrDamaged, got.Size, i.Size)
	case got.CRC32C != i.CRC32C:
		return fmt.Errorf("%s: %w: its checksum is wrong", path, engine.ErrDamaged)
	}
	return nil
}

// measure reads a file and returns its size and checksum.
func measure(path string) (fileInfo, error) {
	f, err := os.Open(path)
	if err != nil {
		return fileInfo{}, err
	}
	h := crc32.New(castagnoli())
	n, err := io.CopyBuffer(h, struct{ io.Reader }{f}, make([]byte, 1<<20))
	return fileInfo{Size: n, CRC32C: h.Sum32()}, errors.Join(err, f.Close())
}

// read returns a file after comparing it with the manifest.
func (m *manifest) read(path, name string) ([]byte, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, damaged(path, err)
	}
	if (fileInfo{int64(len(b)), checksum(b)}) != m.Files[name] {
		return nil, fmt.Errorf("%s: %w: its checksum is wrong", path, engine.ErrDamaged)
	}
	return b, nil
}

// state describes the generation as package engine does.
func (m *manifest) state(dir string) engine.State {
	s := engine.State{
		Generation: m.Number, Fingerprint: m.Fingerprint, BuiltAt: m.BuiltAt,
		Parts: m.Parts, Articles: m.Articles, Paragraphs: m.Paragraphs, Runes: m.Runes, Newest: m.Newest,
	}
	for _, f := range m.Files {
		s.IndexBytes += f.Size
	}
	if info, err := os.Stat(filepath.Join(dir, manifestName)); err == nil {
		s.IndexBytes += info.Size()
	}
	return s
}
