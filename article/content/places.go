package content

import "strings"

// RubyAt returns the places, in bytes, of the characters of each Ruby in the text
// of their paragraph, each after the one before. A place is -1 when the characters
// are not found.
func RubyAt(text string, list []Ruby) []int {
	places, from := make([]int, len(list)), 0
	for i, r := range list {
		places[i] = -1
		if at := strings.Index(text[from:], r.Base); at >= 0 {
			places[i] = from + at
			from += at + len(r.Base)
		}
	}
	return places
}

// LinksAt returns the places of the texts of links in the text of their paragraph,
// as RubyAt does.
func LinksAt(text string, list []Link) []int {
	places, from := make([]int, len(list)), 0
	for i, l := range list {
		places[i] = -1
		if at := strings.Index(text[from:], l.Text); at >= 0 && l.Text != "" {
			places[i] = from + at
			from += at + len(l.Text)
		}
	}
	return places
}
