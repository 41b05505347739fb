package article

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/article/page"
)

// draftFolder is where Jekyll and Hexo keep what is not published.
const draftFolder = "_drafts"

// privateWhy says why a page is not meant for readers, or returns "".
func privateWhy(p *page.Page, r Raw, now time.Time) string {
	shown := r.Site != nil && r.Site.Drafts
	switch {
	case p.Private != "" && !(shown && p.Private == page.Draft):
		return "it is marked by " + p.Private
	case !shown && slices.Contains(strings.Split(r.Path, "/"), draftFolder):
		return "it lies in a folder of drafts"
	case r.Site != nil && r.Site.IsFuture(dayOf(p, r), now):
		return "its date is in the future (" + dayOf(p, r).Format(time.DateOnly) + ")"
	case r.Site != nil && r.Site.IsFuture(p.Appears, now):
		return "it appears in the future (" + p.Appears.Format(time.DateOnly) + ")"
	case r.Site != nil && r.Site.IsPast(p.Expires, now):
		return "it has expired (" + p.Expires.Format(time.DateOnly) + ")"
	}
	return ""
}

// dayOf returns the day when a page was published, by its metadata or else by the
// name of its file.
func dayOf(p *page.Page, r Raw) time.Time {
	if p.Meta.Published.IsZero() {
		return dateOfName(r.Path)
	}
	return p.Meta.Published
}

// guard returns an error for a page that holds no article, and for one that is not
// meant for readers unless the options ask for such pages.
func guard(p *page.Page, r Raw, o Options) error {
	if p.Notice != "" {
		return fmt.Errorf("%w: the page says %q", ErrNoArticle, p.Notice)
	}
	if why := privateWhy(p, r, o.now()); why != "" && !o.Drafts {
		return fmt.Errorf("%w: %s", ErrPrivate, why)
	}
	return nil
}

func (o Options) now() time.Time {
	if o.Now.IsZero() {
		return time.Now()
	}
	return o.Now
}
