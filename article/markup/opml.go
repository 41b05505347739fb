package markup

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// maxOutline is how deep the items of an outline may be nested.
const maxOutline = 30

// OPML turns an outline into Markdown: nested lists of its items, with their
// notes. Errors are those of XML, and of an outline that is too deep.
func OPML(s string) (string, error) {
	x := xml.NewDecoder(strings.NewReader(s))
	x.Strict = false
	x.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	var d document
	depth, field := 0, ""
	for {
		token, err := x.Token()
		if errors.Is(err, io.EOF) {
			return d.String(), nil
		}
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if field = t.Name.Local; field == "outline" {
				if depth++; depth > maxOutline {
					return "", errors.New("items nested too deeply")
				}
				outline(&d, t, depth)
			}
		case xml.EndElement:
			if t.Name.Local == "outline" {
				depth--
			}
			field = ""
		case xml.CharData:
			switch field {
			case "title":
				d.front.set("title", string(t))
			case "dateCreated":
				d.front.set("date", string(t))
			case "dateModified":
				d.front.set("updated", string(t))
			case "ownerName":
				d.front.set("author", string(t))
			}
		}
	}
}

// outline writes an item.
func outline(d *document, t xml.StartElement, depth int) {
	values := map[string]string{}
	for _, a := range t.Attr {
		values[a.Name.Local] = strings.Join(strings.Fields(a.Value), " ")
	}
	text := values["text"]
	if text == "" {
		text = values["title"]
	}
	indent := strings.Repeat("    ", depth-1)
	d.line(indent + "- " + text)
	if note := values["_note"]; note != "" {
		d.line("")
		d.line(indent + "    " + note)
		d.line("")
	}
}
