package eval

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ErrFormat says that a line of an input does not have the right format. The
// wrapping error names the input and the line.
var ErrFormat = errors.New("bad format")

// maxLine is the longest line of an input in bytes. A query has at most 1 KiB;
// the rest is room for ids.
const maxLine = 1 << 20

// A Query is one judged question.
type Query struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Qrels are grades by query id and document id. What is not listed was not
// judged and counts as not relevant.
type Qrels map[string]map[string]int

// ReadQueries reads "id TAB text" lines. Empty lines and lines that begin with
// # are left out. The name is for error messages.
func ReadQueries(name string, r io.Reader) ([]Query, error) {
	var queries []Query
	seen := make(map[string]bool)
	err := eachLine(name, r, func(line string) error {
		id, text, ok := strings.Cut(line, "\t")
		id, text = strings.TrimSpace(id), strings.TrimSpace(text)
		switch {
		case !ok || id == "" || text == "":
			return fmt.Errorf("%w: want an id, a tab and a query", ErrFormat)
		case len(strings.Fields(id)) > 1:
			return fmt.Errorf("%w: the id %q holds a space", ErrFormat, id)
		case seen[id]:
			return fmt.Errorf("%w: the id %q was used before", ErrFormat, id)
		}
		seen[id] = true
		queries = append(queries, Query{ID: id, Text: text})
		return nil
	})
	return queries, err
}

// ReadQrels reads TREC judgments, "query 0 document grade" separated by white
// space. Empty lines and lines that begin with # are left out. A document
// judged twice for a query with different grades is an error.
func ReadQrels(name string, r io.Reader) (Qrels, error) {
	qrels := make(Qrels)
	err := eachLine(name, r, func(line string) error {
		f := strings.Fields(line)
		if len(f) != 4 {
			return fmt.Errorf("%w: want 4 columns, found %d", ErrFormat, len(f))
		}
		grade, err := strconv.Atoi(f[3])
		if err != nil || grade > maxGrade {
			return fmt.Errorf("%w: the grade %q is not a whole number up to %d", ErrFormat, f[3], maxGrade)
		}
		return qrels.add(f[0], f[2], grade)
	})
	return qrels, err
}

// maxGrade keeps the gain 2^grade-1 a sensible number.
const maxGrade = 30

func (q Qrels) add(query, document string, grade int) error {
	if q[query] == nil {
		q[query] = make(map[string]int)
	}
	if old, ok := q[query][document]; ok && old != grade {
		return fmt.Errorf("%w: %s was graded %d for %s before, now %d", ErrFormat, document, old, query, grade)
	}
	q[query][document] = grade
	return nil
}

// eachLine calls fn for each line that is neither empty nor a comment, and
// puts the input's name and the line's number before an error.
func eachLine(name string, r io.Reader, fn func(line string) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	number := 0
	for lines.Scan() {
		number++
		line := strings.TrimPrefix(lines.Text(), "\ufeff")
		if text := strings.TrimSpace(line); text == "" || text[0] == '#' {
			continue
		}
		if err := fn(line); err != nil {
			return fmt.Errorf("%s:%d: %w", name, number, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s:%d: %w", name, number+1, err)
	}
	return nil
}
