package pack

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxNesting is how deep elements of XML may stand within each other; HTML may
// be as deep before it is read flat.
const maxNesting = 512

// An XML reads a member of a pack element by element, from the outer ones
// to the inner ones. Of entities it knows the five of XML: encoding/xml does
// not read those that a document defines, and refuses to use them.
type XML struct {
	d     *xml.Decoder
	depth int
	fault func(error) error
}

// OpenXML opens a member that is XML.
func (p *Pack) OpenXML(name string) (*XML, error) {
	text, err := p.Text(name)
	if err != nil {
		return nil, err
	}
	return NewXML(text, func(err error) error { return p.Fault(fmt.Sprintf("%.80q is damaged (%s)", name, err)) }), nil
}

// NewXML reads a document of XML that was decoded, whatever it says about its
// encoding. Its errors are made of those of the syntax by fault.
func NewXML(text string, fault func(error) error) *XML {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &XML{d: d, fault: fault}
}

// next is the next token, or io.EOF after a whole document.
func (x *XML) next() (xml.Token, error) {
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

// Children reads to the end of the element that was opened last, or of the
// document. It writes the text to b, unless that is nil, and hands on the
// elements, each of which must be read to its end: by children, text or skip.
func (x *XML) Children(b *strings.Builder, element func(xml.StartElement) error) error {
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

// Mixed reads to the end of the element that was opened last, and hands on its
// text and its elements in their order.
func (x *XML) Mixed(text func(string), element func(xml.StartElement) error) error {
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
			text(string(t))
		case xml.EndElement:
			return nil
		}
	}
}

// Text reads the element that was opened last, and returns all text in it.
func (x *XML) Text() (string, error) {
	var b strings.Builder
	var within func(xml.StartElement) error
	within = func(xml.StartElement) error { return x.Children(&b, within) }
	err := x.Children(&b, within)
	return b.String(), err
}

// Each reads the whole document, and shows its elements, outer ones first.
func (x *XML) Each(see func(xml.StartElement)) error {
	var element func(xml.StartElement) error
	element = func(e xml.StartElement) error {
		see(e)
		return x.Children(nil, element)
	}
	return x.Children(nil, element)
}

// Skip reads to the end of the element that was opened last.
func (x *XML) Skip() error {
	for outer := x.depth; x.depth >= outer; {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// Attr is the value of an attribute by its name without prefix.
func Attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
