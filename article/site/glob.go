package site

import (
	"path"
	"strings"
)

// matches reports whether a glob matches a path, or a folder that contains it. A
// glob with a slash must match the whole path, another one the name of any element.
func matches(glob, name string) bool {
	elements := strings.Split(name, "/")
	parts := strings.Split(strings.Trim(glob, "/"), "/")
	anchored := strings.Contains(strings.TrimSuffix(glob, "/"), "/")
	for i := range elements {
		if !anchored && MatchElements(parts, elements[i:i+1]) || anchored && MatchElements(parts, elements[:i+1]) {
			return true
		}
	}
	return false
}

// MatchElements reports whether a glob matches a path. Both are split at slashes; "**"
// in the glob matches any number of elements, and its other elements are patterns of
// path.Match. A malformed pattern matches nothing.
func MatchElements(glob, elements []string) bool {
	for len(glob) > 0 {
		if glob[0] == "**" {
			for i := range len(elements) + 1 {
				if MatchElements(glob[1:], elements[i:]) {
					return true
				}
			}
			return false
		}
		if len(elements) == 0 {
			return false
		}
		if ok, err := path.Match(glob[0], elements[0]); !ok || err != nil {
			return false
		}
		glob, elements = glob[1:], elements[1:]
	}
	return len(elements) == 0
}
