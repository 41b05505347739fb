package site

import (
	"cmp"
	"maps"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A File is a page, for the order of pages.
type File struct {
	Path     string
	Position string // among its siblings, as the page states it: a number, "" for none
}

// Series returns lists of pages in the order of reading, for the folders that state
// an order for all of their pages. A folder in such a folder has one place in the
// list, with all of its pages.
func Series(files []File, orders map[string]Order) [][]string {
	var all [][]string
	treeOf(".", files).series(orders, &all)
	return all
}

// Below returns all pages of a folder in their order: those with a place first,
// then the others by name.
func Below(dir string, files []File, orders map[string]Order) []string {
	var all []string
	treeOf(dir, files).below(orders, &all)
	return all
}

// A folder holds pages and folders.
type folder struct {
	path     string
	pages    []File
	folders  map[string]*folder
	position string // that the page of the folder states
}

// treeOf is a folder with the files in it.
func treeOf(dir string, files []File) *folder {
	root := &folder{path: dir}
	for _, file := range files {
		if within, ok := relative(dir, file.Path); ok {
			root.add(file, strings.Split(within, "/"))
		}
	}
	return root
}

func (f *folder) add(file File, elements []string) {
	if len(elements) == 1 {
		f.pages = append(f.pages, file)
		if isIndex(stem(elements[0])) {
			f.position = file.Position
		}
		return
	}
	if f.folders == nil {
		f.folders = map[string]*folder{}
	}
	within := f.folders[elements[0]]
	if within == nil {
		within = &folder{path: path.Join(f.path, elements[0])}
		f.folders[elements[0]] = within
	}
	within.add(file, elements[1:])
}

// series adds the list of the folder, and those of the folders in it that are not
// part of its own.
func (f *folder) series(orders map[string]Order, all *[][]string) {
	list := f.places(orders)
	if !isOrder(list, len(orders[f.path].Names) > 0) {
		for _, name := range slices.Sorted(maps.Keys(f.folders)) {
			f.folders[name].series(orders, all)
		}
		return
	}
	var one []string
	for _, place := range list {
		if place.folder == nil {
			one = append(one, place.page)
			continue
		}
		var within [][]string
		place.folder.series(orders, &within)
		if len(within) == 1 && len(within[0]) == place.folder.count() {
			one = append(one, within[0]...)
		} else if place.folder.count() == 1 {
			one = append(one, place.folder.only())
		} else {
			*all = append(*all, within...)
		}
	}
	if len(one) > 1 {
		*all = append(*all, one)
	}
}

func (f *folder) below(orders map[string]Order, all *[]string) {
	for _, place := range f.places(orders) {
		if place.folder == nil {
			*all = append(*all, place.page)
		} else {
			place.folder.below(orders, all)
		}
	}
}

func (f *folder) count() int {
	n := len(f.pages)
	for _, within := range f.folders {
		n += within.count()
	}
	return n
}

// only is the page of a folder that holds one page.
func (f *folder) only() string {
	for _, within := range f.folders {
		return within.only()
	}
	return f.pages[0].Path
}

// A placed is a page or a folder with its place among its siblings.
type placed struct {
	page   string
	folder *folder
	at     float64
}

// places are the pages and folders of a folder, sorted by their places and names.
func (f *folder) places(orders map[string]Order) []placed {
	names := orders[f.path].Names
	var list []placed
	for _, page := range f.pages {
		list = append(list, placed{page: page.Path, at: placeOf(stem(path.Base(page.Path)), names, asNumber(page.Position))})
	}
	for name, within := range f.folders {
		position := asNumber(within.position)
		if o, ok := orders[within.path]; ok && !math.IsNaN(o.Position) {
			position = o.Position
		}
		list = append(list, placed{folder: within, at: placeOf(name, names, position)})
	}
	slices.SortFunc(list, func(a, b placed) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.name(), b.name())) })
	return list
}

// isOrder reports whether the places in a folder are an order: there are at least
// two different ones, and none is missing unless a file lists the others.
func isOrder(list []placed, listed bool) bool {
	var known []float64
	for _, p := range list {
		switch {
		case !math.IsInf(p.at, 0):
			known = append(known, p.at)
		case p.at > 0 && !listed:
			return false
		}
	}
	return len(known) > 1 && known[0] != known[len(known)-1]
}

func (p placed) name() string {
	if p.folder != nil {
		return p.folder.path
	}
	return p.page
}

// placeOf is the place of a page or folder: its number in the list of names, its
// position, or the number before its name. The page of the folder itself comes
// first, and what has no place last.
func placeOf(name string, names []string, position float64) float64 {
	if at := slices.Index(names, name); at >= 0 {
		return float64(at)
	}
	if isIndex(name) {
		return math.Inf(-1)
	}
	if len(names) > 0 {
		return math.Inf(1)
	}
	if !math.IsNaN(position) {
		return position
	}
	if m := numbered.FindStringSubmatch(name); m != nil {
		number, _ := strconv.Atoi(m[1] + m[2]) // of at most three digits, as the next
		within, _ := strconv.Atoi(m[3])
		return float64(number) + float64(within)/1000
	}
	return math.Inf(1)
}

// isIndex reports whether a page has a name that makes it the page of its folder.
func isIndex(name string) bool {
	return slices.Contains([]string{"index", "_index", "readme"}, strings.ToLower(name))
}

// asNumber is a position as a number, NaN for none.
func asNumber(position string) float64 {
	at, err := strconv.ParseFloat(position, 64)
	if err != nil || math.IsInf(at, 0) {
		return math.NaN()
	}
	return at
}

// numbered is a name that begins with a number other than a year: 01-序, 2.3 磨墨,
// 第3章.
var numbered = regexp.MustCompile(`^(?:第\s*(\d{1,3})\s*[章回节節课課讲講篇卷部集]|(\d{1,3})(?:\.(\d{1,3}))?[-_.、)） ]+[^\d\s])`)
