package near

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// Candidates are found by bands: runs of four slots. Texts that resemble each
// other by .75 agree in at least one of the sixteen bands with a probability of
// .997 (Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4).
const (
	bandSlots = 4
	bands     = slots / bandSlots
)

// Limits that keep a text with thousands of copies from being compared with
// each of them.
const (
	maxHeads = 32 // distinct texts that share a band, against which others are compared
	maxPeers = 8  // members of a group, all of which a new one must resemble
)

// Groups returns the groups of two or more near-duplicate texts, as ascending
// indexes. The result depends only on the texts and their order. It takes 16 bytes
// of memory for each text and for each pair that is found.
func Groups(texts []*Text) [][]int {
	pairs := findPairs(texts)
	slices.SortFunc(pairs, func(a, b pair) int { return cmp.Or(cmp.Compare(a.later, b.later), cmp.Compare(a.first, b.first)) })
	group := make(map[int]int, len(pairs)) // text to its group
	var groups [][]int
	for _, p := range slices.Compact(pairs) {
		if _, ok := group[p.later]; ok {
			continue
		}
		g, ok := group[p.first]
		if !ok {
			g = len(groups)
			group[p.first] = g
			groups = append(groups, []int{p.first})
		} else if !joins(texts, groups[g], p.later) {
			continue
		}
		group[p.later] = g
		groups[g] = append(groups[g], p.later)
	}
	for _, g := range groups {
		slices.Sort(g)
	}
	slices.SortFunc(groups, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return groups
}

// joins reports whether a text is a near-duplicate of all compared members of a
// group, and not only of one: otherwise a chain of small changes would become one
// group.
func joins(texts []*Text, members []int, i int) bool {
	for _, m := range members[:min(maxPeers, len(members))] {
		if !same(texts[m], texts[i]) {
			return false
		}
	}
	return true
}

// A pair is two near-duplicate texts.
type pair struct{ first, later int }

// A banded text is one with the hash of a band.
type banded struct {
	band uint64
	text uint32
}

func findPairs(texts []*Text) []pair {
	var pairs []pair
	list := make([]banded, 0, len(texts))
	for band := range bands {
		list = list[:0]
		for i, t := range texts {
			if h, ok := t.Sketch.band(band); ok {
				list = append(list, banded{h, uint32(i)})
			}
		}
		slices.SortFunc(list, func(a, b banded) int { return cmp.Or(cmp.Compare(a.band, b.band), cmp.Compare(a.text, b.text)) })
		for start := 0; start < len(list); {
			end := start + 1
			for end < len(list) && list[end].band == list[start].band {
				end++
			}
			pairs = pairsOf(texts, list[start:end], pairs)
			start = end
		}
	}
	return pairs
}

// band is the hash of a sketch's i-th band, false when its slots are empty.
func (s Sketch) band(i int) (uint64, bool) {
	if len(s) != 2*slots {
		return 0, false
	}
	h := binary.LittleEndian.Uint64(s[2*bandSlots*i:])
	return h, h != 0
}

// pairsOf compares texts that share a band. Each is compared with the heads: the
// texts before it that were near-duplicates of no other head.
func pairsOf(texts []*Text, run []banded, pairs []pair) []pair {
	var heads []uint32
	for _, b := range run {
		unlike := true
		for _, h := range heads {
			if same(texts[h], texts[b.text]) {
				pairs = append(pairs, pair{int(h), int(b.text)})
				unlike = false
			}
		}
		if unlike && len(heads) < maxHeads {
			heads = append(heads, b.text)
		}
	}
	return pairs
}
