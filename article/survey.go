package article

import (
	"archive/tar"
	"archive/zip"
	"io"
	"io/fs"
	"os"
	"path"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/site"
)

// maxConfigs is how many configuration files of sites are read in one source,
// and maxConfigBytes how many bytes of them.
const (
	maxConfigs     = 2_000
	maxConfigBytes = 64 << 20
)

// A survey is a first pass over a source that reads the configuration files of the
// sites in it, because their settings also apply to documents that come before
// them.
type survey struct {
	w     *walker
	files map[string][]byte
	left  int // bytes
}

func (w *walker) newSurvey() *survey {
	return &survey{w: w, files: map[string][]byte{}, left: maxConfigBytes}
}

// wants reports whether a file of the source is read now.
func (s *survey) wants(name string, size int64) bool {
	return site.IsConfig(name) && size <= site.MaxConfig && size <= int64(s.left) && len(s.files) < maxConfigs && !s.w.exclude.match(name)
}

// take reads a file. A file that cannot be read is reported later, when the
// documents are read.
func (s *survey) take(name string, in io.Reader, size int64) {
	data, ok, err := input.ReadAll(in, size, min(site.MaxConfig, int64(s.left)))
	if err != nil || !ok {
		return
	}
	s.files[name], s.left = data, s.left-len(data)
}

// settle recognises the sites of the files, and tells the visitor of them.
func (s *survey) settle() *site.Sites {
	sites := site.Recognise(s.files)
	if s.w.v.Site != nil {
		for _, found := range sites.All() {
			s.w.v.Site(found)
		}
	}
	if w := s.w; w.v.Orders != nil && len(sites.Orders()) > 0 {
		w.v.Orders(sites.Orders())
	}
	return sites
}

// surveyFolder looks over a folder.
func (w *walker) surveyFolder(root *os.Root) (*site.Sites, error) {
	s := w.newSurvey()
	err := fs.WalkDir(root.FS(), ".", func(name string, d fs.DirEntry, err error) error {
		if ctx := w.ctx.Err(); ctx != nil {
			return ctx
		}
		if err != nil {
			return nil // it is named when the documents are read
		}
		if d.IsDir() {
			hidden := name != "." && isHidden(path.Base(name)) && !site.IsHiddenFolder(name)
			if hidden || isToolFolder(name) || w.exclude.match(name) {
				return fs.SkipDir
			}
			return nil
		}
		info, err := d.Info()
		if err != nil || !info.Mode().IsRegular() || !s.wants(name, info.Size()) {
			return nil
		}
		f, err := openRegular(root, name)
		if err != nil {
			return nil
		}
		defer f.Close()
		s.take(name, f, info.Size())
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.settle(), nil
}

// surveyArchive looks over an archive. A damaged archive is reported later, when
// its documents are read.
func (w *walker) surveyArchive(f archiveFile, name string, size int64) (*site.Sites, error) {
	s := w.newSurvey()
	if archiveKind(name) == ".zip" {
		s.zip(f, size)
	} else {
		s.tarball(f, archiveKind(name), size)
	}
	if err := w.ctx.Err(); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	return s.settle(), nil
}

func (s *survey) zip(f io.ReaderAt, size int64) {
	zr, err := zip.NewReader(f, size)
	if err != nil || len(zr.File) > maxMembers {
		return
	}
	left := s.w.ownBudget(size)
	for _, m := range zr.File {
		name, ok := s.memberName(m.Name)
		if !ok || m.Mode().IsDir() || m.Flags&encrypted != 0 || m.UncompressedSize64 > site.MaxConfig || !s.wants(name, int64(m.UncompressedSize64)) {
			continue
		}
		if in, err := m.Open(); err == nil {
			s.take(name, inflating{in, left, false}, int64(m.UncompressedSize64))
			_ = in.Close() // only reading
		}
	}
}

func (s *survey) tarball(f io.Reader, kind string, size int64) {
	in, done, err := decompressor(f, kind)
	if err != nil {
		return
	}
	defer done()
	tr := tar.NewReader(inflating{in, s.w.ownBudget(size), true})
	for range maxMembers {
		h, err := tr.Next()
		if err != nil {
			return // the end, or a damaged place
		}
		if name, ok := s.memberName(h.Name); ok && h.Typeflag == tar.TypeReg && s.wants(name, h.Size) {
			s.take(name, tr, h.Size)
		}
	}
}

// memberName returns the path of a member within the source, as admit does, and
// whether the name stays in the archive.
func (s *survey) memberName(raw string) (string, bool) {
	name := slashed(encoding.DecodeName(raw))
	return s.w.within + path.Clean(name), staysInside(name)
}
