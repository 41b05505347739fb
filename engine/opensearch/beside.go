package opensearch

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// besideHits are what was found for engine.Request.Beside, without stored bytes.
type besideHits struct {
	hits  []engine.Hit
	parts int
}

// besideSection asks for the hits of engine.Request.Beside.
func (q *question) besideSection() []section {
	scored, err := q.v.x.manifest.scorer().query(q.beside, 1)
	if err != nil {
		return nil // besideResult will search again, and return the error
	}
	lists := q.hitLists(q.beside, scored, engine.ByRelevance)
	bodies := bodiesOf(lists, q.r.BesideSize, q.along.beside)
	for _, b := range bodies {
		b["track_total_hits"] = true
	}
	return []section{{bodies, func(answers []*answer) error {
		found := merge(lists, answers)
		hits, err := q.v.hitsOf(found[:min(q.r.BesideSize, len(found))])
		second := &besideHits{}
		if len(hits) > 0 {
			second.hits = hits
		}
		for _, a := range answers {
			second.parts += a.Hits.Total.Value
		}
		q.second = second
		return err
	}}}
}

// besideResult is the function engine.Result.Beside. It asks for the stored bytes
// of its hits that are not in memory, and in the same round trip for the other
// parts of articles that will probably be asked for next.
func (q *question) besideResult(ctx context.Context) (*engine.Result, error) {
	if q.second == nil {
		return q.v.Search(ctx, q.r.BesideRequest())
	}
	res := &engine.Result{Parts: q.second.parts, Hits: slices.Clone(q.second.hits)}
	if texts := q.v.texts(res.Hits); len(texts) > 0 {
		if err := q.v.trip(ctx, append(texts, q.v.otherParts()...)...); err != nil {
			return nil, err
		}
	}
	return res, q.v.addTexts(ctx, res.Hits)
}
