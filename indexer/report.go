package indexer

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
)

// A Report says what a job did, as `xunzhang reindex --json` prints it.
// Articles = Added + Changed + Unchanged; Skipped are inputs, not articles.
type Report struct {
	Generation  int            `json:"generation"`
	Articles    int            `json:"articles"` // in the generation
	Paragraphs  int            `json:"paragraphs"`
	Added       int            `json:"added"`
	Changed     int            `json:"changed"`
	Unchanged   int            `json:"unchanged"` // articles of sources that were not named included
	Deleted     int            `json:"deleted"`
	Skipped     []article.Skip `json:"skipped"`     // in reading order
	Suspicious  []article.Skip `json:"suspicious"`  // indexed, but the text looks as if it had been decoded wrongly
	BytesIn     int64          `json:"bytes_in"`    // of the documents read, inflated
	IndexBytes  int64          `json:"index_bytes"` // of all files of the generation
	Seconds     float64        `json:"seconds"`
	Fingerprint string         `json:"fingerprint"`
	Files       int            `json:"files"`      // files and archive members read
	Duplicates  int            `json:"duplicates"` // inputs skipped because their article id was taken
	// Dropped counts the blocks that readers left out of the articles of the
	// generation, by reason. Passed counts files that were not read, by kind: the
	// extension of the name, or what the file is instead of an article.
	Dropped   map[article.Reason]int `json:"dropped"`
	Passed    map[string]int         `json:"passed_over"`
	Sites     []Site                 `json:"sites"` // site projects that were recognised by their configuration
	SkippedBy []Group                `json:"skipped_by_reason"`
	Warnings  []string               `json:"warnings"`  // about sources of which much was left out
	Furniture int                    `json:"furniture"` // paragraphs dropped as site furniture, in the generation
	// NearDuplicates counts articles that are near-duplicates of another article
	// of the generation, and NearGroups the groups that they form. A dry run gives
	// the counts of the current generation.
	NearDuplicates int    `json:"near_duplicates"`
	NearGroups     int    `json:"near_duplicate_groups"`
	Published      bool   `json:"published"`         // false when nothing changed
	Rebuilt        string `json:"rebuilt,omitempty"` // why everything was read and written again, "" when it was not
	DryRun         bool   `json:"dry_run,omitempty"`
}

func newReport(b base) Report {
	return Report{Skipped: []article.Skip{}, Suspicious: []article.Skip{}, SkippedBy: []Group{}, Warnings: []string{}, Sites: []Site{},
		Dropped: map[article.Reason]int{}, Passed: map[string]int{}, Rebuilt: b.why, Fingerprint: fingerprint(b.rules),
		NearDuplicates: b.old.Repeats, NearGroups: b.old.Groups}
}

// A Site is a project of a tool for sites that was recognised in a source.
type Site struct {
	Source   string `json:"source"` // as the user named it
	Folder   string `json:"folder"` // within the source, "." for the source itself
	Tool     string `json:"tool"`
	Config   string `json:"config"` // path of the file by which it was recognised, within the source
	Title    string `json:"title,omitempty"`
	Language string `json:"language,omitempty"`
	Base     string `json:"base,omitempty"`    // public address of the site
	Pages    int    `json:"pages,omitempty"`   // pages in the order that it defines
	Folders  int    `json:"folders,omitempty"` // whose pages it leaves in the order that they say themselves
	Unread   int    `json:"unread,omitempty"`  // entries of that order that cannot be known without running the site tool
}

// sites lists the sites of all sources.
func (r *run) sites() []Site {
	all := []Site{}
	for _, s := range r.sources {
		for _, found := range s.sites {
			folders := 0
			for _, p := range found.Pages {
				if p.Below {
					folders++
				}
			}
			all = append(all, Site{Source: s.name, Folder: found.Root, Tool: found.Tool, Config: found.Config, Title: found.Title,
				Language: found.Language, Base: found.Base, Pages: len(found.Pages) - folders, Folders: folders, Unread: found.Unread})
		}
	}
	return all
}

// same reports whether the new generation would equal the current one.
func (r *Report) same() bool { return r.Added+r.Changed+r.Deleted == 0 }

// adopt takes the numbers of the current generation from the engine.
func (r *Report) adopt(s engine.State) {
	r.Published = r.Generation != s.Generation && !r.same()
	r.Generation, r.IndexBytes = s.Generation, s.IndexBytes
}

// count computes the counts of the articles in the new catalogue.
func (r *Report) count(c *catalog) {
	r.Articles, r.Paragraphs, r.Furniture = 0, 0, 0
	clear(r.Dropped)
	for _, s := range c.Sources {
		r.Articles += len(s.Documents)
		for _, d := range s.Documents {
			r.Paragraphs += d.Paragraphs
			r.Furniture += d.Dropped
			for reason, n := range d.Left {
				r.Dropped[reason] += n
			}
		}
	}
	r.Unchanged = r.Articles - r.Added - r.Changed
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

// warnings returns a message for each source from which much was left out.
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
