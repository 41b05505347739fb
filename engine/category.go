package engine

import "strings"

// Categories returns the categories that contain a category path, from the top
// down, and the path itself last: 出行 and 出行/慢车 for 出行/慢车. For a path
// without a slash, such as "", that is the path alone.
func Categories(path string) []string {
	var all []string
	for i := range len(path) {
		if path[i] == '/' && i > 0 {
			all = append(all, path[:i])
		}
	}
	return append(all, path)
}

// InCategory reports whether a category path is the category or lies within it;
// letter case is ignored.
func InCategory(path, category string) bool {
	for i := range len(path) {
		if path[i] == '/' && i > 0 && strings.EqualFold(path[:i], category) {
			return true
		}
	}
	return strings.EqualFold(path, category)
}
