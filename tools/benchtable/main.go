// Command benchtable prints what `go test -bench` prints as tables of Markdown,
// one for each benchmark, a row for each of its parts:
//
//	go test -run '^$' -bench Search -benchtime 1x ./bench | go run ./tools/benchtable
//
// Nanoseconds an operation are left out where anything else is reported.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "benchtable:", err)
		os.Exit(1)
	}
}

// A table is one benchmark.
type table struct {
	name    string
	columns []string // units, in the order in which they first came
	rows    []row
}

type row struct {
	name   string
	values map[string]string // by unit
}

func run(r io.Reader, w io.Writer) error {
	var tables []*table
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) < 4 || !strings.HasPrefix(fields[0], "Benchmark") {
			continue
		}
		name, part, _ := strings.Cut(procs().ReplaceAllString(strings.ReplaceAll(fields[0], "_", " "), ""), "/")
		i := slices.IndexFunc(tables, func(t *table) bool { return t.name == name })
		if i < 0 {
			i, tables = len(tables), append(tables, &table{name: name})
		}
		tables[i].add(part, fields[2:])
	}
	if err := lines.Err(); err != nil {
		return err
	}
	for i, t := range tables {
		t.tidy()
		if i > 0 {
			fmt.Fprintln(w)
		}
		if err := t.write(w); err != nil {
			return err
		}
	}
	return nil
}

// procs is the number of processors at the end of a benchmark's name.
func procs() *regexp.Regexp { return regexp.MustCompile(`-\d+$`) }

const perOp = "ns/op"

// add adds a row of pairs of value and unit.
func (t *table) add(name string, pairs []string) {
	r := row{name: name, values: map[string]string{}}
	for ; len(pairs) >= 2; pairs = pairs[2:] {
		value, unit := pairs[0], pairs[1]
		r.values[unit] = readable(value)
		if !slices.Contains(t.columns, unit) {
			t.columns = append(t.columns, unit)
		}
	}
	t.rows = append(t.rows, r)
}

// tidy removes the column of nanoseconds per operation where a benchmark reports
// anything else, and then the rows that have nothing left.
func (t *table) tidy() {
	if len(t.columns) < 2 {
		return
	}
	t.columns = slices.DeleteFunc(t.columns, func(unit string) bool { return unit == perOp })
	t.rows = slices.DeleteFunc(t.rows, func(r row) bool {
		delete(r.values, perOp)
		return len(r.values) == 0
	})
}

// readable keeps three digits of a fraction, and parts thousands.
func readable(value string) string {
	f, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return value
	}
	if f < 999.5 {
		return strconv.FormatFloat(f, 'g', 3, 64)
	}
	digits := strconv.FormatFloat(f, 'f', 0, 64)
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + "," + digits[at:]
	}
	return digits
}

func (t *table) write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "| %s | %s |\n", strings.TrimPrefix(t.name, "Benchmark"), strings.Join(t.columns, " | "))
	b.WriteString("| --- |" + strings.Repeat(" ---: |", len(t.columns)) + "\n")
	for _, r := range t.rows {
		fmt.Fprintf(&b, "| %s |", r.name)
		for _, c := range t.columns {
			b.WriteString(" " + r.values[c] + " |")
		}
		b.WriteByte('\n')
	}
	_, err := io.WriteString(w, b.String())
	return err
}
