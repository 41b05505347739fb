package site

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
)

// base makes the address of a site of its parts; "" unless it is one of the web.
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

// escape writes a path as an address has it.
func escape(within string) string { return (&url.URL{Path: within}).EscapedPath() }

// texts is the path of a page within the folder of texts, without extension;
// "" for what lies elsewhere.
func (s *Site) texts(name string) string {
	within, ok := relative(s.Content, name)
	if !ok {
		return ""
	}
	return stem(within)
}

// folders is the address of a page in a folder of its own: a/b.md is a/b/. The
// page of a folder has one of some names.
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

// files is the address of a page that keeps its name, with an extension.
func files(within, extension string, indexes ...string) string {
	if page := folders(within, indexes...); page != within+"/" {
		return page
	}
	return within + extension
}

// token is a part of a pattern of addresses, such as ":year".
var token = regexp.MustCompile(`:[a-z_]+`)

// fill writes a pattern of addresses, or returns "" where the page does not have
// all that it asks for.
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

// slug is a title or name as addresses have it: lower case, with one hyphen for
// each run of what is neither letter nor digit.
func slug(s string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' }), "-")
}
