package article

import (
	"fmt"
	"path"
	"strings"

	"github.com/xunzhang/xunzhang/article/site"
)

// A globs is a list of globs, split at slashes. A glob without a slash is matched
// against the name of each element of a path, one with a slash against the path
// relative to the source; "**" matches any number of elements. A glob that matches a
// folder applies to everything in it.
type globs [][]string

func newGlobs(option string, list []string) (globs, error) {
	var e globs
	for _, g := range list {
		elements := strings.Split(strings.Trim(g, "/"), "/")
		for _, element := range elements {
			if _, err := path.Match(element, ""); err != nil || element == "" {
				return nil, fmt.Errorf("%s %q: %w", option, g, ErrPattern)
			}
		}
		e = append(e, elements)
	}
	return e, nil
}

// match reports whether a glob matches a path or a folder that contains it.
func (e globs) match(name string) bool {
	if len(e) == 0 {
		return false
	}
	elements := strings.Split(name, "/")
	for _, glob := range e {
		for i := range elements {
			if len(glob) == 1 && site.MatchElements(glob, elements[i:i+1]) || site.MatchElements(glob, elements[:i+1]) {
				return true
			}
		}
	}
	return false
}
