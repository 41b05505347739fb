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
	readBytes  int       // of plan.ReadLimit
	heavyBytes int       // the same

	corrects     bool // whether misspellings are corrected
	vocabularies *mend.Vocabularies
	duplicates   duplicates
}

// readBytes is how many bytes of stored text a search looks through at most for
// what posting lists cannot tell, some 0.2 s of work. What is not read by then does
// not count as found, and the answer says that it is incomplete.
const readBytes = 256 << 20

// heavyBytes is how many bytes of stored text a search may read before it counts as
// heavy: some 20 ms of work.
const heavyBytes = 16 << 20

// NewService returns a Service over an engine and the analyzer that its index
// was made with.
func NewService(e engine.Engine, a *analysis.Analyzer, o Options) *Service {
	s := &Service{engine: e, analyzer: a, readBytes: readBytes, heavyBytes: heavyBytes,
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

// heavySearches is how many searches may be heavy at the same time, and heavyWait how
// long one waits for its turn: searches that take a hundred times the work of others
// wait for one another.
const (
	heavySearches = 1
	heavyWait     = 100 * time.Millisecond
)

// heavyPlaces is a semaphore: each heavy search takes a place while it runs.
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

// leave gives the place back.
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

// Search returns one page of articles. Errors wrap ErrQuery for a request outside the
// limits, ErrCursor, ErrBusy, engine.ErrNoIndex, or other errors of the engine.
func (s *Service) Search(ctx context.Context, r Request) (*Response, error) {
	start := time.Now()
	x, err := s.openChecked(ctx, &r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	from, err := x.offset()
	if err != nil {
		return nil, err
	}
	o, err := x.answerCollapsed(ctx, from+r.Size)
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
		Generation: x.view.State().Generation, Articles: hits, Facets: o.facets, Months: o.months(), Incomplete: !o.work.verifier.MayReadMore(), Next: x.nextCursor(o, from+len(page)),
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// Paragraphs returns one page of the flat ranking of paragraphs. Errors are those of
// Search.
func (s *Service) Paragraphs(ctx context.Context, r Request) (*ParagraphsResponse, error) {
	start := time.Now()
	x, err := s.openChecked(ctx, &r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.answer(ctx, s.paragraphRanking(r, r.Page*r.Size))
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

// Plan returns the plan of a search. Where the query is corrected or read in another
// way, it is the plan of what Search would search for in the end. Errors are those of
// Search.
func (s *Service) Plan(ctx context.Context, r Request) (*plan.Plan, error) {
	x, err := s.openChecked(ctx, &r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.answerCollapsed(ctx, r.Page*r.Size)
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
	o, err := x.answer(ctx, s.paragraphRanking(x.request, depth))
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
	o, err := x.answerCollapsed(ctx, depth)
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	out := make([]Ranked, 0, depth)
	for _, a := range o.articles {
		out = append(out, Ranked{ID: a.ID, Score: a.Score})
		for _, candidate := range a.Duplicates {
			out = append(out, Ranked{ID: o.ranking.Candidates[candidate].Article, Score: a.Score})
		}
	}
	return out[:min(depth, len(out))], nil
}

// answerCollapsed ranks as many articles as are needed for want hits, when
// near-duplicates are listed within the hit that they duplicate: where there are many of
// them, pages would skip what ranks behind. Totals count all of them. The caller releases
// the outcome.
func (x *session) answerCollapsed(ctx context.Context, want int) (*outcome, error) {
	groupOf, err := x.duplicates.of(ctx, x.view)
	if err != nil {
		return nil, err
	}
	most := min(len(groupOf), MaxWindow)
	for extra := min(want, most); ; extra = min(2*extra, most) {
		o, err := x.answer(ctx, x.articleRanking(want+extra))
		if err != nil || len(groupOf) == 0 {
			return o, err
		}
		ranked := len(o.articles)
		if o.articles = collapse(o.articles, groupOf); len(o.articles) >= want || ranked >= o.listedArticles() || extra == most {
			return o, nil
		}
		o.release(x.Service)
	}
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
	if searched := o.reading.linkText(); searched != text {
		info.Searched = searched
	}
	info.Expanded = slices.Concat(o.reading.reworded, o.reading.corrections, o.foundInside(), o.otherWords())
	return info
}

// foundInside are the words that contain the query, where it was found inside words.
func (o *outcome) foundInside() []plan.Expansion {
	if o.reading.inside == nil || !slices.ContainsFunc(o.paragraphs, func(s rank.Paragraph) bool { return s.Literal == rank.InsideWord }) {
		return nil
	}
	return o.reading.inside.Told
}

// milliseconds returns a duration in milliseconds with three decimals.
func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}
