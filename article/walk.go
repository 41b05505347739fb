package article

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/xunzhang/xunzhang/article/site"
)

// stdin is the name of the source that is standard input.
const stdin = "-"

// Walk gives every document of a source to v.Raw: of a folder, a file, an
// archive (.zip, .tar, .tar.gz, .tgz, .tar.zst), or "-", which is JSONL on
// standard input. It holds one document at a time. Folders are read in the
// order of their names, archives in their own.
//
// Before that it looks for the configuration files of sites (see package site),
// and tells v.Site of each; what a site does not show is given to v.Pass.
//
// Hidden entries, entries that Options.Exclude matches, and files that
// Options.Include does not match are left out without a report. Files with
// extensions of no known format are given to v.Pass, and so are files that serve a
// site itself, such as robots.txt, unless Options.Include asks for them. What else
// cannot be read is given to v.Skip. An error is returned only for a source that
// does not exist, a malformed glob, a cancelled context, and what v.Raw returns.
func Walk(ctx context.Context, source string, o Options, v Visitor) error {
	exclude, err := newGlobs("exclude", o.Exclude)
	if err != nil {
		return err
	}
	include, err := newGlobs("include", o.Include)
	if err != nil {
		return err
	}
	w := &walker{ctx: ctx, source: source, o: o, v: v, exclude: exclude, include: include}
	if source == stdin {
		in := o.Stdin
		if in == nil {
			in = os.Stdin
		}
		return w.lines(in, stdin)
	}
	info, err := Stat(source)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return w.folder(source)
	}
	return w.single(source, info)
}

// Stat describes a source that is a folder or a file. An error names the source.
func Stat(source string) (fs.FileInfo, error) {
	info, err := os.Stat(source)
	if err != nil {
		return nil, fmt.Errorf("source %q: %w", source, err)
	}
	return info, nil
}

// A walker is one walk over one source.
type walker struct {
	ctx     context.Context
	source  string
	o       Options
	v       Visitor
	exclude globs
	include globs       // nil for everything
	sites   *site.Sites // in the source, or in the archive within it that is read
	named   bool        // whether the source is one file
	within  string      // the archive within the source that is read, with a slash at the end
	outer   []*budget   // of the archives that it lies in
}

// raw passes a document to the visitor, unless it is a page of a site or book that
// is not an article.
func (w *walker) raw(r Raw) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if kind := w.noArticle(r); kind != "" {
		w.pass(r.Path, kind)
		return nil
	}
	r.Site = w.sites.Of(r.Path)
	return w.emit(r)
}

// noArticle returns the kind of a text that is not an article, "" for others.
func (w *walker) noArticle(r Raw) string {
	switch {
	case r.Format == Markdown && strings.EqualFold(path.Base(r.Path), contentsName) && site.IsContents(r.Bytes):
		return kindContents
	case r.Format == Markdown && w.sites.IsCover(r.Path, len(r.Bytes)):
		return kindCover
	case w.include != nil || w.named:
		return ""
	case r.Format == Text && isAddresses(r.Bytes):
		return kindProject
	}
	return kindOfName(r.Path)
}

// contentsName is the file of a book's table of contents, in lower case.
const contentsName = "summary.md"

// leaves returns the kind of a file or folder that a site does not show, "" for one
// that it shows. With Options.Include the site is not asked.
func (w *walker) leaves(name string) string {
	found := w.sites.Of(name)
	if found == nil || w.include != nil {
		return ""
	}
	return found.Leaves(name)
}

// included reports whether a file is one of those that were asked for.
func (w *walker) included(name string) bool { return w.include == nil || w.include.match(name) }

func (w *walker) emit(r Raw) error {
	if w.v.Raw == nil {
		return nil
	}
	return w.v.Raw(r)
}

// skip tells the visitor of what is left out: a path within the source, or "" for
// the source.
func (w *walker) skip(name string, line int, reason string) {
	if w.v.Skip != nil {
		w.v.Skip(Skip{Source: nameOf(w.source, name), Line: line, Reason: reason})
	}
}

// tooLarge is the reason for a document above the limit.
func (w *walker) tooLarge() string {
	limit := w.o.limit()
	if limit >= 1<<20 {
		return fmt.Sprintf("larger than %d MiB", limit>>20)
	}
	return fmt.Sprintf("larger than %d bytes", limit)
}

// single reads a source that is not a folder.
func (w *walker) single(source string, info fs.FileInfo) error {
	switch {
	case !info.Mode().IsRegular():
		w.skip("", 0, kindOf(info.Mode())+", not a file")
		return nil
	case isArchive(source):
		return w.archive(source, info.Size())
	case FormatOf(source) == "":
		w.skip("", 0, cmp.Or(unread(source), "a file of an unknown kind")+", which is not read")
		return nil
	}
	f, err := os.Open(source)
	if err != nil {
		w.skip("", 0, reasonOf(err))
		return nil
	}
	defer f.Close()
	w.include, w.named = nil, true // the file was asked for by name
	return w.file(f, filepath.Base(source))
}

// FormatOf returns the format of a file by its name, "" for none.
func FormatOf(name string) Format {
	name = strings.ToLower(name)
	switch path.Ext(strings.TrimSuffix(name, ".gz")) {
	case ".jsonl", ".ndjson":
		return JSONL
	}
	return formats()[path.Ext(name)]
}

// formats are the formats by the extensions of the names of files.
func formats() map[string]Format {
	return map[string]Format{
		".md": Markdown, ".markdown": Markdown, ".mdown": Markdown, ".mkd": Markdown, ".mdx": Markdown, ".rmd": Markdown, ".qmd": Markdown,
		".html": HTML, ".htm": HTML, ".xhtml": HTML, ".shtml": HTML, ".txt": Text, ".text": Text, ".epub": Epub, ".docx": Docx, ".odt": ODT, ".rtf": RTF, ".fb2": FB2, ".pdf": PDF,
		".org": Org, ".rst": RST, ".adoc": AsciiDoc, ".asciidoc": AsciiDoc, ".ipynb": Notebook, ".opml": OPML,
		".srt": Subtitles, ".vtt": Subtitles, ".ass": Subtitles, ".ssa": Subtitles, ".csv": CSV, ".tsv": CSV, ".mht": MHTML, ".mhtml": MHTML,
	}
}

// isHidden reports whether any element of a slash path is hidden. Also hidden are
// the resource forks in archives of macOS, and the files that Word keeps beside an
// open document.
func isHidden(name string) bool {
	for element := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(element, ".") && element != "." && element != ".." || element == "__MACOSX" ||
			strings.HasPrefix(element, "~$") {
			return true
		}
	}
	return false
}
