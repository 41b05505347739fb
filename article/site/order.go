package site

import (
	"math"
	"path"
	"strings"
)

// A folder may state in which order its pages are read: by a file with their names,
// by numbers before these, or by positions that the pages state.

// An Order is what files in a folder say about its order.
type Order struct {
	Names    []string // of its pages and folders, in their order; nil when no file lists them
	Position float64  // of the folder among its siblings, NaN when none is given
}

// orderNames are the names of files that state an order, in Docusaurus, Nextra and
// Azure DevOps.
func orderNames() []string {
	return []string{"_category_.json", "_category_.yml", "_category_.yaml", "_meta.json", "_meta.js", "_meta.ts", ".order"}
}

// Orders are the orders that folders of the source state, by the paths of the
// folders.
func (s *Sites) Orders() map[string]Order {
	if s == nil {
		return nil
	}
	return s.orders
}

// order notes what the files of a project say about the order of its folder, and
// the titles that they give to pages.
func (s *Sites) order(p project) {
	o, known := Order{Position: math.NaN()}, false
	titles := map[string]string{}
	for _, name := range orderNames() {
		data, ok := p.files[name]
		if !ok {
			continue
		}
		known = true
		switch {
		case name == ".order":
			o.Names = append(o.Names, strings.Fields(string(data))...)
		case strings.HasPrefix(name, "_category_"):
			v := p.read(name)
			o.Position = asNumber(v.text("position"))
			for _, own := range []string{"index", "readme", "README", path.Base(p.root)} { // the page of the folder
				titles[own] = v.text("label")
			}
		default:
			o.Names = append(o.Names, metaNames(data, titles)...)
		}
	}
	if !known {
		return
	}
	s.orders[p.root] = o
	outer := s.Of(path.Join(p.root, "x"))
	if outer == nil {
		return
	}
	if outer.titles == nil {
		outer.titles = map[string]string{}
	}
	for name, title := range titles {
		if key := path.Join(p.root, name); title != "" && outer.titles[key] == "" {
			outer.titles[key] = title
		}
	}
}

// metaNames are the names in a file of Nextra, an object of titles or of objects
// with titles. It adds the titles to titles.
func metaNames(data []byte, titles map[string]string) []string {
	l := &literals{src: data}
	if i := strings.Index(string(data), "export default"); i >= 0 {
		l.at = i + len("export default")
	}
	o, ok := l.value().(*object)
	if !ok {
		return nil
	}
	var names []string
	for i, name := range o.names {
		if name == "" || name == "*" || strings.Contains(name, "/") {
			continue
		}
		names = append(names, name)
		switch v := o.values[i].(type) {
		case string:
			titles[name] = plainTitle(v)
		case *object:
			titles[name] = plainTitle(v.text("title"))
		}
	}
	return names
}
