package search

import (
	"context"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/scan"
	"github.com/xunzhang/xunzhang/search/spell"
)

// Options of a Service. The zero value is what searches use.
type Options struct {
	Weights *Weights      // nil means DefaultWeights
	Expand  *expand.Table // other words for what readers type; nil for none
	// Spelling is what corrections and pinyin need; without Sounds there are
	// none, and completions are by characters alone.
	Spelling spell.Tables
}

// A Service answers searches from the engine's current generation. The page,
// the API, the command and eval share it; it is safe for concurrent use.
type Service struct {
	engine   engine.Engine
	analyzer *analysis.Analyzer
	weights  Weights
	expander *expand.Table
	scorers  sync.Pool // of *scorer
	matchers sync.Pool // of *scan.Matcher
	readTime time.Duration

	corrects     bool // whether what finds nothing is corrected
	spelling     spell.Tables
	vocabularies vocabularies
	duplicates   duplicates
}

// NewService returns a Service over an engine and the analyzer that its index
// was made with.
func NewService(e engine.Engine, a *analysis.Analyzer, o Options) *Service {
	s := &Service{engine: e, analyzer: a, weights: DefaultWeights(), readTime: readTime, expander: o.Expand, spelling: o.Spelling}
	if s.corrects = o.Spelling.Sounds != nil; !s.corrects {
		s.spelling = spell.Tables{Sounds: new(spell.Sounds), Shapes: new(spell.Shapes)}
	}
	if o.Weights != nil {
		s.weights = *o.Weights
	}
	c := newCurves(s.weights)
	s.scorers.New = func() any { return &scorer{matcher: scan.NewMatcher(), curves: c} }
	s.matchers.New = func() any { return scan.NewMatcher() }
	return s
}

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

// Search returns one page of articles.
func (s *Service) Search(ctx context.Context, r Request) (*Response, error) {
	start := time.Now()
	if err := r.check(); err != nil {
		return nil, err
	}
	run, articles, err := answered(ctx, s, r, func(run *run) ([]ArticleHit, error) { return run.page(ctx) })
	if err != nil {
		return nil, err
	}
	defer run.close()
	return &Response{
		Query: run.info(), Total: run.total, PartialTotal: run.partial, Page: r.Page, Size: r.Size,
		Generation: run.view.State().Generation, Articles: articles, Facets: run.facets,
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// Paragraphs returns one page of the flat ranking of paragraphs.
func (s *Service) Paragraphs(ctx context.Context, r Request) (*ParagraphsResponse, error) {
	start := time.Now()
	if err := r.check(); err != nil {
		return nil, err
	}
	run, found, err := answered(ctx, s, r, func(run *run) ([]scored, error) { return run.flat(ctx, r.Page*r.Size) })
	if err != nil {
		return nil, err
	}
	defer run.close()
	hits, err := run.flatHits(window(found, r.Page, r.Size))
	if err != nil {
		return nil, err
	}
	return &ParagraphsResponse{
		Query: run.info(), Total: len(run.found), Page: r.Page, Size: r.Size,
		Generation: run.view.State().Generation, Paragraphs: hits,
		TookMS: milliseconds(time.Since(start)),
	}, nil
}

// RankParagraphs is the flat ranking of paragraphs as ids and scores, depth of
// them at most.
func (s *Service) RankParagraphs(ctx context.Context, text string, depth int) ([]Ranked, error) {
	r := Request{Text: text, Page: 1, Size: depth}
	run, found, err := answered(ctx, s, r, func(run *run) ([]scored, error) { return run.flat(ctx, depth) })
	if err != nil {
		return nil, err
	}
	defer run.close()
	out := make([]Ranked, len(found))
	for i, f := range found {
		out[i] = Ranked{ID: paragraphID(run.hits[f.candidate].Article, f.number), Score: f.score}
	}
	return out, nil
}

// RankArticles is the ranking of articles as ids and scores, depth of them at
// most, in the order of the pages of Search: an article that says the same as
// one before it follows that.
func (s *Service) RankArticles(ctx context.Context, text string, depth int) ([]Ranked, error) {
	r := Request{Text: text, Page: 1, Size: depth}
	run, groups, err := answered(ctx, s, r, func(run *run) ([]group, error) { return run.collapsed(ctx, depth) })
	if err != nil {
		return nil, err
	}
	defer run.close()
	out := make([]Ranked, 0, depth)
	for _, g := range groups {
		out = append(out, Ranked{ID: g.article, Score: g.score})
		for _, candidate := range g.same {
			out = append(out, Ranked{ID: run.hits[candidate].Article, Score: g.score})
		}
	}
	return out[:min(depth, len(out))], nil
}

func milliseconds(d time.Duration) float64 {
	return float64(d.Microseconds()) / 1000
}

// window is the page of a list, pages counted from 1.
func window[T any](all []T, page, size int) []T {
	start := min(len(all), (page-1)*size)
	return all[start:min(len(all), start+size)]
}
