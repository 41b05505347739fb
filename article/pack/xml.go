package pack

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// maxNesting is how deep elements may be nested.
const maxNesting = 512

// An XML reads a document of XML element by element, from the outside in. It knows
// the five entities of XML only: encoding/xml ignores the definitions of others,
// and their use is an error.
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

// NewXML reads XML that has been decoded, whatever encoding it declares. fault
// makes its errors of those of the syntax.
func NewXML(text string, fault func(error) error) *XML {
	d := xml.NewDecoder(strings.NewReader(text))
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	return &XML{d: d, fault: fault}
}

// next is the next token, or io.EOF at the end of a complete document.
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
// document. It writes the text to b, unless that is nil, and passes each child
// element to a function, which must read it to its end by Children, Mixed, Text or
// Skip.
func (x *XML) Children(b *strings.Builder, element func(xml.StartElement) error) error {
	text := func(string) {}
	if b != nil {
		text = func(s string) { b.WriteString(s) }
	}
	return x.Mixed(text, element)
}

// Mixed reads to the end of the element that was opened last, or of the document, and
// passes its text and its child elements to the functions, in document order.
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

// Each reads the whole document, and calls see for each element, outer ones first.
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
