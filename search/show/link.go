package show

import (
	"net/url"
	"strconv"
	"strings"
)

// ArticleLink is the address of an article's reader page, from the root of the
// site on: with the matches of query marked when there is one, and at a
// paragraph when number is above 0.
//
// Ids are free text, and browsers and proxies rewrite paths before they ask:
// they resolve "." and "..", also when these are percent-encoded, and merge
// slashes. An id with such a segment is therefore written as one segment,
// without slashes; one that is nothing but dots stands in the parameter id.
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
