package article

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article/page"
)

// draftFolder is where Jekyll and Hexo keep what is not published.
const draftFolder = "_drafts"

// privateWhy says why a page is not meant for readers, or returns "".
func privateWhy(p *page.Page, r Raw) string {
	switch {
	case p.Private != "":
		return "it is marked by " + p.Private
	case slices.Contains(strings.Split(r.Path, "/"), draftFolder):
		return "it lies in a folder of drafts"
	}
	return ""
}

// guard refuses a page that is not meant for readers, unless those are asked for.
func guard(p *page.Page, r Raw, o Options) error {
	if why := privateWhy(p, r); why != "" && !o.Drafts {
		return fmt.Errorf("%w: %s", ErrPrivate, why)
	}
	return nil
}
