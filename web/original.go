package web

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search"
)

// fragmentRunes is how much text a link to the original asks the browser to find:
// long enough to occur only once, short enough to survive changes nearby.
const fragmentRunes = 24

// original is the address of the original page, at the text that was found in
// browsers that understand text fragments. It is "" for addresses other than http
// and https.
func original(address string, pieces []search.Piece) string {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	text := fragmentText(pieces)
	if text == "" {
		return u.String()
	}
	hash := "#"
	if u.Fragment != "" {
		hash = ""
	}
	return u.String() + hash + ":~:text=" + escapeFragment(text)
}

// host is the name that a link to the original shows.
func host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// fragmentText is the text from the first match to the end of its sentence.
func fragmentText(pieces []search.Piece) string {
	var b strings.Builder
	started := false
	for _, p := range pieces {
		started = started || p.Hit
		if started {
			b.WriteString(p.Text)
		}
	}
	text := b.String()
	if i := strings.IndexFunc(text, endsFragment); i >= 0 {
		text = text[:i]
	}
	for i, n := 0, 0; i < len(text); n++ {
		if n == fragmentRunes {
			text = text[:i]
			break
		}
		_, size := utf8.DecodeRuneInString(text[i:])
		i += size
	}
	return strings.TrimSpace(text)
}

func endsFragment(r rune) bool {
	return strings.ContainsRune("。！？!?；;…\n", r) || unicode.IsControl(r)
}

// escapeFragment percent-encodes a text, also the hyphens, which separate the parts
// of a text fragment.
func escapeFragment(s string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(s))
}
