// Package web renders the pages that people see: the search page, the reader page
// and the error page, with their styles and scripts. It knows what package search
// answers, and how to show that in Chinese. It must not know gin, engines, or where
// an answer comes from.
package web

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed templates assets
var files embed.FS

// Pages renders pages. Its methods may be called from several goroutines.
type Pages struct {
	site      Site
	templates *template.Template
	assets    map[string]Asset  // by public name: "app-1a2b3c4d.css"
	names     map[string]string // "app.css" -> "app-1a2b3c4d.css"
	version   string
}

// An Asset is a style, a script or an icon. Its public name changes with its
// content, so that a browser may keep it for ever.
type Asset struct {
	Type string // MIME type
	Body []byte
}

// New parses the embedded templates for a site; an error means that the program
// was built with a broken one.
func New(site Site) (*Pages, error) {
	site.Name = cmp.Or(site.Name, DefaultName)
	p := &Pages{site: site, assets: map[string]Asset{}, names: map[string]string{}}
	sum := sha256.New()
	fmt.Fprintf(sum, "%q\n", site)
	if err := p.readAssets(sum); err != nil {
		return nil, err
	}
	t, err := template.New("").Funcs(p.functions()).ParseFS(files, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	if err := hashTemplates(sum); err != nil {
		return nil, err
	}
	p.templates, p.version = t, short(sum.Sum(nil))
	return p, nil
}

// scripts and styles are the files that are joined to one script and one style
// sheet, in their order. The files of the script share one scope.
func scripts() []string {
	return []string{"page", "results", "box", "suggest", "keys", "filters", "more", "reader", "start"}
}

func styles() []string {
	return []string{"base", "head", "filters", "results", "reader", "foot", "media"}
}

func (p *Pages) readAssets(sum io.Writer) error {
	script, err := joined("assets/script/", scripts(), ".js")
	if err != nil {
		return err
	}
	style, err := joined("assets/style/", styles(), ".css")
	if err != nil {
		return err
	}
	p.publish(sum, "app.js", slices.Concat([]byte("(() => {\n\"use strict\";\n"), script, []byte("})();\n")))
	p.publish(sum, "app.css", style)
	icon, err := joined("assets/icons/", []string{"icon"}, ".svg")
	if err != nil {
		return err
	}
	p.publish(sum, "icon.svg", icon)
	return nil
}

// joined reads the named files of a folder as one.
func joined(folder string, names []string, ext string) ([]byte, error) {
	var all []byte
	for _, name := range names {
		body, err := files.ReadFile(folder + name + ext)
		if err != nil {
			return nil, fmt.Errorf("assets: %w", err)
		}
		all = append(all, body...)
	}
	return all, nil
}

// publish gives an asset its public name.
func (p *Pages) publish(sum io.Writer, name string, body []byte) {
	digest := sha256.Sum256(body)
	ext := path.Ext(name)
	public := strings.TrimSuffix(name, ext) + "-" + short(digest[:]) + ext
	p.assets[public] = Asset{Type: mimeType(ext), Body: body}
	p.names[name] = public
	fmt.Fprintln(sum, public)
}

func hashTemplates(sum io.Writer) error {
	return fs.WalkDir(files, "templates", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := files.ReadFile(name)
		if err != nil {
			return err
		}
		_, err = sum.Write(body)
		return err
	})
}

func short(digest []byte) string { return hex.EncodeToString(digest[:4]) }

func mimeType(ext string) string {
	switch ext {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	}
	return "application/octet-stream"
}

// Version changes with every change of a template, style or script.
func (p *Pages) Version() string { return p.version }

// Asset returns the asset of a public name, as pages link to it under /assets/.
func (p *Pages) Asset(name string) (Asset, bool) {
	a, ok := p.assets[name]
	return a, ok
}

// Icon returns an icon that browsers ask for by a name of their own, such as
// favicon.ico.
func (p *Pages) Icon(name string) (Asset, error) {
	body, err := files.ReadFile("assets/icons/" + name)
	if err != nil {
		return Asset{}, fmt.Errorf("icon: %w", err)
	}
	return Asset{Type: mimeType(path.Ext(name)), Body: body}, nil
}

// Search writes the search page, with results or, for an empty box, without.
func (p *Pages) Search(w io.Writer, page SearchPage) error { return p.write(w, "search", page) }

// Reader writes an article.
func (p *Pages) Reader(w io.Writer, page ReaderPage) error { return p.write(w, "reader", page) }

// Excerpt writes some paragraphs of an article.
func (p *Pages) Excerpt(w io.Writer, page ExcerptPage) error { return p.write(w, "excerpt", page) }

// Choices writes all values of a filter.
func (p *Pages) Choices(w io.Writer, page ChoicePage) error { return p.write(w, "choicelist", page) }

// Help writes the page that explains how to write queries.
func (p *Pages) Help(w io.Writer, page HelpPage) error { return p.write(w, "help", page) }

// Error writes a page that says what went wrong.
func (p *Pages) Error(w io.Writer, page ErrorPage) error { return p.write(w, "error", page) }

// write renders into memory first, so that a failing template never leaves
// half a page behind.
func (p *Pages) write(w io.Writer, name string, page any) error {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, page); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	_, err := w.Write(b.Bytes())
	return err
}
