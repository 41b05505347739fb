package indexer

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"path/filepath"
	"slices"
)

// assign gives ids to the documents whose ids come from their paths. Where several
// ask for the same id, as a.md, a.html and a.txt do, or the README.md of two
// sources, all of them become articles: one keeps the id, the others get longer
// ones. Which one keeps it depends only on the documents, and not on the order in
// which they were read, so that links stay the same from job to job.
func (r *run) assign() {
	asking := map[string][]*pending{}
	named := map[string]int{} // places of the documents that state their id themselves, by id
	for i := range r.pending {
		it := &r.pending[i]
		if it.skip != nil {
			continue
		}
		if len(it.doc.Names) > 0 {
			asking[it.doc.Names[0]] = append(asking[it.doc.Names[0]], it)
		} else if _, ok := named[it.doc.ID]; !ok {
			named[it.doc.ID] = it.place
		}
	}
	inUse := map[string]bool{}
	var others []*pending
	for id, group := range asking {
		keeper := keeperOf(group)
		if place, ok := named[id]; ok && keeper != nil && place < keeper.place {
			keeper = nil // a document that states this id was read before
		}
		bySource := map[*sourceRun]int{}
		for _, it := range group {
			bySource[it.source]++
		}
		for _, it := range group {
			if it == keeper {
				it.name(id)
				inUse[id] = true
			} else {
				it.single = bySource[it.source] == 1
				others = append(others, it)
			}
		}
	}
	for id := range named {
		inUse[id] = true
	}
	slices.SortFunc(others, byPlace)
	for _, it := range others {
		id := it.freeName(inUse)
		it.name(id)
		inUse[id] = true
	}
}

// keeperOf returns the document that keeps the id for which all of a group ask: one
// for which the id is its path without the extension, and not shorter. Nil for
// none.
func keeperOf(group []*pending) *pending {
	if len(group) == 1 {
		return group[0]
	}
	var keeper *pending
	for _, it := range group {
		if !isShortened(it.doc) && (keeper == nil || byPlace(it, keeper) < 0) {
			keeper = it
		}
	}
	return keeper
}

// isShortened reports whether a document asks for less than its path without
// the extension.
func isShortened(d *document) bool { return len(d.Names) > 2 }

// byPlace orders documents by format (Markdown, then HTML, then others), by source,
// and by path.
func byPlace(a, b *pending) int {
	return cmp.Or(cmp.Compare(formatRank(a), formatRank(b)), cmp.Compare(a.folder(), b.folder()), cmp.Compare(a.doc.Path, b.doc.Path))
}

func formatRank(it *pending) int { return rankOf(it.doc.Path) }

// rankOf orders files by what they are: Markdown, then pages, then others.
func rankOf(name string) int {
	switch path.Ext(name) {
	case ".md":
		return 0
	case ".html":
		return 1
	}
	return 2
}

// folder is the absolute path of a document's source.
func (it *pending) folder() string {
	key, err := sourceKey(it.source.name)
	if err != nil {
		return it.source.name
	}
	return key
}

// freeName returns a free id for a document that cannot have the one that it asks
// for: a longer form of its path or, first where no other document of its source
// asks for the same id, one that begins with the name of the source; else one with
// a hash of source and path.
func (it *pending) freeName(inUse map[string]bool) string {
	source := filepath.Base(it.folder())
	longer, abroad := it.doc.Names[1:], []string{source + "/" + it.doc.Names[0], source + "/" + it.doc.Path}
	if it.single {
		longer, abroad = abroad, longer
	}
	for _, id := range slices.Concat(longer, abroad) {
		if !inUse[id] {
			return id
		}
	}
	sum := sha256.Sum256([]byte(it.folder() + "\x00" + it.doc.Path))
	return it.doc.Names[0] + "~" + hex.EncodeToString(sum[:4])
}

// name sets the id of a document. It copies the document first, because it may
// belong to the catalogue of the generation before.
func (it *pending) name(id string) {
	if it.doc.ID == id {
		return
	}
	named := *it.doc
	named.ID = id
	it.doc, it.renamed = &named, it.index < 0
}
