// Package query is the query language: it turns what a reader types into groups
// of words, phrases, filters and exclusions, and prints them back. It knows no
// terms, and nothing that was typed is an error.
package query

import (
	"slices"
	"strings"
	"time"
)

// A Query is a parsed query. It prints itself in the same language, so that
// Parse(q.String()) is q again.
type Query struct {
	Groups []Group // articles that match all of them come first
	From   time.Time
	To     time.Time // published from and to, both included; zero is open
}

// A Group is one or more atoms of which any may match: a OR b.
type Group []Atom

// An Atom is a word, a phrase or a value of a field.
type Atom struct {
	Text   string
	Phrase bool  // "…": exactly, on the stored text
	Not    bool  // -…: articles that hold it are left out
	Field  Field // where to look; FieldAny is everywhere
	// Slip is what was typed where Text is its correction, and a few texts that hold it
	// are wanted too; else "". It is not printed.
	Slip string
}

// A Field restricts an atom to a piece of metadata.
type Field string

// The fields of the query language.
const (
	FieldAny      Field = ""
	FieldTitle    Field = "title"
	FieldAuthor   Field = "author"
	FieldTag      Field = "tag"
	FieldCategory Field = "category"
)

// String prints the query in the language of Parse.
func (q Query) String() string {
	var words []string
	for _, g := range q.Groups {
		words = append(words, g.String())
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		words = append(words, "date:"+printDay(q.From)+".."+printDay(q.To))
	}
	return strings.Join(words, " ")
}

func printDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// String prints the group.
func (g Group) String() string {
	words := make([]string, len(g))
	for i, a := range g {
		words[i] = a.String()
	}
	return strings.Join(words, " OR ")
}

// String prints the atom.
func (a Atom) String() string {
	var b strings.Builder
	if a.Not {
		b.WriteByte('-')
	}
	if a.Field != FieldAny {
		b.WriteString(string(a.Field) + ":")
	}
	if a.Phrase {
		b.WriteString(a.quoted())
	} else {
		b.WriteString(a.Text)
	}
	return b.String()
}

// quoted puts the text between quotation marks of a kind that the text does not
// contain.
func (a Atom) quoted() string {
	switch {
	case !strings.ContainsAny(a.Text, "\"＂”“"):
		return `"` + a.Text + `"`
	case !strings.Contains(a.Text, "」"):
		return "「" + a.Text + "」"
	}
	return "『" + a.Text + "』"
}

// HasOperators reports whether the query has anything but words and phrases: filters,
// exclusions, alternatives or a period.
func (q Query) HasOperators() bool {
	return !q.From.IsZero() || !q.To.IsZero() || slices.ContainsFunc(q.Groups, func(g Group) bool {
		return len(g) > 1 || g[0].Not || g[0].Field != FieldAny
	})
}

// HasConditions reports whether the query says what an article must or must not be
// besides its words, phrases and alternatives: it has filters, exclusions or a period.
func (q Query) HasConditions() bool {
	return !q.From.IsZero() || !q.To.IsZero() || slices.ContainsFunc(q.Groups, func(g Group) bool { return g[0].Not || g[0].Field != FieldAny })
}

// BeginsWithExclusion reports whether an excluded word or phrase is the first of the query,
// so that nothing before it says from what it is excluded.
func (q Query) BeginsWithExclusion() bool {
	return len(q.Groups) > 0 && q.Groups[0][0].Not && q.Groups[0][0].Field == FieldAny
}

// Texts returns the texts of the query that are looked for in all fields.
func (q Query) Texts() []string {
	var all []string
	for _, g := range q.Groups {
		for _, a := range g {
			if !a.Not && a.Field == FieldAny {
				all = append(all, a.Text)
			}
		}
	}
	return all
}
