package block

import "strings"

// A Ref is a link to another place of the same source, as its author wrote it.
type Ref struct {
	Text string // the text of the link in the block
	To   string // an address without a scheme, or the name of a page of a wiki; a place in it follows after "#"
	Wiki bool   // whether To is the name of a page
}

// Limits of links, in bytes.
const (
	maxRefText = 600
	maxRefTo   = 300
)

// isRef reports whether a link leads to a place of the same source.
func isRef(to string, wiki bool) bool {
	if to == "" || len(to) > maxRefTo || strings.ContainsAny(to, "\n\x00") {
		return false
	}
	return wiki || !strings.Contains(to, ":") && !strings.HasPrefix(to, "//") && !strings.HasPrefix(to, `\`)
}

// OpenRef is Open for a link that is kept as a Ref, if it leads to another place of
// the same source.
func (l *Line) OpenRef(to string, wiki bool) (opened bool) {
	opened = l.Open(to)
	if opened && l.inside == 1 && isRef(to, wiki) {
		l.ref, l.refAt = Ref{To: to, Wiki: wiki}, l.b.Len()
	}
	return opened
}

// endRef keeps the link that ends here, with its text.
func (l *Line) endRef() {
	if l.ref.To == "" || l.refAt > l.b.Len() {
		return
	}
	if text := Squash(l.b.String()[l.refAt:]); text != "" && len(text) <= maxRefText {
		l.ref.Text = text
		l.refs = append(l.refs, l.ref)
	}
	l.ref = Ref{}
}

// maxRefSearch is how many bytes are searched in vain for the links of a line. Each
// link is looked for behind the one before, so that only links that the text has lost
// cost more than their length.
const maxRefSearch = 64 << 20

// refsIn are the links whose texts occur in a text that was made of the line.
func (l *Line) refsIn(text string) []Ref {
	kept, vain := l.refs[:0], 0
	for _, ref := range l.refs {
		at := strings.Index(text, ref.Text)
		if at < 0 { // a line break of the source, which the text does not have
			ref.Text = strings.ReplaceAll(ref.Text, " ", "")
			at = strings.Index(text, ref.Text)
		}
		if at >= 0 {
			kept = append(kept, ref)
			text = text[at+len(ref.Text):]
		} else if vain += 2 * len(text); vain > maxRefSearch {
			break
		}
	}
	return kept
}
