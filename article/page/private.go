package page

import (
	"slices"
	"strings"
)

// Draft is what PrivateBy returns for a draft.
const Draft = "draft: true"

// PrivateBy returns the mark by which an author said that a document is not meant
// for readers, "" for none.
func (f Fields) PrivateBy() string {
	for _, mark := range []struct{ name, value string }{
		{"draft", "true"}, {"private", "true"}, {"noindex", "true"}, {"hidden", "true"}, {"unlisted", "true"}, {"robotsnoindex", "true"}, {"headless", "true"},
		{"published", "false"}, {"publish", "false"}, {"public", "false"}, {"search", "false"}, {"sitemap", "false"},
		{"status", "draft"}, {"status", "private"}, {"status", "hidden"}, {"visibility", "private"},
	} {
		if truth(f.str(mark.name)) == mark.value {
			return mark.name + ": " + mark.value
		}
	}
	for _, mark := range []struct{ table, name, value string }{
		{"search", "exclude", "true"}, {"sitemap", "exclude", "true"}, {"sitemap", "disable", "true"},
		{"build", "render", "never"}, {"_build", "render", "never"}, {"build", "render", "false"}, {"_build", "render", "false"},
	} {
		if table, ok := f[mark.table].(map[string]any); ok && truth(ValueText(table[mark.name])) == mark.value {
			return mark.table + "." + mark.name + ": " + mark.value
		}
	}
	switch {
	case f.str("password") != "":
		return "a password"
	case HidesFromRobots(f.str("robots")), slices.ContainsFunc(texts(f["head"]), HidesFromRobots):
		return "robots: noindex"
	}
	return ""
}

// HidesFromRobots reports whether what a page tells to search engines forbids them to
// show it.
func HidesFromRobots(directives string) bool {
	for _, d := range strings.Split(strings.ToLower(directives), ",") {
		if d = strings.TrimSpace(d); d == "noindex" || d == "none" {
			return true
		}
	}
	return false
}

// IsList reports whether the values say that the page is a list that the site makes, of
// tags or of all articles.
func (f Fields) IsList() bool {
	for _, name := range []string{"type", "layout", "template"} {
		value := strings.TrimSuffix(strings.ToLower(f.str(name)), ".html")
		if slices.Contains([]string{"tags", "tag", "categories", "category", "archive", "archives", "search", "timeline"}, value) {
			return true
		}
	}
	return false
}

// truth is a value in lower case, with one word for each way to write yes, and one
// for no.
func truth(s string) string {
	switch s = strings.ToLower(s); s {
	case "yes", "on", "是":
		return "true"
	case "no", "off", "否":
		return "false"
	}
	return s
}
