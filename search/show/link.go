package show

import (
	"net/url"
	"strconv"
	"strings"
)

// ArticleLink returns the path of an article's reader page. With a query its
// matches are marked on the page; with a number above 0 the link leads to that
// paragraph.
//
// Ids are free text, and browsers and proxies rewrite paths before they send a
// request: they resolve "." and "..", also when these are percent-encoded, and
// merge slashes. An id with such a segment is therefore written as one segment,
// without slashes; an id that consists of dots is written in the parameter id.
func ArticleLink(id, query string, number int) string {
	link, separator := "/articles/"+escapeID(id), "?"
	if id == "." || id == ".." {
		link, separator = "/articles/?id="+id, "&"
	}
	if query != "" {
		link += separator + "q=" + url.QueryEscape(query)
	}
	if number > 0 {
		link += "#p-" + strconv.Itoa(number)
	}
	return link
}

// escapeID keeps slashes readable where no segment is special.
func escapeID(id string) string {
	segments := strings.Split(id, "/")
	for i, s := range segments {
		if s == "" || s == "." || s == ".." {
			return url.PathEscape(id)
		}
		segments[i] = url.PathEscape(s)
	}
	return strings.Join(segments, "/")
}
