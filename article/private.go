package article

import (
	"fmt"
	"slices"
	"strings"
)

// draftFolder is where Jekyll and Hexo keep what is not published.
const draftFolder = "_drafts"

// privateWhy says why a page is not meant for readers, or returns "".
func privateWhy(p *page, r Raw) string {
	switch {
	case p.private != "":
		return "it is marked by " + p.private
	case slices.Contains(strings.Split(r.Path, "/"), draftFolder):
		return "it lies in a folder of drafts"
	}
	return ""
}

// guard refuses a page that is not meant for readers, unless those are asked for.
func guard(p *page, r Raw, o Options) error {
	if why := privateWhy(p, r); why != "" && !o.Drafts {
		return fmt.Errorf("%w: %s", ErrPrivate, why)
	}
	return nil
}
