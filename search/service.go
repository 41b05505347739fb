package search

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
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
// what posting lists cannot tell, some 0.5 s of work. What is not read by then does
// not count as found.
const readBytes = 512 << 20

// NewService returns a Service over an engine and the analyzer that its index
// was made with.
func NewService(e engine.Engine, a *analysis.Analyzer, o Options) *Service {
	s := &Service{engine: e, analyzer: a, readBytes: readBytes,
		planner: plan.Planner{Weights: plan.DefaultWeights(), Analyzer: a, Expand: o.Expand}}
	if s.corrects = o.Spelling.Sounds != nil; !s.corrects {
		o.Spelling = spell.Tables{Sounds: new(spell.Sounds), Shapes: new(spell.Shapes)}
	}
	s.vocabularies = mend.NewVocabularies(e, a, o.Spelling)
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
// plan.HeavyBytes), and heavyWait how long one waits for its turn: who asks for
// what takes a hundred times the work of others has to wait for others who do.
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
	if err := r.check(); err != nil {
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
	months, err := x.months(ctx, o)
	if err != nil {
		return nil, err
	}
	return &Response{
		Query: o.info(r.Text), Total: o.total, PartialTotal: o.partial, Page: 1 + from/r.Size, Size: r.Size,
		Generation: x.view.State().Generation, Articles: hits, Facets: o.facets, Months: months, Next: x.next(o, from+len(page)),
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// Paragraphs returns one page of the flat ranking of paragraphs.
func (s *Service) Paragraphs(ctx context.Context, r Request) (*ParagraphsResponse, error) {
	start := time.Now()
	if err := r.check(); err != nil {
		return nil, err
	}
	x, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.answer(ctx, s.paragraphPool(r.Page*r.Size))
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

// Plan is the plan of a search, of the reading of the query that its answer is of.
func (s *Service) Plan(ctx context.Context, r Request) (*plan.Plan, error) {
	if err := r.check(); err != nil {
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
	o, err := x.answer(ctx, s.paragraphPool(depth))
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

// RankArticles is the ranking of articles as ids and scores, depth of them at
// most, in the order of the pages of Search: an article that says the same as
// one before it follows that.
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

// collapsed ranks so many articles that want are left where there are, when each
// that says the same as one before is part of that one. Totals count them all.
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

// hits shows a page.
func (x *session) hits(ctx context.Context, o *outcome, page []rank.Article) ([]show.ArticleHit, error) {
	if err := x.fill(ctx, o, page); err != nil {
		return nil, err
	}
	missing, err := x.missing(ctx, o, page)
	if err != nil {
		return nil, err
	}
	p, hits := x.presenter(o), []show.ArticleHit{}
	for _, g := range page {
		h, err := p.Hit(g)
		if err != nil {
			return nil, err
		}
		h.Missing = missing[g.ID]
		hits = append(hits, h)
	}
	return hits, nil
}

// fill scores what a page shows and was not scored before.
func (x *session) fill(ctx context.Context, o *outcome, page []rank.Article) error {
	if err := x.fetch(ctx, o, page); err != nil {
		return err
	}
	for i := range page {
		var found []rank.Paragraph
		for _, at := range page[i].Unscored {
			c := &o.ranking.Candidates[at]
			v, err := part.Open(c.Stored)
			if err != nil {
				return err
			}
			found, c.Part = o.work.scorer.Score(at, v, found)
			c.Scored = true
		}
		if len(page[i].Unscored) > 0 {
			o.ranking.Fill(&page[i], found)
		}
	}
	return nil
}

// fetch gets the stored parts that a page shows and that the engine did not give
// with the hits.
func (x *session) fetch(ctx context.Context, o *outcome, page []rank.Article) error {
	lacking := make(map[string]*rank.Candidate)
	var ids []string
	for _, g := range page {
		for _, at := range slices.Concat(g.Unscored, g.Same) {
			if c := &o.ranking.Candidates[at]; c.Stored == nil {
				lacking[c.ID] = c
				ids = append(ids, c.Article)
			}
		}
	}
	if len(ids) == 0 {
		return nil
	}
	parts, err := x.view.Articles(ctx, ids)
	if err != nil {
		return err
	}
	for _, h := range parts {
		if c := lacking[h.ID]; c != nil {
			c.Stored = h.Stored
		}
	}
	return nil
}

// presenter shows what an attempt found.
func (x *session) presenter(o *outcome) *show.Presenter {
	return &show.Presenter{Marker: o.marker(), Candidates: o.ranking.Candidates, Typed: x.request.Text,
		Searched: o.reading.text, Corrections: o.reading.corrections, Explain: x.request.Explain}
}

// marker marks what an attempt looked for.
func (o *outcome) marker() show.Marker {
	return show.Marker{Plan: o.plan, Matcher: o.work.scorer.Matcher}
}

// info tells how a query was understood that was typed as text.
func (o *outcome) info(text string) QueryInfo {
	info := QueryInfo{Text: text, Terms: []string{}, Suggest: o.suggestion, LeftOut: query.LeftOut(text)}
	for _, a := range o.plan.Alts {
		if a.From.Kind == "" { // the others are told as expansions
			info.Terms = append(info.Terms, a.Text)
		}
	}
	info.Expanded = slices.Concat(o.reading.unquoted, o.reading.corrections, o.foundInside(), o.plan.Expanded)
	return info
}

// foundInside are the words that the query was found inside of.
func (o *outcome) foundInside() []plan.Expansion {
	if o.reading.inside == nil || !slices.ContainsFunc(o.paragraphs, func(s rank.Paragraph) bool { return s.Literal == rank.InsideWord }) {
		return nil
	}
	return o.reading.inside.Told
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}

// window is the page of a list, pages counted from 1.
func window[T any](all []T, page, size int) []T {
	start := min(len(all), (page-1)*size)
	return all[start:min(len(all), start+size)]
}
