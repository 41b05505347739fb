package opensearch

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/xunzhang/xunzhang/engine"
)

// A countRun is a file of sorted counts, to be merged with others.
type countRun struct {
	file  *os.File
	parts map[engine.Field]runPart
}

// A runPart says where the counts of a field are.
type runPart struct {
	offset, length int64
}

// writeRun writes the counts of each field to a file of its own in dir, "" for the
// system's folder of temporary files.
func writeRun(dir string, sorted func(engine.Field) []entry) (*countRun, error) {
	file, err := os.CreateTemp(dir, "xunzhang-frequencies-")
	if err != nil {
		return nil, err
	}
	_ = os.Remove(file.Name()) // most systems keep what is open, and so nothing is left when the job is killed
	r := &countRun{file: file, parts: map[engine.Field]runPart{}}
	out := bufio.NewWriterSize(file, 1<<20)
	var at int64
	for _, f := range streamFields() {
		var line []byte
		begin := at
		for _, e := range sorted(f) {
			line = binary.AppendUvarint(line[:0], uint64(len(e.term)))
			line = append(line, e.term...)
			line = binary.AppendVarint(line, int64(e.parts))
			n, err := out.Write(line)
			if at += int64(n); err != nil {
				r.close()
				return nil, err
			}
		}
		r.parts[f] = runPart{begin, at - begin}
	}
	if err := out.Flush(); err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func (r *countRun) close() {
	_ = r.file.Close()
	_ = os.Remove(r.file.Name()) // already gone on most systems
}

// entries are the counts of a field, in the order of terms.
func (r *countRun) entries(f engine.Field) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		in := bufio.NewReaderSize(io.NewSectionReader(r.file, r.parts[f].offset, r.parts[f].length), 1<<20)
		for {
			e, err := readCount(in)
			if err == io.EOF {
				return
			}
			if err != nil {
				err = fmt.Errorf("read frequencies set aside: %w", err)
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// readCount reads one count; io.EOF says that there is none.
func readCount(in *bufio.Reader) (entry, error) {
	length, err := binary.ReadUvarint(in)
	if err != nil {
		return entry{}, err
	}
	term := make([]byte, length)
	if _, err := io.ReadFull(in, term); err != nil {
		return entry{}, io.ErrUnexpectedEOF
	}
	n, err := binary.ReadVarint(in)
	if err != nil {
		return entry{}, io.ErrUnexpectedEOF
	}
	return entry{string(term), int(n)}, nil
}

func entriesOf(all []entry) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// A counter is one of the sources of sums, with its next entry.
type counter struct {
	entry
	err  error
	more bool
	next func() (entry, error, bool)
}

func (c *counter) advance() { c.entry, c.err, c.more = c.next() }

// sums merges sources in the order of terms, and adds up the counts of a term. It
// ends after the first error.
func sums(sources []iter.Seq2[entry, error]) iter.Seq2[entry, error] {
	return func(yield func(entry, error) bool) {
		var all []*counter
		for _, source := range sources {
			next, stop := iter.Pull2(source)
			defer stop()
			c := &counter{next: next}
			c.advance()
			all = append(all, c)
		}
		for {
			var least *counter
			for _, c := range all {
				if c.more && c.err != nil {
					yield(entry{}, c.err)
					return
				}
				if c.more && (least == nil || c.term < least.term) {
					least = c
				}
			}
			if least == nil {
				return
			}
			sum := entry{term: least.term}
			for _, c := range all {
				if c.more && c.term == sum.term {
					sum.parts += c.parts
					c.advance()
				}
			}
			if !yield(sum, nil) {
				return
			}
		}
	}
}
