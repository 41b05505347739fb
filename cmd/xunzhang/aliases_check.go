package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/expand"
)

const checkAliasesExamples = `  xunzhang aliases check                             # the built-in lists, and --aliases
  xunzhang aliases check own.txt                     # a list, as it comes after the built-in ones
  xunzhang aliases check own.txt --index data/index  # also what leads nowhere in that index
  xunzhang aliases check --json | jq -r '.[] | select(.kind == "one-way") | .words[0]'`

const checkAliasesHelp = `Names the lines of lists of other words that are at fault:

  malformed      a line that is not of the format: other commands refuse the list
  contradiction  it says something else than another line
  repeated       it says what another line says
  no-effect      it changes no search
  one-way        it goes one way (->), and neither says why (#-> reason) nor is
                 there a line for the way back
  nowhere        no article of the index holds what it leads to; with --index only

Without FILE it checks the built-in lists, and the one of --aliases or
XUNZHANG_ALIASES; with FILE only those. A list of your own may override the
built-in ones: that is no contradiction. Exit code 1 when a line is at fault,
except that what leads nowhere is no fault.`

// errFaultyLists says that lines of lists of other words are at fault.
var errFaultyLists = errors.New("lists of other words are at fault")

func (a *app) checkAliasesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "check [flags] [FILE...]",
		Short:   "Name the lines that contradict each other, lead nowhere or go one way without a reason",
		Long:    checkAliasesHelp,
		Example: checkAliasesExamples,
		Args:    cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, files []string) error {
			return a.checkAliases(c.Context(), files, c.Flags().Changed("index"))
		},
	}
	return a.withAliases(a.withJSON(c))
}

// A faultyLine is a finding as --json prints it.
type faultyLine struct {
	File  string   `json:"file"`
	Line  int      `json:"line"`
	Kind  string   `json:"kind"`
	Words []string `json:"words"`
	Text  string   `json:"text"` // the words, and what is wrong
}

// checkAliases checks files, or without files all lists that searches use.
func (a *app) checkAliases(ctx context.Context, files []string, inIndex bool) error {
	dir, err := data.Dictionaries()
	if err != nil {
		return fmt.Errorf("embedded dictionaries: %w", err)
	}
	builtIn, err := expand.ReadLists(dir, "data/dict")
	if err != nil {
		return fmt.Errorf("embedded dictionaries: %w", err)
	}
	var found []expand.Finding
	var checked []*expand.List
	if len(files) == 0 {
		found, checked = expand.Check(nil, builtIn), builtIn
		if name := a.ownAliases(); name != "" {
			files = append(files, name)
		}
	}
	own, err := readAliases(files)
	if err != nil {
		return err
	}
	found, checked = append(found, expand.Check(builtIn, own)...), append(checked, own...)
	if inIndex {
		nowhere, err := a.leadNowhere(ctx, checked)
		if err != nil {
			return err
		}
		found = append(found, nowhere...)
	}
	return a.printFaults(found)
}

func readAliases(files []string) ([]*expand.List, error) {
	var lists []*expand.List
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("aliases: %w", err)
		}
		l, err := expand.Read(expand.File{Name: name, Kind: expand.Alias, Text: bytes.NewReader(text)})
		if err != nil {
			return nil, fmt.Errorf("aliases: %w", err)
		}
		lists = append(lists, l)
	}
	return lists, nil
}

// leadNowhere finds the lines of lists whose words occur in no article of the
// index. Without an index it prints a message and finds nothing.
func (a *app) leadNowhere(ctx context.Context, lists []*expand.List) ([]expand.Finding, error) {
	e, err := a.openEngine()
	if err != nil {
		return nil, err
	}
	words, err := occurrences(ctx, e, lists)
	if err = errors.Join(err, e.Close()); errors.Is(err, engine.ErrNoIndex) {
		a.say("there is no index in %s, so what leads nowhere is not named", clean(a.place()))
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return expand.NowhereIn(lists, words.Has), nil
}

// occurrences reads all articles of the index, with their titles and labels.
func occurrences(ctx context.Context, e engine.Engine, lists []*expand.List) (*expand.Occurrences, error) {
	view, err := e.View(ctx)
	if err != nil {
		return nil, err
	}
	words := expand.NewOccurrences(lists)
	read := func(stored []byte) { words.Read(analysis.FoldText(part.Decode(stored))) }
	err = export.EachPart(ctx, view, func(_ engine.Hit, v part.View) error {
		for _, text := range [...][]byte{v.Title, v.Brief, v.Labels} {
			read(text)
		}
		for c := v.Paragraphs(); c.Next(); {
			read(c.Text)
		}
		return nil
	})
	return words, errors.Join(err, view.Close())
}

func (a *app) printFaults(found []expand.Finding) error {
	faults := 0
	lines := make([]faultyLine, len(found))
	for i, f := range found {
		if f.Problem != expand.Nowhere {
			faults++
		}
		lines[i] = faultyLine{File: f.File, Line: f.Line, Kind: string(f.Problem), Words: append([]string{}, f.Words...), Text: f.Text}
	}
	var failed error
	if faults > 0 {
		failed = fmt.Errorf("%w: %d findings", errFaultyLists, faults)
	}
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%s:%d: %s: %s\n", clean(l.File), l.Line, l.Kind, clean(l.Text))
	}
	err := a.printFindings(lines, b.String(), failed)
	switch {
	case err != nil || a.json:
	case len(lines) > 0:
		a.say("no line is at fault, %d lead nowhere", len(lines))
	default:
		a.say("no line is at fault")
	}
	return err
}
