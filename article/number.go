package article

// number turns blocks into paragraphs, counted from 1. A heading is the
// section of what follows; its own section is the nearest heading above of a
// higher rank.
func number(blocks []block) []Paragraph {
	all := make([]Paragraph, 0, len(blocks))
	var above []block
	for i := range blocks {
		b := &blocks[i]
		section := b.kind == heading && !b.label
		if section {
			for len(above) > 0 && above[len(above)-1].level >= b.level {
				above = above[:len(above)-1]
			}
		}
		title := ""
		if len(above) > 0 {
			title = above[len(above)-1].text
		}
		if section {
			above = append(above, block{level: b.level, text: cutRunes(b.text, maxTitle)})
		}
		for _, piece := range splitLong(b.text) {
			all = append(all, Paragraph{Number: len(all) + 1, Section: title, Text: piece, Heading: b.kind == heading, Linked: b.linkedIn(piece)})
		}
	}
	return all
}
