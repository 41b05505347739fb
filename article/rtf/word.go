package rtf

import (
	"cmp"
	"strings"
	"unicode/utf16"

	"github.com/xunzhang/xunzhang/article/block"
)

// word reads a control word.
func (r *reader) word(t token) {
	switch t.name {
	case "*":
		r.marked = true
		return
	case "u":
		r.unicode(t.number)
		return
	}
	if r.place == nothing {
		return
	}
	if p, ok := destination(t.name); ok {
		r.enter(p, t.name)
	} else if r.marked {
		r.place = nothing
	} else if !r.character(t) && !r.text(t) {
		r.setting(t)
	}
	r.marked = false
}

// destination returns the use of the text in a group that begins with a word.
func destination(name string) (place, bool) {
	switch name {
	case "fonttbl":
		return fonts, true
	case "stylesheet":
		return styles, true
	case "info":
		return info, true
	case "footnote":
		return note, true
	case "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf":
		return heading, true
	case "annotation":
		return comments, true
	case "colortbl", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "pict", "object", "objdata", "fldinst",
		"themedata", "colorschememapping", "latentstyles", "datastore", "xmlnstbl", "bkmkstart", "bkmkend", "pntxta", "pntxtb", "shprslt", "sp",
		"xe", "tc", "ftnsep", "ftnsepc", "aftnsep", "aftnsepc", "atnid", "atnauthor", "atrfstart", "atrfend", "nonshppict", "pnseclvl", "listname", "panose", "falt", "fontemb", "userprops", "operator", "company", "category", "manager", "mmathPr", "hlinkbase", "buptim", "printim", "defchp", "defpap", "pgptbl", "private", "ud":
		return nothing, true
	case "shpinst", "shptxt", "fldrslt", "listtext", "pntext", "upr": // text, although older programs skip it
		return body, true
	}
	return 0, false
}

// enter begins a destination.
func (r *reader) enter(p place, name string) {
	if p == body {
		return // its text belongs where the group is
	}
	if p == note {
		r.main, r.line = r.line, block.Line{}
	}
	if r.place == info && p != nothing {
		return
	}
	r.place = p
}

// unicode adds a character by its number; large ones come as surrogate pairs. It is
// followed by replacements for other programs, which are skipped.
func (r *reader) unicode(n int) {
	r.left, r.marked = r.skip, false
	c := rune(uint16(n))
	switch {
	case utf16.IsSurrogate(c) && r.high == 0:
		r.high = c
		return
	case r.high != 0:
		c, r.high = utf16.DecodeRune(r.high, c), 0
	}
	if r.place != nothing {
		r.add(string(c))
	}
}

// character reads words that mean a character.
func (r *reader) character(t token) bool {
	c := ""
	switch t.name {
	case "tab", "emspace", "enspace", "qmspace":
		c = " "
	case "emdash":
		c = "—"
	case "endash":
		c = "–"
	case "lquote":
		c = "‘"
	case "rquote":
		c = "’"
	case "ldblquote":
		c = "“"
	case "rdblquote":
		c = "”"
	case "bullet":
		c = "•"
	default:
		return false
	}
	r.add(c)
	return true
}

// text reads words that end lines, paragraphs, cells and rows.
func (r *reader) text(t token) bool {
	if r.place == note && (t.name == "par" || t.name == "line") {
		r.line.LineBreak()
		return true
	}
	if r.place != body {
		if t.name == "par" || t.name == "line" {
			r.add(" ")
			return true
		}
		return false
	}
	switch t.name {
	case "line":
		r.line.LineBreak()
	case "par", "sect", "page":
		if r.table {
			r.line.LineBreak() // a cell may have several paragraphs
		} else {
			r.paragraph()
		}
	case "cell", "nestcell":
		r.cells = append(r.cells, r.line.Block(block.Table))
		r.line = block.Line{}
	case "row", "nestrow":
		r.rows = append(r.rows, block.JoinCells(r.cells))
		r.cells = nil
	default:
		return false
	}
	return true
}

// setting reads words that change a setting.
func (r *reader) setting(t token) {
	switch t.name {
	case "ansicpg":
		r.code, r.ansi = t.number, t.number
	case "plain":
		r.code, r.hidden = r.ansi, false
	case "uc":
		r.skip = min(max(t.number, 0), maxDigits)
	case "f":
		if r.place == fonts {
			r.font = t.number
		} else {
			r.code = cmp.Or(r.fonts[t.number], r.ansi)
		}
	case "fcharset":
		if code := charset(t.number); code != 0 && r.place == fonts {
			r.fonts[r.font] = code
		}
	case "cpg":
		if r.place == fonts {
			r.fonts[r.font] = t.number
		}
	case "s":
		if r.place == styles {
			r.number, r.naming = t.number, style{}
		} else {
			r.style = t.number
		}
	case "outlinelevel":
		r.level(t.number)
	case "pard":
		r.style, r.outline, r.table = 0, 0, false
	case "intbl":
		r.table = true
	case "v":
		r.hidden = !t.given || t.number != 0
	case "deleted":
		if r.place == body && (!t.given || t.number != 0) {
			r.place = deleted
		}
	case "title", "author", "doccomm", "subject", "keywords", "creatim", "revtim":
		if r.place == info {
			r.value.Reset()
			r.about, r.year = t.name, [3]int{}
		}
	case "yr", "mo", "dy":
		r.year[map[string]int{"yr": 0, "mo": 1, "dy": 2}[t.name]] = t.number
	}
}

// level notes the level of a heading, which is written from 0. Level 9 means text.
func (r *reader) level(n int) {
	level := 0
	if n >= 0 && n < 9 {
		level = n + 1
	}
	if r.place == styles {
		r.naming.outline = level
	} else {
		r.outline = level
	}
}

// paragraph ends the paragraph that is being read.
func (r *reader) paragraph() {
	r.endTable()
	kind, level := block.Prose, r.outline
	named := r.names[r.style]
	if level == 0 {
		level = cmp.Or(named.outline, levelOf(named.name))
	}
	isTitle := named.name == "title" || named.name == "标题"
	if isTitle {
		level = 1
	}
	if level > 0 {
		kind = block.Heading
	}
	b := r.line.Block(kind)
	b.Level = uint8(min(level, 9))
	if b.Text != "" {
		if isTitle && r.title == "" {
			r.title = b.Text
		}
		r.blocks = append(r.blocks, b)
	}
	r.blocks = append(r.blocks, r.notes...)
	r.line, r.notes = block.Line{}, nil
}

// levelOf is the level of a heading by the name of its style: "heading 2", "标题 2".
func levelOf(name string) int {
	for _, kind := range []string{"heading ", "标题 "} {
		if n, ok := strings.CutPrefix(name, kind); ok && len(n) == 1 && n[0] >= '1' && n[0] <= '9' {
			return int(n[0] - '0')
		}
	}
	return 0
}

// endTable ends the table that is being read.
func (r *reader) endTable() {
	if len(r.cells) > 0 {
		r.rows = append(r.rows, block.JoinCells(r.cells))
	}
	if len(r.rows) > 0 {
		r.blocks = append(r.blocks, block.GroupRows(r.rows)...)
	}
	r.cells, r.rows = nil, nil
}
