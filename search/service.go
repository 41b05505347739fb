package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/scan"
	"github.com/xunzhang/xunzhang/search/show"
	"github.com/xunzhang/xunzhang/search/spell"
)

// Options of a Service. The zero value is what searches use.
type Options struct {
	Weights *plan.Weights // nil means DefaultWeights
	Expand  *expand.Table // other words for what readers type; nil for none
	// Spelling is what corrections and pinyin need; without Sounds there are
	// none, and completions are by characters alone.
	Spelling spell.Tables
}

// A Service answers searches from the engine's current generation. The page,
// the API, the command and eval share it; it is safe for concurrent use.
type Service struct {
	engine     engine.Engine
	analyzer   *analysis.Analyzer
	planner    plan.Planner
	heavy      heavyPlaces
	workspaces sync.Pool // of *workspace
	matchers   sync.Pool // of *scan.Matcher
	readBytes  int

	corrects     bool // whether what finds nothing is corrected
	vocabularies *mend.Vocabularies
	duplicates   duplicates
}

// readBytes is how many bytes of stored text a search looks through at most for
// what posting lists cannot tell, some 0.2 s of work. What is not read by then does
// not count as found, and the answer says that it is incomplete.
const readBytes = 256 << 20

// NewService returns a Service over an engine and the analyzer that its index
// was made with.
func NewService(e engine.Engine, a *analysis.Analyzer, o Options) *Service {
	s := &Service{engine: e, analyzer: a, readBytes: readBytes,
		planner: plan.Planner{Weights: plan.DefaultWeights(), Analyzer: a, Expand: o.Expand}}
	if s.corrects = o.Spelling.Sounds != nil; !s.corrects {
		o.Spelling = spell.Tables{Sounds: new(spell.Sounds), Shapes: new(spell.Shapes)}
	}
	s.vocabularies = mend.NewVocabularies(e, a, o.Spelling, o.Expand)
	if o.Weights != nil {
		s.planner.Weights = *o.Weights
	}
	c := rank.NewCurves(s.planner.Weights)
	s.workspaces.New = func() any { return &workspace{scorer: rank.NewScorer(s.planner.Weights, c)} }
	s.matchers.New = func() any { return scan.NewMatcher() }
	s.heavy = make(heavyPlaces, heavySearches)
	return s
}

// heavySearches is how many searches may be heavy at the same time (see
// plan.HeavyBytes), and heavyWait how long one waits for its turn: searches that
// take a hundred times the work of others wait for one another.
const (
	heavySearches = 1
	heavyWait     = 100 * time.Millisecond
)

// heavyPlaces are taken by searches that are heavy.
type heavyPlaces chan struct{}

// enter waits for a place, and reports whether there was one.
func (h heavyPlaces) enter(ctx context.Context) bool {
	timer := time.NewTimer(heavyWait)
	defer timer.Stop()
	select {
	case h <- struct{}{}:
		return true
	case <-timer.C:
	case <-ctx.Done():
	}
	return false
}

func (h heavyPlaces) leave() { <-h }

// State describes the generation that searches are answered from, or is
// engine.ErrNoIndex.
func (s *Service) State(ctx context.Context) (engine.State, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return engine.State{}, err
	}
	defer view.Close()
	return view.State(), nil
}

// Warm begins to make what corrections and completions need, in the background,
// so that the first reader who needs it does not wait.
func (s *Service) Warm(ctx context.Context) error {
	view, err := s.engine.View(ctx)
	if err != nil {
		return err
	}
	s.vocabularies.Of(ctx, view, false)
	return view.Close()
}

// Search returns one page of articles.
func (s *Service) Search(ctx context.Context, r Request) (*Response, error) {
	start := time.Now()
	if err := r.checkAsked(); err != nil {
		return nil, err
	}
	x, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	from, err := x.begin()
	if err != nil {
		return nil, err
	}
	o, err := x.collapsed(ctx, from+r.Size)
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	page := o.articles[min(from, len(o.articles)):min(from+r.Size, len(o.articles))]
	hits, err := x.hits(ctx, o, page)
	if err != nil {
		return nil, err
	}
	return &Response{
		Query: o.info(r.Text), Total: o.total, PartialTotal: o.partial, Page: 1 + from/r.Size, Size: r.Size,
		Generation: x.view.State().Generation, Articles: hits, Facets: o.facets, Months: o.months(), Incomplete: !o.work.verifier.Open(), Next: x.next(o, from+len(page)),
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// Paragraphs returns one page of the flat ranking of paragraphs.
func (s *Service) Paragraphs(ctx context.Context, r Request) (*ParagraphsResponse, error) {
	start := time.Now()
	if err := r.checkAsked(); err != nil {
		return nil, err
	}
	x, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.answer(ctx, s.paragraphPool(r, r.Page*r.Size))
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	best := o.ranking.Best(o.paragraphs, r.Page*r.Size)
	hits, err := x.presenter(o).Paragraphs(window(best, r.Page, r.Size))
	if err != nil {
		return nil, err
	}
	return &ParagraphsResponse{
		Query: o.info(r.Text), Total: len(o.paragraphs), Page: r.Page, Size: r.Size,
		Generation: x.view.State().Generation, Paragraphs: hits,
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// Plan returns the plan of a search: that of the reading of the query that is answered.
func (s *Service) Plan(ctx context.Context, r Request) (*plan.Plan, error) {
	if err := r.checkAsked(); err != nil {
		return nil, err
	}
	x, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.collapsed(ctx, r.Page*r.Size)
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	return o.plan, nil
}

// RankParagraphs is the flat ranking of paragraphs as ids and scores, depth of
// them at most.
func (s *Service) RankParagraphs(ctx context.Context, text string, depth int) ([]Ranked, error) {
	x, err := s.open(ctx, Request{Text: text, Page: 1, Size: depth})
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.answer(ctx, s.paragraphPool(x.request, depth))
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	best := o.ranking.Best(o.paragraphs, depth)
	out := make([]Ranked, len(best))
	for i, p := range best {
		out[i] = Ranked{ID: show.ParagraphID(o.ranking.Candidates[p.Candidate].Article, p.Number), Score: p.Score}
	}
	return out, nil
}

// RankArticles is the ranking of articles as ids and scores, depth of them at most,
// in the order of the pages of Search. A near-duplicate follows the article that it
// duplicates.
func (s *Service) RankArticles(ctx context.Context, text string, depth int) ([]Ranked, error) {
	x, err := s.open(ctx, Request{Text: text, Page: 1, Size: depth})
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.collapsed(ctx, depth)
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	out := make([]Ranked, 0, depth)
	for _, g := range o.articles {
		out = append(out, Ranked{ID: g.ID, Score: g.Score})
		for _, candidate := range g.Same {
			out = append(out, Ranked{ID: o.ranking.Candidates[candidate].Article, Score: g.Score})
		}
	}
	return out[:min(depth, len(out))], nil
}

// collapsed ranks as many articles as are needed for want hits, when
// near-duplicates are listed within the hit that they duplicate. Totals count all
// of them.
func (x *session) collapsed(ctx context.Context, want int) (*outcome, error) {
	same, err := x.duplicates.of(ctx, x.view)
	if err != nil {
		return nil, err
	}
	o, err := x.answer(ctx, x.articlePool(want+min(want, len(same))))
	if err == nil && len(same) > 0 {
		o.articles = collapse(o.articles, same)
	}
	return o, err
}

// info returns how the typed query was understood.
func (o *outcome) info(text string) QueryInfo {
	info := QueryInfo{Text: text, Terms: []string{}, Suggest: o.suggestion, LeftOut: query.LeftOut(text)}
	for _, a := range o.plan.Alts {
		if a.From.Kind == "" { // the others are listed as expansions
			info.Terms = append(info.Terms, a.Text)
		}
	}
	for _, id := range o.plan.Slips {
		info.Terms = append(info.Terms, o.plan.Patterns[id])
	}
	if searched := o.reading.repeated(); searched != text {
		info.Searched = searched
	}
	info.Expanded = slices.Concat(o.reading.unquoted, o.reading.corrections, o.foundInside(), o.otherWords())
	return info
}

// foundInside are the words that contain the query, where it was found inside words.
func (o *outcome) foundInside() []plan.Expansion {
	if o.reading.inside == nil || !slices.ContainsFunc(o.paragraphs, func(s rank.Paragraph) bool { return s.Literal == rank.InsideWord }) {
		return nil
	}
	return o.reading.inside.Told
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
