package article

import (
	"bytes"
	"path"
	"regexp"
	"strings"
)

// notRead returns the kinds of files that hold text but that no reader reads, by
// the extensions of their names. Such a file is reported by name, because its owner
// may expect it to be found.
func notRead() map[string]string {
	return map[string]string{
		".djvu": "a DjVu document", ".xps": "an XPS document", ".caj": "a CAJ document",
		".doc": "a Word document before 2007", ".wps": "a WPS document", ".pages": "a Pages document",
		".ppt": "slides", ".pptx": "slides", ".key": "slides", ".xls": "a spreadsheet", ".xlsx": "a spreadsheet", ".numbers": "a spreadsheet",
		".mobi": "a Kindle book", ".azw": "a Kindle book", ".azw3": "a Kindle book", ".kfx": "a Kindle book", ".chm": "a compiled help file",
		".tex": "a TeX document", ".warc": "a web archive (WARC)", ".wacz": "a web archive (WACZ)", ".webarchive": "a web archive of Safari", ".zim": "a web archive (ZIM)",
		".rar": "an archive", ".7z": "an archive", ".tar.xz": "an archive", ".tar.bz2": "an archive",
	}
}

// unread returns the kind of a text file that no reader reads, "" for other files.
func unread(name string) string {
	name = strings.ToLower(strings.TrimSuffix(strings.ToLower(name), ".gz"))
	if what := notRead()[path.Ext(strings.TrimSuffix(name, path.Ext(name)))+path.Ext(name)]; what != "" {
		return what
	}
	return notRead()[path.Ext(name)]
}

// other tells the visitor of a file in a format that is not read.
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

// pass tells the visitor of a file that is not read because of its kind.
func (w *walker) pass(name, kind string) {
	if w.v.Pass != nil {
		w.v.Pass(name, kind)
	}
}

// Kinds of texts that are not articles.
const (
	kindContents = "contents of a book"
	kindCover    = "cover of a book"
	kindError    = "error page"
	kindProject  = "project file"
	kindTools    = "folder of a tool"
)

// isToolFolder reports whether a tool wrote what is in a folder: modules of
// programs, or the earlier versions of pages that Logseq keeps.
func isToolFolder(name string) bool {
	switch path.Base(name) {
	case "node_modules", "bower_components", "__pycache__":
		return true
	case "bak", "version-files":
		return path.Base(path.Dir(name)) == "logseq"
	}
	return false
}

// addressLine is a line that is an address of the web and nothing else.
var addressLine = regexp.MustCompile(`^\s*https?://\S+\s*$`)

// isAddresses reports whether a text is a list of addresses, as sites have it for search
// engines.
func isAddresses(text []byte) bool {
	found := false
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if !addressLine.Match(line) {
			return false
		}
		found = true
	}
	return found
}

// languageSuffix is the language of a text at the end of its name: license.zh-cn.
var languageSuffix = regexp.MustCompile(`[._-](?:zh|cn|en|ja)(?:[_-](?:cn|tw|hk|hans|hant|us))?$`)

// kindOfName returns the kind of a text that is not an article, by its file name;
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
	switch languageSuffix.ReplaceAllString(stem, "") {
	case "404":
		return kindError
	case "license", "licence", "copying", "copyright", "notice", "changelog", "changes", "更新日志", "变更日志", "code_of_conduct", "pull_request_template", "issue_template":
		return kindProject
	}
	if path.Ext(base) == ".txt" && (strings.HasPrefix(stem, "requirements") || strings.HasSuffix(stem, "-requirements")) {
		return kindProject
	}
	return ""
}
