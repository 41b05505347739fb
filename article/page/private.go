package page

import "strings"

// Draft is what PrivateBy returns for a draft.
const Draft = "draft: true"

// PrivateBy returns the mark by which an author said that a document is not meant
// for readers, "" for none.
func (f Fields) PrivateBy() string {
	for _, mark := range []struct{ name, value string }{
		{"draft", "true"}, {"private", "true"}, {"noindex", "true"}, {"hidden", "true"}, {"unlisted", "true"},
		{"published", "false"}, {"publish", "false"}, {"search", "false"}, {"sitemap", "false"},
		{"status", "draft"}, {"status", "private"}, {"status", "hidden"}, {"visibility", "private"},
	} {
		if truth(f.str(mark.name)) == mark.value {
			return mark.name + ": " + mark.value
		}
	}
	switch {
	case f.str("password") != "":
		return "a password"
	case strings.Contains(strings.ToLower(f.str("robots")), "noindex"):
		return "robots: noindex"
	}
	return ""
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
