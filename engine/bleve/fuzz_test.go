package bleve

import (
	"slices"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// FuzzPostings reads posting lists from any place in any bytes: errors are allowed,
// panics and endless lists are not.
func FuzzPostings(f *testing.F) {
	list := appendBitmap([]byte{1, 1, 0, 0, 0, 24}, []uint32{1, 2, 70_000})
	f.Add(list, uint64(3), true)
	f.Add([]byte{}, uint64(1)<<63, false)
	f.Add([]byte("00\x18;0\x00\x0010000\x02\x00000\xda000\xff00000"), uint64(0), false) // two long runs
	f.Fuzz(func(t *testing.T, data []byte, value uint64, freqs bool) {
		p := &postings{}
		if p.reset(&segment{data: data}, value, freqs) != nil {
			return
		}
		for blocks := 0; p.next(); blocks++ {
			if blocks > mostBlocks*len(data)+1 {
				t.Fatalf("%d bytes hold more than %d postings", len(data), blocks*block)
			}
		}
	})
}

// mostBlocks is how many blocks of postings a byte can hold: a run of 65,536
// documents takes four bytes.
const mostBlocks = 65_536 / 4 / block

// FuzzChars opens and reads any bytes as lists of characters.
func FuzzChars(f *testing.F) {
	b := charsBuilder{lists: map[string]*charList{}}
	for row := range uint32(20) {
		b.add("中", row)
		b.add("文", row/7*7)
	}
	f.Add(b.encode(identity(20), 20))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := openChars(data)
		if err != nil {
			return
		}
		for i := range c.entries {
			c.each(&c.entries[i], func(uint32) {})
		}
	})
}

func TestTableRoundTrip(t *testing.T) {
	day := time.Date(1969, 12, 31, 23, 59, 0, 0, time.FixedZone("", 8*3600))
	docs := []engine.Doc{
		{ID: "a", Article: "a", Grams: []string{"x", "y", "x"}, Paragraphs: 3, Runes: 70_000, Fields: engine.Fields{Category: "It", Author: "李明", Tags: []string{"", "AI", "AI"}, Published: day, Updated: day.AddDate(1, 0, 0), Views: -5}},
		{ID: "b\x00\xff", Article: "\n", Fields: engine.Fields{Views: 1 << 40}},
		{ID: "c", Article: ""},
	}
	parts := &partsFile{segments: []int{2, 3}, texts: 2}
	for i := range docs {
		r := newRow(&docs[i], location{file: uint32(i % 2), offset: 1 << 33, size: 9})
		r.segment, r.doc = int32(i%2), uint32(i/2)
		parts.rows = append(parts.rows, r)
	}
	table, segments, err := decodeParts(parts.encode(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(segments[0], []uint32{0, 2}) || !slices.Equal(segments[1], []uint32{1, dead, dead}) {
		t.Errorf("segments %v", segments)
	}
	for i, d := range docs {
		h := table.hit(uint32(i), 0)
		h.Fields = table.fields(uint32(i))
		if h.ID != d.ID || h.Article != d.Article || h.Fields.Author != d.Fields.Author || h.Fields.Views != d.Fields.Views || !slices.Equal(h.Fields.Tags, d.Fields.Tags) {
			t.Errorf("row %d came back as %+v", i, h)
		}
	}
	if got := table.fields(0).Published.Format(time.DateTime); got != "1969-12-31 00:00:00" {
		t.Errorf("the day is %s", got)
	}
	if got := table.fields(0).Updated.Format(time.DateOnly); got != "1970-12-31" || !table.fields(1).Updated.IsZero() {
		t.Errorf("the day of the last change is %s", got)
	}
	if table.length[0] != 3 || table.runes[0] != 70_000 || table.texts[1] != (location{1, 1 << 33, 9}) {
		t.Errorf("columns %+v", table)
	}
	if _, _, err := decodeParts(parts.encode()[:40], 2); err == nil {
		t.Error("half a file is read")
	}
}
