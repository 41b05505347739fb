package article

import (
	"fmt"
	"slices"
	"strings"
)

// privateBy says by what an author marked a document as not meant for readers,
// or returns "".
func (f fields) privateBy() string {
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

// draftFolder is where Jekyll and Hexo keep what is not published.
const draftFolder = "_drafts"

// privateWhy says why a page is not meant for readers, or returns "".
func (p *page) privateWhy(r Raw) string {
	switch {
	case p.private != "":
		return "it is marked by " + p.private
	case slices.Contains(strings.Split(r.Path, "/"), draftFolder):
		return "it lies in a folder of drafts"
	}
	return ""
}

// guard refuses a page that is not meant for readers, unless those are asked for.
func (p *page) guard(r Raw, o Options) error {
	if why := p.privateWhy(r); why != "" && !o.Drafts {
		return fmt.Errorf("%w: %s", ErrPrivate, why)
	}
	return nil
}
