package article

import (
	"bufio"
	"bytes"
	"io"
	"io/fs"
	"strings"

	"github.com/klauspost/compress/gzip"
)

// jsonl reads a file or member of JSONL, compressed or not.
func (w *walker) jsonl(in io.Reader, name string, info fs.FileInfo) error {
	if !strings.HasSuffix(strings.ToLower(name), ".gz") {
		return w.lines(in, name)
	}
	gz, err := gzip.NewReader(in)
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return broken(err)
	}
	defer gz.Close()
	return w.lines(inflating{gz, w.budget(info.Size()), false}, name)
}

// lines gives every line that is not blank to the visitor. A line above the
// limit is skipped by name and never held.
func (w *walker) lines(in io.Reader, name string) error {
	r := bufio.NewReaderSize(in, 1<<16)
	for number := 1; ; number++ {
		line, fits, err := w.line(r)
		if cancelled := w.ctx.Err(); cancelled != nil {
			return cancelled
		}
		if err != nil && err != io.EOF {
			w.skip(name, number, reasonOf(err))
			return broken(err)
		}
		if number == 1 {
			line = bytes.TrimPrefix(line, []byte("\ufeff"))
		}
		if !fits {
			w.skip(name, number, "a line "+w.tooLarge())
		} else if len(bytes.TrimSpace(line)) > 0 {
			if err := w.raw(Raw{Source: w.source, Path: name, Line: number, Format: JSONL, Bytes: line}); err != nil {
				return err
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

// line reads one line without its end. Nothing is kept of a line above the limit,
// and fits is false.
func (w *walker) line(r *bufio.Reader) (line []byte, fits bool, err error) {
	fits = true
	for {
		chunk, err := r.ReadSlice('\n')
		if fits && int64(len(line)+len(chunk)) > w.o.limit()+1 {
			line, fits = nil, false
		}
		if fits {
			line = append(line, chunk...)
		}
		if err == bufio.ErrBufferFull {
			if w.ctx.Err() != nil {
				return nil, true, io.EOF
			}
			continue
		}
		return bytes.TrimRight(line, "\r\n"), fits, err
	}
}
