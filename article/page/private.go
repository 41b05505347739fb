package page

import "strings"

// Draft is what PrivateBy says of a draft.
const Draft = "draft: true"

// PrivateBy says by what an author marked a document as not meant for readers,
// or returns "".
func (f Fields) PrivateBy() string {
	for _, mark := range []struct{ name, value string }{
		{"draft", "true"}, {"private", "true"}, {"noindex", "true"},
		{"published", "false"}, {"publish", "false"}, {"search", "false"}, {"sitemap", "false"},
		{"status", "draft"}, {"status", "private"}, {"visibility", "private"},
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

// truth is a value in lower case, with one word each for yes and no.
func truth(s string) string {
	switch s = strings.ToLower(s); s {
	case "yes", "on":
		return "true"
	case "no", "off":
		return "false"
	}
	return s
}
