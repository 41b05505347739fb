// Package engine is the interface between what xunzhang knows about Chinese and
// an engine that stores posting lists and answers queries from them: documents,
// query nodes, the interfaces that an engine implements, and the errors that it
// wraps. It must not know any engine.
package engine

import (
	"context"
	"errors"
	"time"
)

// A Doc is what an engine indexes as one document: a part, which is a whole
// article or, of a long article, a run of its paragraphs.
type Doc struct {
	ID      string // part id, unique in a generation
	Article string // id of the article that the part belongs to
	Title   string // of the article, as written; for programs that open an engine's index without xunzhang
	Fields  Fields
	// Term streams, computed by package analysis: terms in the order of the text.
	// In Grams a term counts as often as it is repeated (its term frequency).
	Words      []string // gse words and sub-words of three runes or more; whole names of letters and digits, each once
	Grams      []string // Han bigrams, Latin words and numbers, border grams
	Chars      []string // the distinct Han characters and symbols of the part, no frequencies
	Titles     []string // the distinct grams of the article's title, in every part of it
	Labels     []string // the author, each tag and each category, folded, a whole name a term; in every part
	Paragraphs int      // number of the part's paragraphs, summed up in State
	Runes      int      // length of the part's paragraphs in runes, summed up in State
	Stored     []byte   // the encoded part (package part), returned unchanged
}

// Fields are the metadata that a search filters, facets and sorts by.
type Fields struct {
	Category  string // a path of categories from the top down, with slashes between: see Categories
	Author    string
	Tags      []string
	Published time.Time // a calendar day, the one that it shows; zero when unknown
	// Updated is the calendar day of the last change, for an article that gives
	// none the day of Published; zero when unknown.
	Updated time.Time
	Views   int64
}

// A Hit is one part that a request found.
type Hit struct {
	ID      string
	Article string
	Score   float64
	Fields  Fields // of the hits of View.Articles; in a Result an engine may leave it zero
	// Preferred says whether Request.Prefer matches the part.
	Preferred bool
	Stored    []byte // nil unless Request.Stored; valid until the View is closed; read-only
}

// A Request asks a View for its best parts.
type Request struct {
	Query  Node // scored; what it does not match is not found; nil means All
	Filter Node // restricts without scoring; nil means none
	// Prefer divides the hits, whatever the sort: those that it does not match
	// come after those that it matches, and are not counted in facets. It adds
	// nothing to scores. Nil means no such division.
	Prefer Node
	// Mixed leaves the hits in the order of Sort and score. Prefer then only
	// sets Hit.Preferred and Result.Preferred, and limits facets.
	Mixed bool
	// Choices are further filters, by facet: "category", "author", "tag" or
	// "year". A hit must match all of them. The counts of a facet ignore the
	// choice of that facet, so that a value's count is what choosing that value
	// instead would find: Result.Preferred with Prefer, else Result.Articles. A
	// nil node is no choice; any other key is an error.
	Choices map[string]Node
	Size    int  // how many hits at most; 0 gives totals and facets alone
	From    int  // how many hits to leave out first
	Sort    Sort // ByRelevance is the default
	Facets  int  // values a facet lists at most, 0 for no facets
	Months  bool // whether articles are counted by month
	Stored  bool // whether hits carry their stored bytes
	// Rest is the number of first hits for which Result.Rest is wanted.
	Rest int
	// Terms are terms whose frequencies are returned with the result, so that a
	// caller who needs them next saves a call.
	Terms []Term
	// Beside is a second query whose best parts, at most BesideSize, may be needed
	// next: Result.Beside returns them. Nil means none.
	Beside     Node
	BesideSize int
}

// BesideRequest returns the request that Result.Beside answers: Beside instead of
// Query, by relevance, with the same filter, choices and preference, with stored
// bytes and without facets.
func (r Request) BesideRequest() Request {
	return Request{Query: r.Beside, Filter: r.Filter, Prefer: r.Prefer, Choices: r.Choices, Size: r.BesideSize, Stored: true}
}

// Sort is an order of hits, after what Request.Prefer says. Ties are broken by
// score, then by part id.
type Sort int

// The sort orders.
const (
	ByRelevance Sort = iota
	ByNewest
	ByOldest
	ByViews
	ByUpdated // latest Updated first
)

// A Result is what a Request found.
type Result struct {
	Hits     []Hit
	Parts    int // parts that match query and filter
	Articles int // distinct articles among them
	// Preferred counts the distinct articles of which Request.Prefer matches
	// one of these parts; 0 without Prefer.
	Preferred int
	// Facets are by "category", "author", "tag" and "year", most frequent first,
	// ties in byte order. They count articles with a part that has the value and
	// matches everything; an article counts for every category that its path lies
	// in. Values that differ only in letter case are counted
	// together, as Keyword matches them, under the spelling that is most frequent
	// in the index; ties again in byte order.
	Facets map[string][]Count
	// AllFacets are the facets of all hits, for a request whose Prefer matches none
	// of them, so that Facets are empty; nil otherwise.
	AllFacets map[string][]Count
	// Months, with Request.Months, counts articles by month of publication
	// (2024-05), in order. When Prefer matches a hit, only hits that it matches are
	// counted. Nil when the engine cannot count exactly.
	Months []Count
	// Rest has, by article, all parts of articles with several parts, as
	// View.Articles returns them. The articles are those of the first Request.Rest
	// hits that Prefer does not match. A caller who has to say which words an
	// article lacks saves a call with them. An engine may leave out parts that
	// would cost it another call.
	Rest map[string][]Hit
	// Frequencies are those of Request.Terms, in their order: in how many parts
	// of the generation each occurs.
	Frequencies []int
	// Beside returns the hits of Request.BesideRequest, and how many parts it
	// finds; nil without Request.Beside. It may be called until the view is closed.
	// A remote engine has fetched most of this already.
	Beside func(ctx context.Context) (*Result, error)
}

// A Count is a facet value with the number of matching articles that have it.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// State describes a generation.
type State struct {
	Generation  int       `json:"generation"`
	Fingerprint string    `json:"fingerprint"`
	BuiltAt     time.Time `json:"built_at"`
	Parts       int       `json:"parts"`
	Articles    int       `json:"articles"`
	Paragraphs  int       `json:"paragraphs"`
	Runes       int64     `json:"runes"`           // of all paragraphs
	IndexBytes  int64     `json:"index_bytes"`     // of all files of the generation
	Newest      time.Time `json:"newest,omitzero"` // latest Published, zero when none has one
}

// A Key identifies a generation, for caches. The number alone is not enough: it may
// be used again after a rollback, or after an index was removed and rebuilt.
type Key struct {
	generation int
	built      time.Time
}

// Key is the key of the generation.
func (s State) Key() Key { return Key{s.Generation, s.BuiltAt} }

// A View is one generation, held open until Close. Everything that one search
// needs comes from one View, so that no page mixes two generations.
type View interface {
	// Search returns the best parts of a request.
	Search(ctx context.Context, r Request) (*Result, error)
	// SearchAll answers several requests, in their order, as Search would. A remote
	// engine is asked once for all of them. After an error there are no results at
	// all.
	SearchAll(ctx context.Context, requests []Request) ([]*Result, error)
	// Articles returns the parts of the named articles, in the order of ids
	// and within an article in reading order (shorter part ids first, then by
	// bytes: package part numbers later parts), with their stored bytes and metadata.
	// Unknown ids are left out.
	Articles(ctx context.Context, ids []string) ([]Hit, error)
	// Frequencies returns for each term in how many parts it occurs.
	Frequencies(ctx context.Context, terms []Term) ([]int, error)
	// State describes the generation.
	State() State
	// Terms calls fn for every term of a field that begins with prefix, in
	// byte order, with the number of parts that hold it, until fn returns false.
	Terms(ctx context.Context, f Field, prefix string, fn func(term string, parts int) bool) error
	// File returns a file that Generation.Put attached, or ErrNotFound.
	File(ctx context.Context, name string) ([]byte, error)
	// Close ends the use of the generation, and of the bytes of its hits.
	Close() error
}

// A Generation is an index that is being built; no View shows it until Publish.
// Its methods may be called from several goroutines, Publish and Discard once.
type Generation interface {
	// Write adds parts, or replaces those of equal ID.
	Write(ctx context.Context, docs []Doc) error
	// Delete removes all parts of the named articles.
	Delete(ctx context.Context, articles []string) error
	// Put attaches a file to the generation under a name, or replaces the one of
	// that name: package indexer keeps its own data so. A clone has the files of
	// the generation that it was cloned from.
	Put(ctx context.Context, name string, data []byte) error
	// Publish verifies the generation and makes it the current one. After an
	// error nothing is published, and Discard must be called.
	Publish(ctx context.Context) (State, error)
	// Discard removes everything that was written. It is safe after Publish,
	// where it does nothing.
	Discard() error
}

// A Mode says what a new generation starts from.
type Mode int

// The modes.
const (
	Empty   Mode = iota // nothing
	Current             // a clone of the current generation
)

// An Engine keeps generations and serves the current one.
type Engine interface {
	// View opens the current generation; ErrNoIndex when there is none.
	View(ctx context.Context) (View, error)
	// Begin starts a generation; ErrLocked while another job does. In mode
	// Current: ErrNoIndex when there is none to clone, ErrFingerprint when it
	// was made with other rules, ErrDamaged when it is.
	Begin(ctx context.Context, m Mode, fingerprint string) (Generation, error)
	Close() error
}

// Errors that engines wrap.
var (
	// ErrNoIndex: nothing has been published yet.
	ErrNoIndex = errors.New("there is no index")
	// ErrNotFound: there is no such article or file in the generation.
	ErrNotFound = errors.New("not found")
	// ErrLocked: another job is building a generation.
	ErrLocked = errors.New("another job holds the lock")
	// ErrDamaged: the stored bytes differ from those that were written.
	ErrDamaged = errors.New("the index is damaged")
	// ErrFingerprint: the index was built with other rules, or in another format,
	// so that it cannot be cloned or not even be read.
	ErrFingerprint = errors.New("the index was made with other rules")
	// ErrClosed: Close was called before.
	ErrClosed = errors.New("the engine is closed")
	// ErrUnavailable: the engine cannot be reached at the moment. The embedded
	// engine never returns it; one on other machines does.
	ErrUnavailable = errors.New("the engine is unavailable")
	// ErrTooBroad says that a request would have to read more than the engine's
	// bound; it is never answered in part.
	ErrTooBroad = errors.New("the request would have to read too much")
)
