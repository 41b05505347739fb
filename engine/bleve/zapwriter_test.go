package bleve

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	segments "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// found are postings, by field and term: document and frequency of each.
type found map[string][][2]uint32

func (p found) add(term string, doc uint32, tf int) {
	p[term] = append(p[term], [2]uint32{doc, uint32(tf)})
}

// randomSegment makes posting lists over docs documents, with terms that few, many
// and all of them hold, so that every form of a list occurs. The documents have ids,
// and some of them tags.
func randomSegment(r *rand.Rand, docs int) (all segmentData, want found) {
	all, want = segmentData{place: identity(docs)}, found{}
	for i, f := range schema() {
		all.lists[i] = newLists(f.counted)
	}
	often := map[string]float64{"all": 1, "half": .5, "tenth": .1, "rare": 50 / float64(docs), "中": .02, "": .001}
	for doc := range uint32(docs) {
		for _, term := range sortedKeys(often) {
			if r.Float64() >= often[term] {
				continue
			}
			n := 1
			if r.IntN(4) == 0 {
				n += r.IntN(200)
			}
			for _, i := range streams() {
				for range n {
					all.lists[i].add(term, doc)
				}
				tf := 1
				if i == gramsField {
					tf = n
				}
				want.add(schema()[i].name+" "+term, doc, tf)
			}
		}
		if doc%1000 == 7 {
			once := fmt.Sprint("once ", doc)
			all.lists[gramsField].add(once, doc)
			want.add("grams "+once, doc, 1)
		}
		d := document{id: fmt.Sprint("d", doc), grams: normOf(r.IntN(200)), title: normOf(r.IntN(20))}
		for i := range r.IntN(3) {
			tag := []string{"x", "y", "z"}[r.IntN(3)]
			d.values = append(d.values, value{field: tagsField, kind: textValue, position: i, data: tag, term: tag})
			all.lists[tagsField].add(tag, doc)
		}
		all.documents = append(all.documents, d)
	}
	return all, want
}

// of returns the segment data without the documents that place marks as dead.
func (s segmentData) of(place []uint32) segmentData {
	part := segmentData{place: place, lists: s.lists}
	for doc, p := range place {
		if p != dead {
			part.documents = append(part.documents, s.documents[doc])
		}
	}
	return part
}

// read reads every posting with zap's reader.
func (p found) readZap(t *testing.T, s segments.Segment) {
	t.Helper()
	for _, i := range streams() {
		field := schema()[i].name
		d, err := s.Dictionary(field)
		if err != nil {
			t.Fatal(err)
		}
		it := d.AutomatonIterator(nil, nil, nil)
		for e, err := it.Next(); e != nil || err != nil; e, err = it.Next() {
			if err != nil {
				t.Fatal(err)
			}
			list, err := d.PostingsList([]byte(e.Term), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			walk := list.Iterator(true, false, false, nil)
			for x, err := walk.Next(); x != nil || err != nil; x, err = walk.Next() {
				if err != nil {
					t.Fatal(err)
				}
				p.add(field+" "+e.Term, uint32(x.Number()), int(x.Frequency()))
			}
		}
	}
}

// readOurs reads every posting with our reader.
func (p found) readOurs(t *testing.T, s *segment) {
	t.Helper()
	for _, i := range streams() {
		field := engine.Field(schema()[i].name)
		list := &postings{}
		w, err := s.walk(field, "")
		for ; err == nil && !w.done; err = w.next() {
			if err := list.reset(s, w.value, true); err != nil {
				t.Fatal(err)
			}
			for list.next() {
				for i, doc := range list.docs[:list.n] {
					p.add(string(field)+" "+w.term, doc, int(list.tfs[i]))
				}
			}
			if list.err != nil {
				t.Fatalf("%s %q: %v", field, w.term, list.err)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// told returns what zap reads of each document: its id, its stored values, and the
// terms by which bleve facets and sorts.
func told(t *testing.T, s *segment) []string {
	t.Helper()
	var all []string
	for doc := range s.zap.Count() {
		id, err := s.zap.DocID(doc)
		must(t, err)
		text := string(id)
		must(t, s.zap.VisitStoredFields(doc, func(field string, kind byte, value []byte, pos []uint64) bool {
			if field != schema()[idField].name {
				text += fmt.Sprintf(" %s%v=%c%s", field, pos, kind, value)
			}
			return true
		}))
		_, err = s.zap.VisitDocValues(doc, []string{schema()[tagsField].name}, func(field string, term []byte) { text += fmt.Sprintf(" %s:%s", field, term) }, nil)
		must(t, err)
		all = append(all, text)
	}
	return all
}

// toldOf returns what told should return for documents.
func toldOf(documents []document) []string {
	var all []string
	for _, d := range documents {
		text := d.id
		for _, v := range d.values {
			text += fmt.Sprintf(" tags[%d]=t%s", v.position, v.data)
		}
		for _, term := range d.arranged(tagsField, nil) {
			text += " tags:" + term
		}
		all = append(all, text)
	}
	return all
}

func (p found) compare(t *testing.T, what string, want found) {
	t.Helper()
	if len(p) != len(want) {
		t.Errorf("%s: %d terms, want %d", what, len(p), len(want))
	}
	for _, k := range sortedKeys(want) {
		if !slices.Equal(p[k], want[k]) {
			t.Errorf("%s: postings of %q differ: %d, want %d", what, k, len(p[k]), len(want[k]))
		}
	}
}

// identity maps every document to itself.
func identity(docs int) []uint32 {
	place := make([]uint32, docs)
	for i := range place {
		place[i] = uint32(i)
	}
	return place
}

// TestZapReadsOurSegments compares what we write with what zap reads, and with
// what we read; sizes span several containers of a bitmap.
func TestZapReadsOurSegments(t *testing.T) {
	for _, docs := range []int{1, 2, 900, 5_000, 140_000} {
		r := rand.New(rand.NewPCG(uint64(docs), 0))
		dir := t.TempDir()
		all, want := randomSegment(r, docs)
		if err := writeZap(osDisk{}, filepath.Join(dir, "a.zap"), all); err != nil {
			t.Fatal(err)
		}
		s, err := openSegment(dir, "a.zap", identity(docs))
		if err != nil {
			t.Fatal(err)
		}
		got := found{}
		got.readZap(t, s.zap)
		got.compare(t, fmt.Sprint(docs, " documents, zap"), want)
		got = found{}
		got.readOurs(t, s)
		got.compare(t, fmt.Sprint(docs, " documents, ours"), want)
		if !slices.Equal(told(t, s), toldOf(all.documents)) {
			t.Errorf("%d documents: zap tells other values", docs)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
}

// TestZapMergesOurSegments merges two segments without some of their documents, and
// compares the result with a segment that was written without these.
func TestZapMergesOurSegments(t *testing.T) {
	const docs = 6_000
	r := rand.New(rand.NewPCG(3, 3))
	dir := t.TempDir()
	all, _ := randomSegment(r, docs)
	var opened []segments.Segment
	drops := []*roaring.Bitmap{roaring.BitmapOf(0, 5, 77, 2_999), nil}
	for i := range 2 {
		place := slices.Repeat([]uint32{dead}, docs)
		for doc := range docs / 2 {
			place[i*docs/2+doc] = uint32(doc)
		}
		path := filepath.Join(dir, fmt.Sprint(i, ".zap"))
		if err := writeZap(osDisk{}, path, all.of(place)); err != nil {
			t.Fatal(err)
		}
		s, err := (&zap.ZapPlugin{}).Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		opened = append(opened, s)
	}
	if _, err := mergeSegments(t.Context(), opened, drops, filepath.Join(dir, "merged.zap")); err != nil {
		t.Fatal(err)
	}
	place, n := identity(docs), uint32(0)
	for doc := range place {
		if doc < docs/2 && drops[0].ContainsInt(doc) {
			place[doc] = dead
			continue
		}
		place[doc] = n
		n++
	}
	if err := writeZap(osDisk{}, filepath.Join(dir, "whole.zap"), all.of(place)); err != nil {
		t.Fatal(err)
	}
	var texts [2]found
	for i, name := range []string{"whole.zap", "merged.zap"} {
		s, err := openSegment(dir, name, identity(int(n)))
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = found{}
		texts[i].readOurs(t, s)
		if !slices.Equal(told(t, s), toldOf(all.of(place).documents)) {
			t.Errorf("%s: zap tells other values", name)
		}
		if err := s.close(); err != nil {
			t.Error(err)
		}
	}
	texts[1].compare(t, "merged", texts[0])
}

// TestRunsAreRead covers bitmaps with runs, which zap can write when every
// document of a container holds a term.
func TestRunsAreRead(t *testing.T) {
	b := roaring.New()
	b.AddRange(3, 70_000)
	b.RunOptimize()
	raw, err := b.ToBytes()
	if err != nil {
		t.Fatal(err)
	}
	p := &postings{}
	if err := p.openBitmap(raw); err != nil {
		t.Fatal(err)
	}
	n := uint32(3)
	for p.next() {
		for _, doc := range p.docs[:p.n] {
			if doc != n {
				t.Fatalf("document %d, want %d", doc, n)
			}
			n++
		}
	}
	if n != 70_000 || p.size != 69_997 {
		t.Errorf("read up to %d, size %d", n, p.size)
	}
}

// TestAbsorb compares lists that were joined with lists that were made at once.
func TestAbsorb(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	whole, parts := newLists(true), []*lists{newLists(true), newLists(true), newLists(true)}
	offset := uint32(0)
	for _, p := range parts {
		docs := uint32(r.IntN(40))
		for doc := range docs {
			for range r.IntN(5) {
				term := fmt.Sprint(r.IntN(12))
				p.add(term, doc)
				whole.add(term, offset+doc)
			}
		}
		if p != parts[0] {
			parts[0].absorb(p, offset)
		}
		offset += docs
	}
	texts := [2]found{{}, {}}
	for i, l := range []*lists{whole, parts[0]} {
		err := l.each(identity(int(offset)), func(term string, docs, tfs []uint32) error {
			for j, doc := range docs {
				texts[i].add(term, doc, int(tfs[j]))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	texts[1].compare(t, "absorbed", texts[0])
}
