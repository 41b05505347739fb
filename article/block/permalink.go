package block

import "strings"

// IsPermalink reports whether a link in a heading is only there so that readers can copy
// the address of the heading: it leads to a place in the page, and its text is a sign.
func IsPermalink(address, text string) bool {
	if !strings.HasPrefix(address, "#") {
		return false
	}
	switch strings.Trim(Squash(text), "\u200b\ufe0e\ufe0f ") {
	case "", "#", "¶", "§", "🔗", "⚓", "∞", "Permalink", "permalink", "永久链接":
		return true
	}
	return false
}
