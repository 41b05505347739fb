package article

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxNesting is how deep elements of XML may stand within each other; HTML may
// be as deep before it is read flat.
const maxNesting = 512

// An xmlReader reads a member of a pack element by element, from the outer ones
// to the inner ones. Of entities it knows the five of XML: encoding/xml does
// not read those that a document defines, and refuses to use them.
type xmlReader struct {
	d     *xml.Decoder
	depth int
	fault func(error) error
}

// xml opens a member that is XML.
func (p *pack) xml(name string) (*xmlReader, error) {
	text, err := p.text(name)
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded already
	fault := func(err error) error { return p.fault(fmt.Sprintf("%.80q is damaged (%s)", name, err)) }
	return &xmlReader{d: d, fault: fault}, nil
}

// next is the next token, or io.EOF after a whole document.
func (x *xmlReader) next() (xml.Token, error) {
	t, err := x.d.Token()
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, x.fault(err)
	}
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > maxNesting {
			return nil, x.fault(fmt.Errorf("elements nested deeper than %d", maxNesting))
		}
	case xml.EndElement:
		x.depth--
	}
	return t, nil
}

// children reads to the end of the element that was opened last, or of the
// document. It writes the text to b, unless that is nil, and hands on the
// elements, each of which must be read to its end: by children, text or skip.
func (x *xmlReader) children(b *strings.Builder, element func(xml.StartElement) error) error {
	for {
		t, err := x.next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			if err := element(t); err != nil {
				return err
			}
		case xml.CharData:
			if b != nil {
				b.Write(t)
			}
		case xml.EndElement:
			return nil
		}
	}
}

// text reads the element that was opened last, and returns all text in it.
func (x *xmlReader) text() (string, error) {
	var b strings.Builder
	var within func(xml.StartElement) error
	within = func(xml.StartElement) error { return x.children(&b, within) }
	err := x.children(&b, within)
	return b.String(), err
}

// each reads the whole document, and shows its elements, outer ones first.
func (x *xmlReader) each(see func(xml.StartElement)) error {
	var element func(xml.StartElement) error
	element = func(e xml.StartElement) error {
		see(e)
		return x.children(nil, element)
	}
	return x.children(nil, element)
}

// skip reads to the end of the element that was opened last.
func (x *xmlReader) skip() error {
	for outer := x.depth; x.depth >= outer; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// xmlAttr is the value of an attribute by its name without prefix.
func xmlAttr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
