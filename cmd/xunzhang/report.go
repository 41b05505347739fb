package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/indexer"
)

// shownInputs is how many skipped inputs, and how many suspicious ones, are listed
// without --json.
const shownInputs = 20

// print prints the report of a job: with --json all of it, else a summary.
func (r *reindexing) print(report indexer.Report) error {
	if r.json {
		return printJSON(r.out, report)
	}
	r.printInputs("skipped", report.Skipped)
	r.printInputs("suspicious", report.Suspicious)
	for _, w := range report.Warnings {
		r.say("warning: %s", clean(w))
	}
	var b strings.Builder
	switch {
	case report.DryRun:
		b.WriteString("this would give ")
	case report.Published:
		fmt.Fprintf(&b, "generation %d: ", report.Generation)
	default:
		fmt.Fprintf(&b, "nothing changed, generation %d stays: ", report.Generation)
	}
	fmt.Fprintf(&b, "%d articles, %d paragraphs\n", report.Articles, report.Paragraphs)
	fmt.Fprintf(&b, "%d added, %d changed, %d unchanged, %d deleted, %d inputs skipped\n",
		report.Added, report.Changed, report.Unchanged, report.Deleted, len(report.Skipped))
	b.WriteString(siteList(report.Sites))
	b.WriteString(leftOut(report))
	if n := len(report.Suspicious); n > 0 {
		fmt.Fprintf(&b, "%d articles look as if they had been decoded wrongly; --encoding may help\n", n)
	}
	if report.NearDuplicates > 0 {
		fmt.Fprintf(&b, "%d articles say the same as another, in %d groups; a search shows a group once\n", report.NearDuplicates, report.NearGroups)
	}
	if report.Rebuilt != "" {
		fmt.Fprintf(&b, "built anew: %s\n", clean(report.Rebuilt))
	}
	fmt.Fprintf(&b, "%s read in %s", size(report.BytesIn), seconds(report.Seconds))
	if report.Published {
		fmt.Fprintf(&b, ", index %s", size(report.IndexBytes))
	}
	if peak := peakMemory(); peak > 0 {
		fmt.Fprintf(&b, ", peak memory %s", size(peak))
	}
	_, err := fmt.Fprintln(r.out, b.String())
	if err == nil && report.Published && !r.watch {
		r.say("next: xunzhang serve, or xunzhang search QUERY")
	}
	return err
}

// leftOut describes which inputs and blocks are in no article.
func leftOut(report indexer.Report) string {
	var b strings.Builder
	if len(report.SkippedBy) > 1 {
		fmt.Fprintf(&b, "skipped: %s\n", groupList(report.SkippedBy))
	}
	if len(report.Passed) > 0 {
		fmt.Fprintf(&b, "files of other kinds passed over: %s\n", kindList(report.Passed))
	}
	if len(report.Dropped) > 0 {
		fmt.Fprintf(&b, "blocks left out of articles: %s\n", reasonList(report.Dropped))
	}
	return b.String()
}

// siteList says which sites were recognised, one a line.
func siteList(sites []indexer.Site) string {
	var b strings.Builder
	for i, s := range sites {
		if i == shownKinds {
			fmt.Fprintf(&b, "and %d more sites\n", len(sites)-i)
			break
		}
		fmt.Fprintf(&b, "%s in %s, by %s", s.Tool, clean(s.Source), clean(s.Config))
		for _, more := range []string{s.Title, s.Language, s.Base} {
			if more != "" {
				fmt.Fprintf(&b, ", %s", clean(more))
			}
		}
		if s.Pages > 0 {
			fmt.Fprintf(&b, ", order of %d pages", s.Pages)
		}
		if s.Folders > 0 {
			fmt.Fprintf(&b, ", %d folders in the order of their pages", s.Folders)
		}
		if s.Unread > 0 {
			fmt.Fprintf(&b, ", %d entries of the order unread", s.Unread)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// shownKinds is how many kinds of inputs a line lists.
const shownKinds = 12

func groupList(groups []indexer.Group) string {
	var all []string
	for _, g := range groups {
		all = append(all, fmt.Sprintf("%s %d", clean(g.Reason), g.Count))
	}
	return shorten(all)
}

func kindList(passed map[string]int) string {
	var all []string
	for _, kind := range slices.Sorted(maps.Keys(passed)) {
		all = append(all, fmt.Sprintf("%s %d", clean(kind), passed[kind]))
	}
	return shorten(all)
}

func reasonList(dropped map[article.Reason]int) string {
	var all []string
	for _, reason := range slices.Sorted(maps.Keys(dropped)) {
		all = append(all, fmt.Sprintf("%s %d", reason, dropped[reason]))
	}
	return shorten(all)
}

func shorten(all []string) string {
	if len(all) > shownKinds {
		all = append(all[:shownKinds], fmt.Sprintf("and %d more", len(all)-shownKinds))
	}
	return strings.Join(all, ", ")
}

// printInputs lists inputs that the user should look at, with the reasons.
func (r *reindexing) printInputs(what string, all []article.Skip) {
	for i, s := range all {
		if i == shownInputs {
			r.say("... and %d more %s; --json lists all", len(all)-i, what)
			return
		}
		line := ""
		if s.Line > 0 {
			line = fmt.Sprintf(" line %d", s.Line)
		}
		r.say("%s %s%s: %s", what, clean(s.Source), line, clean(s.Reason))
	}
}
