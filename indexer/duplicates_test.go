package indexer

import (
	"strings"
	"testing"
)

// lines returns paragraphs no two of which are alike; another seed gives other
// paragraphs.
func lines(seed, n int) []string {
	var all []string
	for i := range n {
		var b strings.Builder
		for k := range 40 {
			b.WriteRune(0x4e00 + rune((seed*7919+i*1543+k*k*31+k*97)%8000))
		}
		all = append(all, b.String()+"。", "")
	}
	return all
}

func page(title string, lines ...string) []string {
	return append([]string{"# " + title, ""}, lines...)
}

func TestArticlesThatSayTheSame(t *testing.T) {
	w := newWorld(t)
	body := lines(1, 30)
	w.write("one/original.md", page("原文", body...)...)
	w.write("one/other.md", page("别的文章", lines(2, 30)...)...)
	w.write("two/repost.md", page("转载：原文", append(body, "转自别处。")...)...)
	w.write("two/part1.md", page("系列文章（1）", lines(3, 30)...)...)
	w.write("two/part2.md", page("系列文章（2）", lines(3, 30)...)...)
	r := w.run(w.job("one", "two"))
	if r.NearDuplicates != 1 || r.NearGroups != 1 || w.groups() != `{"version":1,"groups":[["original","repost"]]}` {
		t.Errorf("%s, report %+v", w.groups(), r)
	}
	// Duplicates are not skipped, and a job without changes still reports them.
	w.expect(r, "+5 ~0 =0 -0 !0")
	if r := w.run(w.job("one", "two")); r.NearDuplicates != 1 || r.NearGroups != 1 {
		t.Errorf("%+v", r)
	}

	// Another copy, of an article that is not analysed again, in a job that does
	// not name its source; then the copies are removed.
	w.write("three/mirror.md", page("原文", body...)...)
	if r := w.run(w.job("three")); r.NearDuplicates != 2 || w.groups() != `{"version":1,"groups":[["mirror","original","repost"]]}` {
		t.Errorf("%s, report %+v", w.groups(), r)
	}
	w.write("two/repost.md", page("原文", lines(4, 30)...)...)
	w.remove("one/original.md")
	if r := w.run(w.job("one", "two")); r.NearDuplicates != 0 || w.groups() != `{"version":1,"groups":[]}` {
		t.Errorf("%s, report %+v", w.groups(), r)
	}
}

// Whether a block is furniture depends on other articles, and furniture does not
// count when articles are compared.
func TestFurnitureIsNotCompared(t *testing.T) {
	w := newWorld(t)
	advertisement := lines(9, 12)
	for i := range 8 {
		name := string(rune('a' + i))
		w.write("docs/"+name+".md", page("题"+prose(i), append(lines(10+i, 4), advertisement...)...)...)
	}
	if r := w.run(w.job("docs")); r.Furniture == 0 || r.NearDuplicates != 0 {
		t.Errorf("%+v, %s", r, w.groups())
	}
}
