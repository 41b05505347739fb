package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// printJSON prints a value as the API does: one indented document.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// notNil returns an empty list for nil, so that JSON has [], over which scripts can
// iterate, and not null.
func notNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// printFindings prints the findings of a check: with --json the report, else the
// text. It returns failed, the error for a check that found faults, or nil.
func (a *app) printFindings(report any, text string, failed error) error {
	if a.json {
		return errors.Join(printJSON(a.out, report), failed)
	}
	_, err := fmt.Fprint(a.out, text)
	return errors.Join(err, failed)
}

// size prints bytes for people, in units of 1024.
func size(n int64) string {
	const unit = 1024
	f, names := float64(n), []string{"B", "KiB", "MiB", "GiB", "TiB"}
	i := 0
	for f >= unit && i < len(names)-1 {
		f, i = f/unit, i+1
	}
	if i == 0 {
		return fmt.Sprintf("%d B", n)
	}
	return fmt.Sprintf("%.1f %s", f, names[i])
}

func seconds(s float64) string {
	return time.Duration(s * float64(time.Second)).Round(10 * time.Millisecond).String()
}
