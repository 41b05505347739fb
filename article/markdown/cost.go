package markdown

import "bytes"

// measure counts what makes the parser slow.
func (s *scan) measure(l []byte) {
	if s.depth(l) > maxDepth {
		s.out.hostile = true
	}
	s.lines++
	var before byte
	tildes := 0 // in a row
	for i, c := range l {
		if tildes++; c != '~' {
			tildes = 0
		}
		s.tildes += tildes
		switch {
		case c == '`' && before != '`', c == '<' && i+1 < len(l) && (l[i+1] == '!' || l[i+1] == '?'):
			s.ticks++
		case c == '(' && before == ']':
			s.open++
		case c == ')' && s.open > 0:
			s.open--
		case c == ':' && before == ']' && l[0] == '[':
			s.refs++
			if len(l) > 1 && l[1] == '^' {
				s.notes++
			}
		case (c == '*' || c == '_') && before != c:
			s.marks++
		}
		before = c
	}
}

// endBlock judges a block of lines. The parser looks for the end of a code span, a
// comment or a link's address up to the end of the block, and it moves the block's
// lines for every link definition: each costs as much as the block is long. For
// every tilde in a row it looks to the end of the row.
func (s *scan) endBlock(end int) {
	cost := (end-s.start)*(s.ticks+8*s.open+s.refs/4) + s.tildes
	if cost > maxCost || s.lines > maxLines || s.marks > maxMarks || s.notes > maxNotes {
		s.out.hostile = true
	}
	s.start, s.ticks, s.tildes, s.open, s.refs, s.marks, s.lines = end, 0, 0, 0, 0, 0, 0
}

// depth is how many quotes and lists enclose a line.
func (s *scan) depth(l []byte) int {
	column, marks := 0, 0
	for i := 0; i < len(l); {
		n := marker(l[i:])
		switch {
		case l[i] == ' ':
			column, i = column+1, i+1
		case l[i] == '\t':
			column, i = column+4, i+1
		case n == 0:
			if l[i] != '\n' && marks == 0 {
				s.close(column + 1)
			}
			return marks + len(s.lists)
		default:
			if marks == 0 {
				s.close(column)
				if l[i] != '>' {
					s.lists = append(s.lists, column)
				}
			}
			marks++
			column, i = column+n, i+n
		}
	}
	return marks + len(s.lists)
}

// close ends the list items that begin at a column or beyond.
func (s *scan) close(column int) {
	for len(s.lists) > 0 && s.lists[len(s.lists)-1] >= column {
		s.lists = s.lists[:len(s.lists)-1]
	}
}

// marker is the length of the mark of a quote or list item, or 0.
func marker(l []byte) int {
	if l[0] == '>' {
		return 1
	}
	n := 0
	for n < len(l) && n < 9 && l[n] >= '0' && l[n] <= '9' {
		n++
	}
	if n < len(l) && (n == 0 && bytes.IndexByte([]byte("*+-"), l[n]) >= 0 || n > 0 && (l[n] == '.' || l[n] == ')')) {
		n++
		if n < len(l) && (l[n] == ' ' || l[n] == '\t' || l[n] == '\n') {
			return n
		}
	}
	return 0
}
