package article

import (
	"path"
	"strings"
)

// notRead are kinds of files that hold text which nothing here reads, by the
// extension of their names: one would look for it, so that they are named.
func notRead() map[string]string {
	return map[string]string{
		".djvu": "a DjVu document", ".xps": "an XPS document", ".caj": "a CAJ document",
		".doc": "a Word document before 2007", ".wps": "a WPS document", ".pages": "a Pages document",
		".ppt": "slides", ".pptx": "slides", ".key": "slides", ".xls": "a spreadsheet", ".xlsx": "a spreadsheet", ".numbers": "a spreadsheet",
		".mobi": "a Kindle book", ".azw": "a Kindle book", ".azw3": "a Kindle book", ".kfx": "a Kindle book", ".chm": "a compiled help file",
		".tex": "a TeX document", ".warc": "a web archive (WARC)", ".zim": "a web archive (ZIM)",
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

// other notes a file of a format that is not read.
func (w *walker) other(name string) {
	if what := unread(name); what != "" {
		w.skip(name, 0, what+", which is not read")
		return
	}
	kind := strings.ToLower(path.Ext(name))
	if kind == "" {
		kind = "without extension"
	}
	w.pass(name, kind)
}

// pass notes a file that is passed over for its kind.
func (w *walker) pass(name, kind string) {
	if w.v.Pass != nil {
		w.v.Pass(name, kind)
	}
}

// Kinds of texts that are no articles.
const (
	kindContents = "contents of a book"
	kindCover    = "cover of a book"
	kindError    = "error page"
	kindProject  = "project file"
	kindTools    = "folder of a tool"
)

// isToolFolder reports whether a folder holds what a tool put there: modules of
// programs, and the pages that Logseq keeps from before they were changed.
func isToolFolder(name string) bool {
	switch path.Base(name) {
	case "node_modules", "bower_components", "__pycache__":
		return true
	case "bak":
		return path.Base(path.Dir(name)) == "logseq"
	}
	return false
}

// kindOfName says what a text is that is no article, by the name of its file;
// "" for others.
func kindOfName(name string) string {
	base := strings.ToLower(path.Base(name))
	stem := strings.TrimSuffix(base, path.Ext(base))
	switch base {
	case "_sidebar.md", "_navbar.md", "_footer.md":
		return kindContents
	case "_coverpage.md":
		return kindCover
	case "cmakelists.txt", "robots.txt", "humans.txt", "ads.txt", "llms.txt", "llms-full.txt", "security.txt", "sitemap.txt", "package-lists.txt":
		return kindProject
	}
	switch stem {
	case "404":
		return kindError
	case "license", "licence", "copying", "copyright", "notice", "changelog", "code_of_conduct", "pull_request_template", "issue_template":
		return kindProject
	}
	if path.Ext(base) == ".txt" && (strings.HasPrefix(stem, "requirements") || strings.HasSuffix(stem, "-requirements")) {
		return kindProject
	}
	return ""
}
