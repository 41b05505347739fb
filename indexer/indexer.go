// Package indexer runs a job: it reads sources, finds out what changed since the
// current generation was built, and publishes a new generation with a report. It
// knows articles, their analysis, parts and package engine; it must not know a
// particular engine, queries, or how progress is shown.
//
// # What an incremental job means
//
// A generation holds the articles of one or more sources. A job reads the sources
// that it names as a whole: what is no longer in one of them is deleted. Articles
// of sources that it does not name are kept, unless Job.Whole is set. An article
// is identified by its id: an article of a named source replaces a kept article
// with the same id. When two documents of one job state the same id in their
// metadata, the first one is kept, and the other is skipped and reported.
// Documents whose ids come from the paths of their files are all kept: where several
// paths give the same id, a longer one tells them apart.
//
// Content hashes decide what changed. A document whose bytes have the same hash as
// in the last job, at the same path of the same source (for JSONL: anywhere in the
// source), is neither parsed nor analysed. A file that was only moved within its
// source, and still has the same article id, is parsed but not analysed.
//
// # Furniture
//
// Site furniture are blocks that a site repeats on its pages, such as navigation.
// A block is furniture when it occurs often enough in a source, so that a change
// of one article can turn a block of another into furniture. The catalogue of a
// generation therefore keeps the keys of the blocks of every article, by which a
// job finds the unchanged articles with a block that became furniture or stopped
// being it. These articles, and no others, are read and written again, and count
// as changed. So an incremental job gives exactly what a full one gives.
package indexer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/titlelist"
)

// Errors that Run wraps.
var (
	// ErrSource says that a source cannot be read at all.
	ErrSource = errors.New("cannot read the source")
	// ErrEmpty says that the sources hold no article, so that nothing was published.
	ErrEmpty = errors.New("no article was found")
	// ErrUnnamed says that the index must be rebuilt, and holds articles of
	// sources that the job does not name and would lose.
	ErrUnnamed = errors.New("sources are missing")
)

// An Analyzer segments text; *analysis.Analyzer is one. It is used from
// several goroutines.
type Analyzer interface {
	// Words returns the words of a text, and sub-words after their word.
	Words(t analysis.Text) []analysis.Token
	// Fingerprint names the rules and dictionaries.
	Fingerprint() string
}

// A Loader is an Analyzer that costs time to load. Run loads it once, when the
// first article must be analysed, while others are still read; Fingerprint
// works before that.
type Loader interface {
	Analyzer
	// Load makes Words usable.
	Load() error
}

// A Job says what to index and how.
type Job struct {
	Sources  []string                   // folders, files, archives, or "-"; see article.Walk
	Read     article.Options            // how sources are read
	Each     map[string]article.Options // how single sources are read instead, by their name in Sources
	Whole    bool                       // whether the index shall hold no other sources: articles of those are deleted
	Full     bool                       // whether to build from nothing, from the named sources alone
	DryRun   bool                       // whether to report without writing
	Rules    map[string]string          // further rules that change what is indexed, by name
	Workers  int                        // goroutines that parse and analyse, 0 means GOMAXPROCS
	Temp     string                     // folder for the spool file, "" means os.TempDir
	Progress func(Progress)             // called now and then, from one goroutine; may be nil
	// Room is called before anything is written, with about how many bytes the
	// job will write to the disk of the index. When it returns an error, the job
	// ends with it. It may be nil.
	Room func(bytes int64) error
}

// Run does a job on an engine. Documents that cannot be read or parsed are
// skipped and named in the report; any other error, a cancelled context among
// them, leaves the current generation as it was. When nothing changed, nothing
// is published, and the report names the current generation. Errors wrap
// engine.ErrLocked while another job runs, ErrSource, ErrEmpty and ErrUnnamed.
func Run(ctx context.Context, e engine.Engine, a Analyzer, job Job) (Report, error) {
	if job.Workers <= 0 {
		job.Workers = runtime.GOMAXPROCS(0)
	}
	start := time.Now()
	gen, base, err := begin(ctx, e, job, rules(a, job.Rules))
	if err != nil {
		return Report{}, err
	}
	r := newRun(job, a, base)
	stop := r.meter.start(job.Progress)
	defer stop()
	defer r.spool.close()
	report, err := r.do(ctx, gen)
	report.Seconds = time.Since(start).Seconds()
	return report, err
}

// A run is a job that is running.
type run struct {
	job      Job
	analyzer Analyzer
	load     func() error // of the analyzer, once
	base     base
	next     *catalog            // of the generation that is being built
	pending  []pending           // documents that were read, and wait for decide
	early    sync.Once           // loads the analyzer before it is needed
	taken    map[string]location // article ids of this job
	sources  []*sourceRun        // the named sources, each once
	owners   map[string]string   // article id -> key of its source in the base
	file     string              // name of the file that was read last
	gone     []string            // article ids whose old parts must be deleted
	spool    *spool
	titlesMu sync.Mutex        // guards titles
	titles   []titlelist.Title // of the articles that were written
	meter    *meter
	report   Report
}

func newRun(job Job, a Analyzer, b base) *run {
	return &run{
		job: job, analyzer: a, base: b,
		next:   &catalog{Rules: b.rules, Sources: map[string]*source{}},
		taken:  map[string]location{},
		owners: b.old.owners(),
		spool:  newSpool(job.Temp),
		meter:  newMeter(),
		report: newReport(b),
		load:   sync.OnceValue(func() error { return load(a) }),
	}
}

func load(a Analyzer) error {
	l, ok := a.(Loader)
	if !ok {
		return nil
	}
	if err := l.Load(); err != nil {
		return fmt.Errorf("load the analyzer: %w", err)
	}
	return nil
}

func (r *run) do(ctx context.Context, gen engine.Generation) (Report, error) {
	if r.job.DryRun {
		err := r.read(ctx)
		r.report.DryRun = true
		r.report.Generation = r.base.state.Generation
		return r.report, err
	}
	err := r.build(ctx, gen)
	if discard := gen.Discard(); err == nil && discard != nil {
		err = fmt.Errorf("clean up: %w", discard)
	}
	return r.report, err
}

// build fills a generation and publishes it, unless nothing changed.
func (r *run) build(ctx context.Context, gen engine.Generation) error {
	if err := r.read(ctx); err != nil {
		return err
	}
	if r.base.mode == engine.Current && r.report.same() {
		r.report.adopt(r.base.state)
		return nil
	}
	if r.report.Articles == 0 {
		return fmt.Errorf("%w in %q; the index is left as it was", ErrEmpty, r.job.Sources)
	}
	if r.job.Room != nil {
		if err := r.job.Room(r.spool.rawBytes() * roomFactor); err != nil {
			return err
		}
	}
	if err := r.write(ctx, gen); err != nil {
		return err
	}
	r.meter.phase(Publishing, r.spool.wanted())
	if err := r.groupDuplicates(ctx, gen); err != nil {
		return err
	}
	if err := r.storeTitles(ctx, gen); err != nil {
		return err
	}
	data, err := r.next.encode()
	if err != nil {
		return err
	}
	if err := gen.Put(ctx, catalogName, data); err != nil {
		return fmt.Errorf("store the catalogue: %w", err)
	}
	state, err := gen.Publish(ctx)
	if err != nil {
		return fmt.Errorf("publish: %w", err)
	}
	r.report.adopt(state)
	return nil
}

// roomFactor is how many bytes on disk a job may need for a byte of a document: for
// the stored text, and for the terms, twice while segments are merged. Measured on
// Chinese Markdown it is 2.7.
const roomFactor = 3

// tempDir is the folder of spool files.
func tempDir(dir string) string {
	if dir == "" {
		return os.TempDir()
	}
	return dir
}
