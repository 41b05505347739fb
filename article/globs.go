package article

import (
	"fmt"
	"path"
	"strings"
)

// A globs is a list of globs, split at slashes. A glob without a slash is
// matched against the name of every element of a path, one with a slash
// against the path from the source on; "**" stands for any number of elements.
// What matches a folder holds for all that is in it.
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

// match reports whether a glob stands for a path, or for a folder that it is in.
func (e globs) match(name string) bool {
	if len(e) == 0 {
		return false
	}
	elements := strings.Split(name, "/")
	for _, glob := range e {
		for i := range elements {
			if len(glob) == 1 && matchElement(glob[0], elements[i]) || matchPath(glob, elements[:i+1]) {
				return true
			}
		}
	}
	return false
}

func matchPath(glob, elements []string) bool {
	for len(glob) > 0 {
		if glob[0] == "**" {
			for i := range len(elements) + 1 {
				if matchPath(glob[1:], elements[i:]) {
					return true
				}
			}
			return false
		}
		if len(elements) == 0 || !matchElement(glob[0], elements[0]) {
			return false
		}
		glob, elements = glob[1:], elements[1:]
	}
	return len(elements) == 0
}

func matchElement(glob, element string) bool {
	ok, err := path.Match(glob, element)
	return ok && err == nil // patterns were checked when the walk began
}
