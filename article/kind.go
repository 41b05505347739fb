package article

import (
	"path"
	"strings"
)

// notRead are kinds of files that hold text which nothing here reads, by the
// extension of their names: one would look for it, so that they are named.
func notRead() map[string]string {
	return map[string]string{
		".pdf": "a PDF", ".djvu": "a DjVu document", ".xps": "an XPS document", ".caj": "a CAJ document",
		".doc": "a Word document before 2007", ".wps": "a WPS document", ".pages": "a Pages document",
		".ppt": "slides", ".pptx": "slides", ".key": "slides", ".xls": "a spreadsheet", ".xlsx": "a spreadsheet", ".numbers": "a spreadsheet",
		".mobi": "a Kindle book", ".azw": "a Kindle book", ".azw3": "a Kindle book", ".kfx": "a Kindle book", ".chm": "a compiled help file",
		".tex": "a TeX document", ".warc": "a web archive (WARC)", ".zim": "a web archive (ZIM)",
		".rtf": "a rich text (RTF)", ".odt": "an OpenDocument text", ".fb2": "a FictionBook",
		".rar": "an archive", ".7z": "an archive", ".tar.xz": "an archive", ".tar.bz2": "an archive",
	}
}

// unread says what a file is whose text nothing reads, "" for what is no text
// or is read.
func unread(name string) string {
	name = strings.ToLower(strings.TrimSuffix(strings.ToLower(name), ".gz"))
	if what := notRead()[path.Ext(strings.TrimSuffix(name, path.Ext(name)))+path.Ext(name)]; what != "" {
		return what
	}
	return notRead()[path.Ext(name)]
}

// pass notes a file of a kind that is not read.
func (w *walker) pass(name string) {
	if what := unread(name); what != "" {
		w.skip(name, 0, what+", which is not read")
		return
	}
	if w.v.Pass != nil {
		w.v.Pass(name)
	}
}
