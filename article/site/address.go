package site

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// base makes the address of a site from its parts, "" if it is none of the web.
func base(address, folder string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil {
		return ""
	}
	u.RawQuery, u.Fragment = "", ""
	u.Path = path.Join("/", u.Path, folder)
	s := u.String()
	return strings.TrimSuffix(s, "/") + "/"
}

// escape writes a path as part of an address.
func escape(within string) string { return (&url.URL{Path: within}).EscapedPath() }

// texts is the path of a page within the folder of texts, without extension; "" for
// a page elsewhere.
func (s *Site) texts(name string) string {
	within, ok := relative(s.Content, name)
	if !ok {
		return ""
	}
	return stem(within)
}

// folders is the address of a page that gets a folder of its own: a/b.md is a/b/. A
// page that has one of the names in indexes is that of its folder.
func folders(within string, indexes ...string) string {
	for _, index := range indexes {
		if strings.EqualFold(path.Base(within), index) {
			if within = path.Dir(within); within == "." {
				return "/"
			}
			return within + "/"
		}
	}
	if within == "" {
		return ""
	}
	return within + "/"
}

// files is the address of a page that becomes a file: its name with another
// extension.
func files(within, extension string, indexes ...string) string {
	if page := folders(within, indexes...); page != within+"/" {
		return page
	}
	return within + extension
}

// token is a part of a pattern of addresses, such as ":year".
var token = regexp.MustCompile(`:[a-z_]+`)

// fill fills in a pattern of addresses. It returns "" where the page lacks a part
// of it.
func fill(pattern string, p Place, more map[string]string) string {
	known := map[string]string{":slug": p.Slug, ":title": p.Title}
	if !p.Published.IsZero() {
		for name, layout := range map[string]string{":year": "2006", ":month": "01", ":day": "02", ":i_month": "1", ":i_day": "2", ":short_year": "06"} {
			known[name] = p.Published.Format(layout)
		}
	}
	for name, value := range more {
		known[name] = value
	}
	lacks := false
	address := token.ReplaceAllStringFunc(pattern, func(name string) string {
		lacks = lacks || known[name] == ""
		return known[name]
	})
	if lacks {
		return ""
	}
	for strings.Contains(address, "//") {
		address = strings.ReplaceAll(address, "//", "/")
	}
	return address
}

// slug is a title or name as part of an address: in lower case, and with a hyphen
// in place of each run of characters that are neither letters nor digits.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' }), "-")
}
