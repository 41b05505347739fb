package indexer

import (
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
	Sites     []Site                 `json:"sites"` // that were recognised by their configuration
	SkippedBy []Group                `json:"skipped_by_reason"`
	Warnings  []string               `json:"warnings"`  // about sources of which much was left out
	Furniture int                    `json:"furniture"` // paragraphs dropped as site furniture, in the generation
	// NearDuplicates counts articles that are near-duplicates of another article
	// of the generation, and NearGroups the groups that they form. A dry run gives
	// the counts of the current generation.
	NearDuplicates int    `json:"near_duplicates"`
	NearGroups     int    `json:"near_duplicate_groups"`
	Published      bool   `json:"published"` // false when nothing changed
	Rebuilt        string `json:"rebuilt,omitempty"`
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
	Config   string `json:"config"` // the file that it was recognised by, within the source
	Title    string `json:"title,omitempty"`
	Language string `json:"language,omitempty"`
	Base     string `json:"base,omitempty"`  // address of the originals
	Pages    int    `json:"pages,omitempty"` // whose order it says
}

// sites lists the sites of all sources.
func (r *run) sites() []Site {
	all := []Site{}
	for _, s := range r.sources {
		for _, found := range s.sites {
			all = append(all, Site{Source: s.name, Folder: found.Root, Tool: found.Tool, Config: found.Config, Title: found.Title,
				Language: found.Language, Base: found.Base, Pages: len(found.Pages)})
		}
	}
	return all
}

// same reports whether the generation would be what the current one is.
func (r *Report) same() bool { return r.Added+r.Changed+r.Deleted == 0 }

// adopt takes over what the engine says of the current generation.
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
