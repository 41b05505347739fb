// Package titlelist keeps the titles of the newest articles of a generation in one
// of its files, so that completions and corrections need not read every stored
// part. It must not know queries.
package titlelist

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// FileName is the name of a generation's file that holds its list.
const FileName = "titles"

// Most is how many titles Newest returns at most. A list holds more, so that it
// seldom has too few after articles were deleted.
const (
	Most = 100_000
	kept = Most + Most/4
)

// ErrFormat says that bytes are not a stored list.
var ErrFormat = errors.New("not a list of titles")

// A Title is the title of an article.
type Title struct {
	Article string `json:"a"`
	Text    string `json:"t"`           // as it is written
	Day     string `json:"d,omitempty"` // of publication, YYYY-MM-DD; "" when it is unknown
}

// Of makes the Title of an article that was published on the day of a time; the
// zero time means that the day is unknown.
func Of(article, text string, published time.Time) Title {
	t := Title{Article: article, Text: text}
	if !published.IsZero() {
		t.Day = published.Format(time.DateOnly)
	}
	return t
}

// newest orders titles as engine.ByNewest orders the articles.
func newest(a, b Title) int {
	return cmp.Or(cmp.Compare(b.Day, a.Day), cmp.Compare(a.Article, b.Article))
}

// A List holds the titles of a generation. The zero value is the list of an empty
// generation.
type List struct {
	titles []Title // newest first
	cut    bool    // whether the generation has older titles that the list lacks
}

// Change removes the titles of deleted articles, and then adds titles of articles
// that are not in the list.
func (l *List) Change(gone []string, added []Title) {
	isGone := make(map[string]bool, len(gone))
	for _, id := range gone {
		isGone[id] = true
	}
	oldest := Title{}
	if len(l.titles) > 0 {
		oldest = l.titles[len(l.titles)-1]
	}
	l.titles = slices.DeleteFunc(l.titles, func(t Title) bool { return isGone[t.Article] })
	for _, t := range added {
		// A title older than all in a list that was cut may also be older than some
		// that were cut off, so that its place is unknown.
		if !l.cut || newest(t, oldest) < 0 {
			l.titles = append(l.titles, t)
		}
	}
	slices.SortFunc(l.titles, newest)
	if len(l.titles) > kept {
		l.titles, l.cut = l.titles[:kept:kept], true
	}
}

// Newest returns the titles of the newest articles, at most Most, the newest first.
// It is false when the list does not belong to a generation with that number of
// articles, or when so many titles were removed that titles which were cut off may
// belong there; the next full build makes a complete list.
func (l *List) Newest(articles int) ([]Title, bool) {
	if !l.cut && len(l.titles) != articles || l.cut && len(l.titles) < Most {
		return nil, false
	}
	return l.titles[:min(Most, len(l.titles))], true
}

// fileVersion is the version of the stored form.
const fileVersion = 1

type file struct {
	Version int     `json:"version"`
	Cut     bool    `json:"cut"`
	Titles  []Title `json:"titles"`
}

// Encode returns the stored form of a list.
func (l *List) Encode() ([]byte, error) {
	b, err := json.Marshal(file{fileVersion, l.cut, l.titles})
	if err != nil {
		return nil, fmt.Errorf("store titles: %w", err)
	}
	return b, nil
}

// Decode reads what Encode stored. Errors wrap ErrFormat.
func Decode(data []byte) (*List, error) {
	var f file
	if err := json.Unmarshal(data, &f); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if f.Version != fileVersion {
		return nil, fmt.Errorf("%w: version %d", ErrFormat, f.Version)
	}
	return &List{f.Titles, f.Cut}, nil
}
