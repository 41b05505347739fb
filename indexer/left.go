package indexer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article"
)

// leave counts what the reader left out of a document.
func (d *document) leave(r article.Reading) {
	for _, p := range r.Article.Paragraphs {
		d.Size += len(p.Text)
	}
	if len(r.Dropped) > 0 {
		d.Left = map[article.Reason]int{}
	}
	for _, left := range r.Dropped {
		d.Left[left.Reason]++
		d.LeftSize += len(left.Text)
	}
}

// A warning is given when one of largeShare files, or of largeShare bytes of text,
// was left out; but not for fewer than fewFiles files or fewBytes bytes.
const (
	largeShare = 10
	fewFiles   = 10
	fewBytes   = 300
)

// warnings returns a message for each source of which much was left out.
func (r *run) warnings() []string {
	all := []string{}
	for _, s := range r.sources {
		files, size, left := len(s.next.Documents)+s.skipped, 0, 0
		for _, d := range s.next.Documents {
			size += d.Size
			left += d.LeftSize
		}
		if files >= fewFiles && s.skipped*largeShare >= files {
			all = append(all, fmt.Sprintf("%s: %d of %d documents were skipped", s.name, s.skipped, files))
		}
		if left >= fewBytes && left*largeShare >= size+left {
			all = append(all, fmt.Sprintf("%s: %d %% of its text was left out; --explain FILE shows what", s.name, 100*left/(size+left)))
		}
	}
	return all
}

// passed counts the files of all sources that no reader reads, by kind.
func (r *run) passed() map[string]int {
	all := map[string]int{}
	for _, s := range r.sources {
		for extension, n := range s.passed {
			all[extension] += n
		}
	}
	return all
}

// A Group is how many inputs were skipped for one reason.
type Group struct {
	Reason string `json:"reason"`
	Count  int    `json:"count"`
}

// groups counts skipped inputs by reason, the largest group first. A reason ends
// before the particulars of an input, which begin with a quotation mark, a colon or
// a parenthesis.
func groups(skipped []article.Skip) []Group {
	n := map[string]int{}
	for _, s := range skipped {
		reason := s.Reason
		if i := strings.IndexAny(reason, "\":("); i > 0 {
			reason = strings.TrimSpace(reason[:i])
		}
		n[reason]++
	}
	all := make([]Group, 0, len(n))
	for _, reason := range slices.Sorted(maps.Keys(n)) {
		all = append(all, Group{Reason: reason, Count: n[reason]})
	}
	slices.SortStableFunc(all, func(a, b Group) int { return b.Count - a.Count })
	return all
}
