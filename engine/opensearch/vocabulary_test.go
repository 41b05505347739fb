package opensearch

import (
	"fmt"
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// kept returns a vocabulary with all of its blocks in memory.
func kept(t *testing.T, c *counts, old *vocabulary) *vocabulary {
	t.Helper()
	v := &vocabulary{e: &Engine{blocks: newCache[[]entry](1 << 30)}, token: t.Name()}
	if old != nil {
		v.token = old.token + "+"
	}
	n := 0
	infos, err := c.merge(t.Context(), old, func(block []byte) error {
		entries, err := decodeBlock(block)
		v.e.blocks.put(blockID(v.token, n), entries, 1)
		n++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	v.blocks = infos
	return v
}

// TestVocabulary: the vocabulary is the same whether its counts are kept in memory
// or on disk.
func TestVocabulary(t *testing.T) {
	for _, most := range []int{mostCounts, 1000, 1} {
		t.Run(fmt.Sprintf("%d in memory", most), func(t *testing.T) { testVocabulary(t, most) })
	}
}

func testVocabulary(t *testing.T, most int) {
	add := func(c *counts, s streams, by int) {
		if err := c.add(s, by); err != nil {
			t.Fatal(err)
		}
	}
	count := func() *counts {
		c := newCounts(t.TempDir())
		c.most = most
		t.Cleanup(c.close)
		return c
	}
	first := count()
	for i := 0; i < 3*blockTerms; i += 64 { // 64 grams in each part
		grams := map[string]int{}
		for at := range 64 {
			grams[fmt.Sprintf("g%06d", i+at)] = 7
		}
		add(first, streams{engine.Grams: grams}, 1)
	}
	add(first, streams{engine.Grams: {"g000001": 1, "z": 2}, engine.Words: {"w": 5}}, 1)
	old := kept(t, first, nil)
	if len(old.blocks) != 5 {
		t.Errorf("%d blocks", len(old.blocks))
	}
	change := count()
	add(change, streams{engine.Grams: {"g000000": 7, "g000001": 9}}, -1)
	add(change, streams{engine.Grams: {"a": 1, "g0000015": 1, "zz": 1}, engine.Chars: {"c": 1}}, 1)
	v := kept(t, change, old)
	terms := []engine.Term{{Field: engine.Grams, Text: "g000000"}, {Field: engine.Grams, Text: "g000001"}, {Field: engine.Grams, Text: "g012287"},
		{Field: engine.Grams, Text: "a"}, {Field: engine.Grams, Text: "zz"}, {Field: engine.Chars, Text: "c"}, {Field: engine.Words, Text: "w"}, {Field: engine.Words, Text: "a"}}
	n, _, err := v.frequencies(t.Context(), terms)
	if got := fmt.Sprint(n, err); got != "[0 1 1 1 1 1 1 0] <nil>" {
		t.Errorf("frequencies %s", got)
	}
	for _, c := range []struct {
		prefix string
		want   int
	}{{"", 3*blockTerms + 3}, {"g00000", 10}, {"g0", 3*blockTerms - 1 + 1}, {"z", 2}, {"x", 0}, {"a", 1}} {
		var all []string
		if err := v.walk(t.Context(), engine.Grams, c.prefix, func(term string, _ int) bool { all = append(all, term); return true }); err != nil {
			t.Fatal(err)
		}
		if len(all) != c.want || !slices.IsSorted(all) {
			t.Errorf("prefix %q: %d terms instead of %d, sorted %v", c.prefix, len(all), c.want, slices.IsSorted(all))
		}
	}
}

func FuzzDecodeBlock(f *testing.F) {
	f.Add(encodeBlock([]entry{{"ab", 1}, {"abc", 2}, {"b\xff", 3}}))
	f.Fuzz(func(t *testing.T, b []byte) {
		entries, err := decodeBlock(b)
		if err != nil {
			return
		}
		again, err := decodeBlock(encodeBlock(entries))
		if err != nil || !slices.Equal(entries, again) {
			t.Errorf("%v becomes %v: %v", entries, again, err)
		}
	})
}

func TestCacheForgetsTheOldest(t *testing.T) {
	c := newCache[int](100)
	for i := range 10 {
		c.put(fmt.Sprint(i), i, 20)
		c.get("0")
	}
	c.put("large", 1, 90)
	var left []string
	for i := range 10 {
		if v, ok := c.get(fmt.Sprint(i)); ok && v == i {
			left = append(left, fmt.Sprint(i))
		}
	}
	if got := fmt.Sprint(left); got != "[0 6 7 8 9]" {
		t.Errorf("left: %s", got)
	}
	if _, ok := c.get("large"); ok {
		t.Error("what would push nearly all out is kept")
	}
}
