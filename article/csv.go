package article

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// parseCSV reads the rows of a table, whatever parts their cells.
func parseCSV(text string) (page, error) {
	first, _, _ := strings.Cut(text, "\n")
	in := csv.NewReader(strings.NewReader(text))
	in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = true, -1, true
	for _, mark := range ";\t|" {
		if strings.Count(first, string(mark)) > strings.Count(first, string(in.Comma)) {
			in.Comma = mark
		}
	}
	var rows []block
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return page{blocks: groupRows(rows)}, nil
		}
		if err != nil {
			return page{}, fmt.Errorf("%w CSV: %w", ErrFormat, err)
		}
		cells := make([]block, len(record))
		for i, cell := range record {
			cells[i].text = cell
		}
		rows = append(rows, joinCells(cells))
	}
}
