package indexer

import (
	"fmt"
	"maps"
	"slices"

	"github.com/xunzhang/xunzhang/article"
)

// A location says where an article was read.
type location struct {
	name string
	line int
}

func (l location) String() string {
	if l.line == 0 {
		return l.name
	}
	return fmt.Sprintf("%s line %d", l.name, l.line)
}

// A pending item waits until all documents are read, because its id depends on the
// others.
type pending struct {
	item
	source *sourceRun
	batch  int  // of the spool
	place  int  // in reading order
	single bool // whether no other document of its source asks for the same id
}

// collect takes over the documents of a parsed batch.
func (r *run) collect(b *batch) error {
	number, err := r.spool.add(b.packed)
	if err != nil {
		return err
	}
	for _, it := range b.items {
		if file := it.raw.Name(); it.raw.Path != "" && file != r.file {
			r.file = file
			r.meter.files.Add(1)
		}
		if it.doc != nil {
			r.meter.articles.Add(1)
			r.meter.bytes.Add(it.doc.Bytes)
			if it.index >= 0 && !r.job.DryRun {
				r.early.Do(func() { go r.load() }) // write waits for it, and gets its error
			}
		} else {
			r.meter.skipped.Add(1)
		}
		r.pending = append(r.pending, pending{item: it, source: b.source, batch: number, place: len(r.pending)})
	}
	return nil
}

// decide decides for each document whether it is skipped, unchanged, or written.
func (r *run) decide() {
	r.assign()
	for i := range r.pending {
		it := &r.pending[i]
		if it.skip == nil {
			it.skip = r.claim(&it.item)
		}
		if it.skip != nil {
			r.report.Skipped = append(r.report.Skipped, *it.skip)
			it.source.skipped++
			continue
		}
		if it.doc.Suspicious != "" {
			r.report.Suspicious = append(r.report.Suspicious,
				article.Skip{Source: it.raw.Name(), Line: it.raw.Line, Reason: it.doc.Suspicious})
		}
		if r.accept(it.source, &it.item) && !r.job.DryRun {
			r.spool.want(it.batch, wanted{index: it.index, doc: it.doc, source: it.source})
		}
	}
	r.pending = nil
}

// claim takes an article id for a document. It returns a skip when another document
// has the id.
func (r *run) claim(it *item) *article.Skip {
	here := location{name: it.raw.Name(), line: it.raw.Line}
	first, ok := r.taken[it.doc.ID]
	if !ok {
		r.taken[it.doc.ID] = here
		return nil
	}
	r.meter.skipped.Add(1)
	r.report.Duplicates++
	return &article.Skip{Source: here.name, Line: here.line,
		Reason: fmt.Sprintf("the article id %q is taken by %s", it.doc.ID, first)}
}

// accept adds a document to the new catalogue, and reports whether its article must
// be written.
func (r *run) accept(s *sourceRun, it *item) bool {
	s.next.Documents = append(s.next.Documents, it.doc)
	if it.index < 0 {
		if it.renamed {
			s.again[known{path: it.doc.Path, hash: it.doc.Hash}] = it.doc
		}
		return false
	}
	old := s.byID[it.doc.ID]
	if old != nil && old.Hash == it.doc.Hash { // moved within the source
		it.doc.Paragraphs, it.doc.Dropped, it.doc.Text, it.doc.Relations = old.Paragraphs, old.Dropped, old.Text, old.Relations
		return false
	}
	it.doc.written = true
	if _, known := r.owners[it.doc.ID]; known {
		r.report.Changed++
		r.gone = append(r.gone, it.doc.ID)
	} else {
		r.report.Added++
	}
	return true
}

// settle decides about all documents, adds the sources that were not named to the
// new catalogue, and finds the articles to delete.
func (r *run) settle() {
	r.decide()
	for _, s := range r.sources {
		s.relate()
	}
	for id, key := range r.owners {
		if _, read := r.taken[id]; !read && (r.job.Whole || r.next.Sources[key] != nil) {
			r.report.Deleted++
			r.gone = append(r.gone, id)
		}
	}
	for key, s := range r.base.old.Sources {
		if r.job.Whole || r.next.Sources[key] != nil {
			continue
		}
		r.next.Sources[key] = r.kept(s)
	}
	maps.DeleteFunc(r.next.Sources, func(_ string, s *source) bool { return len(s.Documents) == 0 })
	r.report.Files = int(r.meter.files.Load())
	r.report.BytesIn = r.meter.bytes.Load()
	r.report.SkippedBy, r.report.Warnings, r.report.Passed = groups(r.report.Skipped), r.warnings(), r.passed()
	r.report.Sites = r.sites()
	r.report.count(r.next)
}

// kept returns what remains of a source that was not named: the articles whose ids
// no named source has.
func (r *run) kept(s *source) *source {
	return &source{Documents: slices.DeleteFunc(slices.Clone(s.Documents), func(d *document) bool {
		_, read := r.taken[d.ID]
		return read
	})}
}
