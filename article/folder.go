package article

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"syscall"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/input"
)

// folder reads a folder and what lies beneath it. All files are opened through an
// os.Root, so that nothing outside the source is read even when a file is replaced
// by a link after it was listed.
func (w *walker) folder(source string) error {
	root, err := os.OpenRoot(source)
	if err != nil {
		return fmt.Errorf("source %q: %w", source, err)
	}
	defer root.Close()
	if w.sites, err = w.surveyFolder(root); err != nil {
		return err
	}
	return fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if ctx := w.ctx.Err(); ctx != nil {
			return ctx
		}
		if name != "." && (isHidden(path.Base(name)) || w.exclude.match(name)) {
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if err != nil {
			w.skip(here(name), 0, reasonOf(err))
			return nil
		}
		if d.IsDir() && isToolFolder(name) && w.include == nil {
			w.pass(name, kindTools)
			return fs.SkipDir
		}
		if kind := w.leaves(encoding.DecodeName(name)); kind != "" && (d.IsDir() || w.included(name)) {
			w.pass(name, kind)
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		return w.entry(root, name, d)
	})
}

// here returns a path within a source, "" for the source itself.
func here(name string) string {
	if name == "." {
		return ""
	}
	return name
}

// entry reads one entry of a folder. Its name may be in GBK, when a Chinese version
// of Windows wrote it.
func (w *walker) entry(root *os.Root, raw string, d fs.DirEntry) error {
	name := encoding.DecodeName(raw)
	switch {
	case d.IsDir() || !w.included(name):
		return nil
	case d.Type()&fs.ModeSymlink != 0:
		w.skip(name, 0, "a symbolic link, which is not followed")
		return nil
	case FormatOf(name) == "" && !isArchive(name):
		w.other(name)
		return nil
	case !d.Type().IsRegular():
		w.skip(name, 0, kindOf(d.Type())+", not a file")
		return nil
	}
	f, err := openRegular(root, raw)
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return nil
	}
	defer f.Close()
	if isArchive(name) {
		return w.inner(f, name)
	}
	return w.file(f, name)
}

// openRegular opens a file without waiting. The file may have become a named pipe
// since its folder was listed, and opening one would otherwise wait for a writer.
func openRegular(root *os.Root, name string) (*os.File, error) {
	return root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// inner reads an archive that lies in a folder, as a folder of its name.
func (w *walker) inner(f *os.File, name string) error {
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		w.skip(name, 0, "not a file")
		return nil
	}
	w.within = name + "/"
	defer func() { w.within = "" }()
	return w.members(f, name, info.Size())
}

// file reads an open file of a known format.
func (w *walker) file(f *os.File, name string) error {
	info, err := f.Stat()
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return nil
	}
	if !info.Mode().IsRegular() {
		w.skip(name, 0, kindOf(info.Mode())+", not a file")
		return nil
	}
	err = w.member(f, name, info)
	if broken(err) != nil { // a compressed file, which was skipped by name
		return w.ctx.Err()
	}
	return err
}

// member reads a document, or the lines of JSONL, from an open reader.
func (w *walker) member(in io.Reader, name string, info fs.FileInfo) error {
	if FormatOf(name) == JSONL {
		return w.jsonl(in, name, info)
	}
	data, ok, err := input.ReadAll(in, info.Size(), w.o.limit())
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return broken(err)
	}
	if !ok {
		w.skip(name, 0, w.tooLarge())
		return nil
	}
	return w.raw(Raw{Source: w.source, Path: name, Format: FormatOf(name), Bytes: data, Modified: info.ModTime()})
}

// kindOf names a directory entry that is not a file.
func kindOf(m fs.FileMode) string {
	switch {
	case m&fs.ModeNamedPipe != 0:
		return "a named pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	case m&fs.ModeDevice != 0:
		return "a device"
	case m&fs.ModeSymlink != 0:
		return "a symbolic link"
	case m.IsDir():
		return "a folder"
	}
	return "a special entry"
}

// reasonOf returns the text of an error of the file system without the path,
// because a Skip has the path already.
func reasonOf(err error) string {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err.Error()
	}
	return err.Error()
}
