package bleve

import (
	"math"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// noDay is the day of a part without a date, and sorts before all others.
const noDay = math.MinInt32

// A row is the metadata of a part, and where its document and its stored record
// are.
type row struct {
	id         string
	article    string
	category   string
	author     string
	tags       []string
	day        int32 // calendar day of Published, in days since 1970
	updated    int32 // the same of Updated
	views      int64
	length     uint32 // grams, with repetitions
	paragraphs uint32
	runes      uint32
	text       location
	segment    int32  // index among the segments, notYet before its segment is built
	doc        uint32 // number within the segment
	dead       bool   // deleted or replaced
}

const notYet = -1

// A location says where a stored record is.
type location struct {
	file   uint32 // index among the text files
	offset uint64
	size   uint32
}

func newRow(d *engine.Doc, at location) row {
	return row{
		id: d.ID, article: d.Article,
		category: d.Fields.Category, author: d.Fields.Author, tags: d.Fields.Tags,
		day: dayOf(d.Fields.Published), updated: dayOf(d.Fields.Updated), views: d.Fields.Views,
		length: uint32(len(d.Grams)), paragraphs: uint32(d.Paragraphs), runes: uint32(d.Runes),
		text: at, segment: notYet,
	}
}

const secondsADay = 24 * 60 * 60

// dayOf is the calendar day that t shows in its own location.
func dayOf(t time.Time) int32 {
	if t.IsZero() {
		return noDay
	}
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / secondsADay)
}

// timeOf is midnight UTC at the beginning of a day.
func timeOf(day int32) time.Time {
	if day == noDay {
		return time.Time{}
	}
	return time.Unix(int64(day)*secondsADay, 0).UTC()
}
