package plain

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/page"
)

// CSV reads the rows of a table, with commas, semicolons, tabs or bars between the
// cells. Errors wrap input.ErrFormat.
func CSV(text string) (page.Page, error) {
	first, _, _ := strings.Cut(text, "\n")
	in := csv.NewReader(strings.NewReader(text))
	in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = true, -1, true
	for _, mark := range ";\t|" {
		if strings.Count(first, string(mark)) > strings.Count(first, string(in.Comma)) {
			in.Comma = mark
		}
	}
	var rows []block.Block
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return page.Page{Blocks: block.GroupRows(rows)}, nil
		}
		if err != nil {
			return page.Page{}, fmt.Errorf("%w CSV: %w", input.ErrFormat, err)
		}
		cells := make([]block.Block, len(record))
		for i, cell := range record {
			cells[i].Text = cell
		}
		rows = append(rows, block.JoinCells(cells))
	}
}
