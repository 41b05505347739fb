package block

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Line of text in the making: pieces of inline content, with how much of it
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
	silent bool            // whether what comes is said beside the text, as how characters are read
	aside  strings.Builder // what is
	base   int             // where the characters begin whose reading comes, in bytes
	ruby   []Ruby
}

// Next is an empty line behind this one, within the same links.
func (l *Line) Next(title bool) Line {
	return Line{inside: l.inside, links: min(l.inside, 1), Title: title}
}

// String is the text so far, in which a soft break is a "\v".
func (l *Line) String() string { return l.b.String() }

// Replace puts a text in the place of what was written.
func (l *Line) Replace(text string) {
	l.b.Reset()
	l.b.WriteString(text)
}

// InLink reports whether what comes stands inside a link.
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

// Space notes the end of a line that the text does not need, which becomes a
// space where one is needed.
func (l *Line) Space() { l.broken = true }

// SoftBreak ends a line of the source, of which the whole paragraph tells
// whether it is one of the text.
func (l *Line) SoftBreak() {
	if l.Title {
		l.Space()
		return
	}
	l.b.WriteRune(SoftBreak)
}

// LineBreak ends a line of which the author says that it ends, as in verse. In
// a heading it is a space.
func (l *Line) LineBreak() {
	if l.Title {
		l.Space()
		return
	}
	l.b.WriteByte('\n')
	l.broken = false
}

// Open begins what a link to an address holds. Headings are made links
// to themselves, to be pointed at: one within the page makes no navigation of a
// heading.
func (l *Line) Open(address string) (opened bool) {
	if address == "" || l.Title && address[0] == '#' {
		return false
	}
	l.inside++
	l.links++
	return true
}

// Close ends a link, if Open says that it began one.
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

// Image writes the alternative text of an image when it tells something.
func (l *Line) Image(alt string) {
	l.links++
	if alt = Squash(alt); IsCaption(alt) && l.inside == 0 {
		l.Add(alt)
		l.alts += len(alt)
	}
}

// Block ends the line.
func (l *Line) Block(k Kind) Block {
	text := l.b.String()
	if strings.ContainsRune(text, SoftBreak) {
		text = foldSoft(text)
	}
	if !l.Stars {
		text = mendBold(text)
	}
	text = squashLines(text)
	image := l.alts > 0 && l.alts+l.links > len(text) // but for spaces between
	if isAddress(text) {                              // a link, although nothing says so
		l.linked, l.links = Letters(text), max(l.links, 1)
	}
	b := Block{Kind: k, Text: text, Linked: int32(l.linked), Links: int32(l.links), Image: image}
	if len(l.refs)+len(l.ruby) > 0 {
		b.mark(&marks{refs: l.refsIn(text), ruby: l.ruby})
	}
	return b
}

// isAddress reports whether a text is an address of the web and nothing else.
func isAddress(s string) bool {
	return strings.HasPrefix(s, "http") && (strings.HasPrefix(s, "http://") || strings.HasPrefix(s, "https://")) &&
		!strings.Contains(s, " ") && len(s) == utf8.RuneCountInString(s)
}

// mendBold removes the marks of bold type that CommonMark does not see between
// Chinese characters: in "**力量。**当" the second is no end of emphasis,
// because punctuation stands before it and a letter after it. A single mark,
// and one between Latin letters or digits, as in "138****1234", is meant.
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

// minCaption is the length in runes from which an alternative text is taken
// for a caption; shorter ones name an icon, a code or the word "image".
const minCaption = 8

// IsCaption reports whether an alternative text is written for readers, and
// not a file name or an address.
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

// joint writes a space between what is written and what follows, unless two
// wide characters meet, or a space stands there.
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
