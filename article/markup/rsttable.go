package markup

import (
	"encoding/csv"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// lineBlock reads lines that each begin with a bar, such as verse. Lines further in
// go on with the line above.
func (r *rstReader) lineBlock(line string) bool {
	if line != "|" && !strings.HasPrefix(line, "| ") {
		return false
	}
	r.d.line("")
	for ; r.at < len(r.lines); r.at++ {
		line = r.peek(0)
		text, ok := strings.CutPrefix(line, "|")
		if line == "" || !ok && indentOf(line) == 0 {
			break
		}
		r.d.line(r.inline(strings.TrimSpace(text)) + "  ")
	}
	r.d.line("")
	return true
}

// definition reads a term, with its definition in the lines further in below it.
func (r *rstReader) definition(line string) bool {
	below := r.peek(1)
	if line == "" || indentOf(line) > 0 || below == "" || indentOf(below) == 0 || r.depth == maxDirectives ||
		r.at > 0 && r.follows() || rstItem.MatchString(line) || strings.HasSuffix(line, "::") {
		return false
	}
	r.begun = true
	r.at++
	r.d.line("")
	r.d.line(r.inline(line))
	for i, l := range strings.Split(strings.Trim(r.within(r.body()), "\n"), "\n") {
		if i == 0 {
			l = ":   " + l
		} else if l != "" {
			l = "    " + l
		}
		r.d.line(l)
	}
	r.d.line("")
	return true
}

// follows reports whether the line above belongs to a paragraph that this line goes
// on with.
func (r *rstReader) follows() bool {
	above := strings.TrimRight(r.lines[r.at-1], " \t")
	return above != "" && indentOf(above) == 0 && !strings.HasPrefix(above, "..") && !isRow(above, rstRows, 2)
}

// isGridRule reports whether a line is a rule of a table whose cells are drawn, and
// isSimpleRule of one that has rules above and below only.
func isGridRule(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "+-") && strings.Trim(t, "+-=") == "" || strings.HasPrefix(t, "+=") && strings.Trim(t, "+=") == ""
}

func isSimpleRule(line string) bool {
	t := strings.TrimSpace(line)
	return strings.Contains(t, "= ") && strings.Trim(t, "= ") == ""
}

// table reads a table that is drawn in the text.
func (r *rstReader) table(line string) bool {
	switch {
	case isGridRule(line):
		r.gridTable()
	case isSimpleRule(line):
		r.simpleTable()
	default:
		return false
	}
	r.begun = true
	return true
}

// gridTable reads rows between rules. The lines of a row belong to the same cells.
func (r *rstReader) gridTable() {
	var rows []tableRow
	open := false // whether the last row goes on
	for ; r.at < len(r.lines); r.at++ {
		line := strings.TrimSpace(r.peek(0))
		if isGridRule(line) || strings.HasPrefix(line, "+") {
			open = false
			continue
		}
		if !strings.HasPrefix(line, "|") {
			break
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !open {
			rows = append(rows, newRow(make([]string, len(cells))))
		}
		open = true
		rows[len(rows)-1].add(cells)
	}
	r.rows(rows)
}

var columnGap = regexp.MustCompile(`[ \t]{2,}`)

// simpleTable reads rows whose cells are two blanks or more apart. A row that begins
// further in goes on with the one above.
func (r *rstReader) simpleTable() {
	var rows []tableRow
	indent := indentOf(r.peek(0))
	for r.at++; r.at < len(r.lines); r.at++ {
		line := r.peek(0)
		switch {
		case isSimpleRule(line) && strings.TrimSpace(r.peek(1)) == "":
			r.at++
			r.rows(rows)
			return
		case isSimpleRule(line), strings.TrimSpace(line) == "":
		case indentOf(line) > indent+1 && len(rows) > 0:
			last := rows[len(rows)-1]
			last[len(last)-1:].add([]string{line})
		default:
			rows = append(rows, newRow(columnGap.Split(strings.TrimSpace(line), -1)))
		}
	}
	r.rows(rows)
}

// A tableRow is the cells of a row, whose lines are added one by one.
type tableRow []*strings.Builder

func newRow(cells []string) tableRow {
	row := make(tableRow, len(cells))
	for i := range row {
		row[i] = &strings.Builder{}
	}
	row.add(cells)
	return row
}

// add adds a further line to the cells of a row, with a blank between unless it is
// Chinese on both sides.
func (row tableRow) add(cells []string) {
	for i := range min(len(row), len(cells)) {
		line := strings.TrimSpace(cells[i])
		before, _ := utf8.DecodeLastRuneInString(row[i].String())
		after, _ := utf8.DecodeRuneInString(line)
		if row[i].Len() > 0 && line != "" && !(unicode.Is(unicode.Han, before) && unicode.Is(unicode.Han, after)) {
			row[i].WriteByte(' ')
		}
		row[i].WriteString(line)
	}
}

// tableOf reads the directive of a table, whose rows are lists or lines of values with
// commas.
func (r *rstReader) tableOf(name, title string) {
	options, body := r.options()
	if title != "" {
		r.d.line("")
		r.d.line(r.inline(title))
	}
	if name == "list-table" {
		r.rows(listRows(body))
		return
	}
	in := csv.NewReader(strings.NewReader(options["header"] + "\n" + strings.Join(body, "\n")))
	in.LazyQuotes, in.FieldsPerRecord, in.TrimLeadingSpace = true, -1, true
	records, err := in.ReadAll()
	if err != nil { // a quotation mark that nothing closes
		r.paragraphs(body)
		return
	}
	rows := make([]tableRow, len(records))
	for i := range records {
		rows[i] = newRow(records[i])
	}
	r.rows(rows)
}

// listRows are the rows of a table that is a list of lists.
func listRows(lines []string) []tableRow {
	var rows []tableRow
	for _, line := range lines {
		cell, begins := strings.CutPrefix(line, "* -")
		if !begins {
			if text, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "- "); ok && indentOf(line) == len("* ") && len(rows) > 0 {
				rows[len(rows)-1] = append(rows[len(rows)-1], newRow([]string{text})...)
			} else if len(rows) > 0 {
				row := rows[len(rows)-1]
				row[len(row)-1:].add([]string{line})
			}
			continue
		}
		rows = append(rows, newRow([]string{cell}))
	}
	return rows
}

// maxColumns is how many columns a table has that is written as one: all its rows get
// as many cells.
const maxColumns = 200

// rows writes rows as a table of Markdown.
func (r *rstReader) rows(rows []tableRow) {
	if len(rows) == 0 {
		return
	}
	r.d.line("")
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	for i, row := range rows {
		var line strings.Builder
		for _, cell := range row {
			line.WriteString("|" + strings.ReplaceAll(r.inline(strings.Join(strings.Fields(cell.String()), " ")), "|", `\|`))
		}
		switch {
		case width > maxColumns:
			r.d.line(line.String() + "|  ")
		case i == 0:
			r.d.line(line.String() + strings.Repeat("|", width-len(row)+1))
			r.d.line("|" + strings.Repeat("-|", width))
		default:
			r.d.line(line.String() + "|")
		}
	}
	r.d.line("")
}
