package block

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Line collects the text of a block: pieces of inline content, and how much of it
// is links.
type Line struct {
	b      strings.Builder
	linked int // letters and digits written inside links
	links  int // links and images
	alts   int // bytes written for images
	inside int // depth of links
	refs   []Ref
	ref    Ref             // the link that is open
	refAt  int             // where its text begins, in bytes
	broken bool            // whether a line break was met and not yet written
	Stars  bool            // whether asterisks are meant, as in code
	Title  bool            // whether the line is a heading
	silent bool            // whether the following text is not part of the line, such as ruby text
	aside  strings.Builder // the text that is not part of the line
	base   int             // where the characters begin whose pronunciation follows, in bytes
	ruby   []Ruby
	anchor string // ids of the block, with spaces between them
}

// Next is an empty line after this one, within the same links.
func (l *Line) Next(title bool) Line {
	return Line{inside: l.inside, links: min(l.inside, 1), Title: title}
}

// String is the text so far. A soft break in it is "\v".
func (l *Line) String() string { return l.b.String() }

// Replace replaces the text of the line.
func (l *Line) Replace(text string) {
	l.b.Reset()
	l.b.WriteString(text)
}

// InLink reports whether text that is added now is inside a link.
func (l *Line) InLink() bool { return l.inside > 0 }

// Add writes a piece of text.
func (l *Line) Add(s string) {
	if l.silent {
		l.aside.WriteString(s)
		return
	}
	if s == "" {
		return
	}
	if l.broken {
		s = strings.TrimLeft(s, " \t")
		joint(&l.b, s)
		l.broken = false
	}
	l.b.WriteString(s)
	if l.inside > 0 {
		l.linked += Letters(s)
	}
}

// Space notes white space or a line break that means nothing. It becomes a space
// where words need one between them.
func (l *Line) Space() { l.broken = true }

// SoftBreak ends a line of the source. Only the whole paragraph shows whether the
// line break belongs to the text (see FoldLines).
func (l *Line) SoftBreak() {
	if l.Title {
		l.Space()
		return
	}
	l.b.WriteRune(SoftBreak)
}

// LineBreak ends a line at a line break that the author wants, as in verse. In a
// heading it is a space.
func (l *Line) LineBreak() {
	if l.Title {
		l.Space()
		return
	}
	l.b.WriteByte('\n')
	l.broken = false
}

// Open begins a link to an address. A heading that is a link to itself, for readers
// who want its address, is no navigation: within headings, links to a place in the
// page do not count.
func (l *Line) Open(address string) (opened bool) {
	if address == "" || l.Title && address[0] == '#' {
		return false
	}
	l.inside++
	l.links++
	return true
}

// Close ends a link, if Open returned that it began one.
func (l *Line) Close(opened bool) {
	if opened && l.inside > 0 { // a stray end tag may have closed it
		l.inside--
		if l.inside == 0 {
			l.endRef()
		}
	}
}

// LeaveLinks ends all links, whose end tags may be missing.
func (l *Line) LeaveLinks() { l.inside = 0 }

// Image adds the alternative text of an image, if that is a caption.
func (l *Line) Image(alt string) {
	l.links++
	if alt = Squash(alt); IsCaption(alt) && l.inside == 0 {
		l.Add(alt)
		l.alts += len(alt)
	}
}

// Anchor adds an id to the block that the line becomes.
func (l *Line) Anchor(name string) { l.anchor = strings.TrimSpace(l.anchor + " " + name) }

// Block returns the line as a block.
func (l *Line) Block(k Kind) Block {
	text := l.b.String()
	if strings.ContainsRune(text, SoftBreak) {
		text = foldSoft(text)
	}
	if !l.Stars {
		text = mendBold(text)
	}
	text = squashLines(text)
	image := l.alts > 0 && l.alts+l.links > len(text) // apart from spaces between captions
	if isAddress(text) {                              // it counts as a link
		l.linked, l.links = Letters(text), max(l.links, 1)
	}
	b := Block{Kind: k, Text: text, Linked: int32(l.linked), Links: int32(l.links), Image: image}
	if len(l.refs)+len(l.ruby)+len(l.anchor) > 0 {
		b.mark(&marks{anchor: l.anchor, refs: l.refsIn(text), ruby: l.ruby})
	}
	return b
}

// isAddress reports whether a text is an address of the web and nothing else.
func isAddress(s string) bool {
	return strings.HasPrefix(s, "http") && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) &&
		!strings.Contains(s, " ") && len(s) == utf8.RuneCountInString(s)
}

// mendBold removes marks of bold type that CommonMark does not recognise between
// Chinese characters: in "**力量。**当" the second mark does not end the emphasis,
// because punctuation is before it and a letter after it. A single mark stays, and
// so does one between Latin letters or digits, as in "138****1234".
func mendBold(s string) string {
	if !strings.Contains(s, "**") {
		return s
	}
	var b strings.Builder
	removed, longest := 0, 0
	for i := 0; i < len(s); {
		n := len(s[i:]) - len(strings.TrimLeft(s[i:], "*"))
		if n > 1 && !(i > 0 && isWordByte(s[i-1]) && i+n < len(s) && isWordByte(s[i+n])) {
			removed, longest = removed+1, max(longest, n)
			i += n
			continue
		}
		n = max(n, 1)
		b.WriteString(s[i : i+n])
		i += n
	}
	if removed < 2 && longest < 4 {
		return s
	}
	return b.String()
}

func isWordByte(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// minCaption is the least length of a caption, in runes. Shorter alternative texts
// name an icon, a code or the word "image".
const minCaption = 8

// IsCaption reports whether an alternative text is written for readers, and is not
// a file name or an address.
func IsCaption(alt string) bool {
	if utf8.RuneCountInString(alt) < minCaption {
		return false
	}
	if len(HanRuns(alt)) > 0 {
		return true
	}
	if strings.Contains(alt, "://") {
		return false
	}
	if strings.ContainsFunc(alt, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		dot := strings.LastIndexByte(alt, '.')
		return dot < 0 || len(alt)-dot > len(".jpeg") || strings.ContainsRune(alt[dot:], ' ')
	}
	return strings.Count(alt, " ") > 1
}

// joint writes a space before the text that follows, unless two wide characters
// meet or a space is there already.
func joint(b *strings.Builder, next string) {
	last, _ := utf8.DecodeLastRuneInString(b.String())
	first, _ := utf8.DecodeRuneInString(next)
	if b.Len() == 0 || next == "" || unicode.IsSpace(last) || isWide(last) && isWide(first) {
		return
	}
	b.WriteByte(' ')
}

// isWide reports whether a rune belongs to a script without spaces between words.
func isWide(r rune) bool {
	if r < 0x2E80 {
		return strings.ContainsRune("“”‘’…—·", r)
	}
	return r < 0xAC00 || r > 0xD7AF // Korean has spaces
}
