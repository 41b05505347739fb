package indexer

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"os"

	"github.com/klauspost/compress/s2"

	"github.com/xunzhang/xunzhang/article"
)

// A spool holds parsed articles between the two passes of a job, compressed in a
// temporary file, because furniture is known only after a whole source was read.
// Where the system allows it, the file is removed while it is open, so that a
// killed job leaves nothing behind.
type spool struct {
	dir     string
	file    *os.File
	size    int64
	batches []spooled
}

// A spooled batch says where in the file its articles are, and which are wanted.
type spooled struct {
	offset int64
	length int
	wanted []wanted
}

// A wanted article is to be written; its document in the catalogue gets its counts
// then.
type wanted struct {
	index  int // within the batch
	doc    *document
	source *sourceRun
}

func newSpool(dir string) *spool { return &spool{dir: tempDir(dir)} }

// pack turns articles into the bytes that add stores. It is safe for several
// goroutines.
func pack(all []article.Article) ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(all); err != nil {
		return nil, fmt.Errorf("spool articles: %w", err)
	}
	return s2.Encode(nil, b.Bytes()), nil
}

// add appends a packed batch, and returns its number; -1 for one without
// articles.
func (s *spool) add(packed []byte) (int, error) {
	if len(packed) == 0 {
		return -1, nil
	}
	if s.file == nil {
		if err := s.create(); err != nil {
			return -1, err
		}
	}
	if _, err := s.file.WriteAt(packed, s.size); err != nil {
		return -1, fmt.Errorf("spool articles: %w", err)
	}
	s.batches = append(s.batches, spooled{offset: s.size, length: len(packed)})
	s.size += int64(len(packed))
	return len(s.batches) - 1, nil
}

// want marks an article of a batch as wanted.
func (s *spool) want(batch int, w wanted) {
	s.batches[batch].wanted = append(s.batches[batch].wanted, w)
}

func (s *spool) create() error {
	f, err := os.CreateTemp(s.dir, "xunzhang-spool-*")
	if err != nil {
		return fmt.Errorf("spool articles: %w", err)
	}
	s.file = f
	_ = os.Remove(f.Name()) // where an open file cannot be removed, close does it
	return nil
}

// articles returns the articles of a batch. It is safe for several goroutines.
func (s *spool) articles(b spooled) ([]article.Article, error) {
	packed := make([]byte, b.length)
	if _, err := s.file.ReadAt(packed, b.offset); err != nil {
		return nil, fmt.Errorf("read the spool: %w", err)
	}
	plain, err := s2.Decode(nil, packed)
	if err != nil {
		return nil, fmt.Errorf("read the spool: %w", err)
	}
	var all []article.Article
	if err := gob.NewDecoder(bytes.NewReader(plain)).Decode(&all); err != nil {
		return nil, fmt.Errorf("read the spool: %w", err)
	}
	return all, nil
}

// wanted returns the number of articles to be written.
func (s *spool) wanted() int {
	n := 0
	for _, b := range s.batches {
		n += len(b.wanted)
	}
	return n
}

// rawBytes returns the total size of the documents whose articles are to be written.
func (s *spool) rawBytes() int64 {
	var n int64
	for _, b := range s.batches {
		for _, w := range b.wanted {
			n += w.doc.Bytes
		}
	}
	return n
}

// close removes the spool's file.
func (s *spool) close() {
	if s.file == nil {
		return
	}
	_ = s.file.Close()
	_ = os.Remove(s.file.Name()) // already gone on most systems
}
