package bleve

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/blevesearch/vellum"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// dead takes the place of a row for a document that was deleted or replaced.
const dead = ^uint32(0)

// A segment is an open zap file, with the row of each of its documents.
type segment struct {
	name         string
	zap          *zap.Segment
	data         []byte                  // the whole file, mapped
	dictionaries [fieldCount]*vellum.FST // of the streams; nil for one without terms
	rows         []uint32                // row of each document, or dead
	live         int                     // documents that are not dead
}

// openSegment opens a file whose checksum has been verified, which is necessary
// because zap does not check what it reads.
func openSegment(dir, name string, rows []uint32) (*segment, error) {
	s := &segment{name: name, rows: rows}
	path := filepath.Join(dir, name)
	if err := checkVersion(path); err != nil {
		return nil, err
	}
	opened, err := (&zap.ZapPlugin{}).Open(path)
	if err != nil {
		return nil, fmt.Errorf("open segment %s: %w", path, err)
	}
	z, ok := opened.(*zap.Segment)
	if !ok {
		return nil, errors.Join(fmt.Errorf("open segment %s: unexpected %T", path, opened), opened.Close())
	}
	s.zap, s.data = z, z.Data()
	if z.Count() != uint64(len(rows)) {
		return nil, errors.Join(fmt.Errorf("segment %s: %d documents instead of %d: %w", path, z.Count(), len(rows), engine.ErrDamaged), z.Close())
	}
	for _, r := range rows {
		if r != dead {
			s.live++
		}
	}
	for _, i := range streams() {
		name := schema()[i].name
		if s.dictionaries[i], err = s.loadDictionary(name); err != nil {
			return nil, errors.Join(fmt.Errorf("segment %s: field %s: %w", path, name, err), z.Close())
		}
	}
	return s, nil
}

// checkVersion compares the version at the end of a segment with the one that
// this program's zap reads: it is in the four bytes before the last four.
func checkVersion(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("open segment: %w", err)
	}
	defer f.Close() // it is only read
	var end [8]byte
	if _, err := f.Seek(-int64(len(end)), io.SeekEnd); err != nil {
		return fmt.Errorf("segment %s: %w: %w", path, engine.ErrDamaged, err)
	}
	if _, err := io.ReadFull(f, end[:]); err != nil {
		return fmt.Errorf("segment %s: %w: %w", path, engine.ErrDamaged, err)
	}
	if v := binary.BigEndian.Uint32(end[:]); v != zap.Version {
		return fmt.Errorf("segment %s: %w: it has version %d of zap's format, this program reads %d; reindex", path, engine.ErrFingerprint, v, zap.Version)
	}
	return nil
}

// loadDictionary loads the term dictionary of a field: its length, then an FST. It
// returns nil for a field without terms.
func (s *segment) loadDictionary(field string) (*vellum.FST, error) {
	addr, err := s.zap.DictAddr(field)
	if err != nil {
		return nil, nil // no document of the segment has the field
	}
	size, n := binary.Uvarint(s.data[addr:])
	if n <= 0 || size > uint64(len(s.data))-addr-uint64(n) {
		return nil, engine.ErrDamaged
	}
	if size == 0 {
		return nil, nil
	}
	start := addr + uint64(n)
	return vellum.Load(s.data[start : start+size])
}

func (s *segment) dictionary(f engine.Field) *vellum.FST {
	i, ok := streamOf(f)
	if !ok {
		return nil
	}
	return s.dictionaries[i]
}

// find makes p read the postings of a term; it returns false when no document has
// the term.
func (s *segment) find(f engine.Field, term string, freqs bool, p *postings) (bool, error) {
	value, ok, err := s.lookup(f, term)
	if err != nil || !ok {
		return false, err
	}
	return true, p.reset(s, value, freqs)
}

// lookup is what the dictionary of a field says of a term.
func (s *segment) lookup(f engine.Field, term string) (value uint64, ok bool, err error) {
	fst := s.dictionary(f)
	if fst == nil {
		return 0, false, nil
	}
	if value, ok, err = fst.Get([]byte(term)); err != nil {
		return 0, false, fmt.Errorf("segment %s: term %q: %w", s.name, term, err)
	}
	return value, ok, nil
}

// count returns how many live documents hold the term of a dictionary value.
func (s *segment) count(value uint64, p *postings) (int, error) {
	if err := p.reset(s, value, false); err != nil {
		return 0, err
	}
	return s.countLive(p)
}

// countLive returns how many documents of p, of which nothing was read yet, are
// live.
func (s *segment) countLive(p *postings) (int, error) {
	if s.live == len(s.rows) {
		return p.size, nil
	}
	n := 0
	for p.next() {
		for _, doc := range p.docs[:p.n] {
			if s.rows[doc] != dead {
				n++
			}
		}
	}
	return n, p.err
}

func (s *segment) close() error {
	if err := s.zap.Close(); err != nil {
		return fmt.Errorf("close segment %s: %w", s.name, err)
	}
	return nil
}
