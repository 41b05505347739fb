package opensearch

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// What a cluster cannot tell by itself is found out before the search: which
// parts a Verified accepts, by reading their stored bytes here, and which
// articles of several parts an InArticle matches. Each is asked for only where
// it matters: in a conjunction, of what everything else in it matches. All that
// can be asked at once is, so that the number of round trips is how deep such
// nodes lie in one another and not how many there are.

// Bounds of what is found out; what would go beyond is refused with
// engine.ErrTooBroad, never answered in part.
const (
	mostVerified = 20_000 // parts that are read for one Verified
	mostArticles = 50_000 // articles of several parts that one InArticle matches
)

// A doubt is a query with something to find out, and with what it is asked
// together: only what the filters match matters.
type doubt struct {
	q    *query
	with []object
}

// settle finds out what there is to find out about queries.
func (v *view) settle(ctx context.Context, roots ...doubt) error {
	for {
		var ready []doubt
		for _, r := range roots {
			v.settleShort(r.q)
			ready = append(ready, v.ready(r.q, r.with)...)
		}
		if len(ready) == 0 {
			return nil
		}
		if err := v.settleAll(ctx, ready); err != nil {
			return err
		}
	}
}

// settleShort settles every InArticle where all articles are one part, which
// tells by itself.
func (v *view) settleShort(q *query) {
	for _, k := range q.kids {
		v.settleShort(k)
	}
	if q.kind == inArticle && v.x.manifest.Long == 0 && !q.kids[0].unsettled() {
		q.settled = true
	}
}

// ready lists what can be found out now: queries in which nothing else is open.
func (v *view) ready(q *query, with []object) []doubt {
	if !q.unsettled() {
		return nil
	}
	if q.kind == inArticle && v.x.manifest.Long > 0 { // other parts of a long article may match anything
		with = []object{some([]object{all(with...), alone(false)}, 1)}
	}
	var list []doubt
	for i, k := range q.kids {
		if !k.unsettled() {
			continue
		}
		inner := with
		if q.kind == and {
			inner = append([]object{}, with...)
			for j, other := range q.kids {
				if j != i {
					inner = append(inner, other.filter(atLeast))
				}
			}
		}
		list = append(list, v.ready(k, inner)...)
	}
	if len(list) == 0 {
		list = append(list, doubt{q, with})
	}
	return list
}

// unsettled says whether anything is left to find out.
func (q *query) unsettled() bool {
	if (q.kind == verified || q.kind == inArticle) && !q.settled {
		return true
	}
	for _, k := range q.kids {
		if k.unsettled() {
			return true
		}
	}
	return false
}

// settleAll asks for everything that is ready, in one request and, where texts
// must be read, one or a few more.
func (v *view) settleAll(ctx context.Context, ready []doubt) error {
	var bodies []object
	for _, o := range ready {
		if o.q.kind == inArticle {
			bodies = append(bodies, o.articlesBody())
		} else {
			bodies = append(bodies, o.partsBody())
		}
	}
	answers, err := v.several(ctx, bodies)
	if err != nil {
		return err
	}
	for i, o := range ready {
		if o.q.kind == inArticle {
			err = o.q.takeArticles(answers[i])
		} else {
			err = v.verify(ctx, o.q, bodies[i], answers[i])
		}
		if err != nil {
			return err
		}
		o.q.settled = true
	}
	return nil
}

// partsBody asks for the parts that a Verified depends on the text of.
func (o doubt) partsBody() object {
	sure, maybe := o.q.kids[0].filter(atMost), o.q.kids[1].filter(atMost)
	doubtful := object{"bool": object{"filter": append(append([]object{}, o.with...), maybe), "must_not": []object{sure}}}
	return columnsOnly(object{"query": doubtful, "sort": []any{fieldID}, "size": window, "track_total_hits": mostVerified + 1})
}

// articlesBody asks for the articles of several parts that an InArticle matches.
func (o doubt) articlesBody() object {
	return object{"query": all(alone(false), o.q.kids[0].filter(atMost)), "size": 0, "track_total_hits": false,
		"aggs": object{aggArticles: object{"terms": object{"field": fieldArticle, "size": mostArticles + 1}}}}
}

func (q *query) takeArticles(a *answer) error {
	buckets := a.Aggs[aggArticles].Buckets
	if len(buckets) > mostArticles {
		return fmt.Errorf("%w: more than %d articles of several parts would have to be looked at", engine.ErrTooBroad, mostArticles)
	}
	for _, b := range buckets {
		q.list = append(q.list, b.text())
	}
	return nil
}

// verify reads the parts that were found, and asks the Verified about each.
func (v *view) verify(ctx context.Context, q *query, body object, a *answer) error {
	if a.Hits.Total.Value > mostVerified {
		return fmt.Errorf("%w: more than %d parts would have to be read", engine.ErrTooBroad, mostVerified)
	}
	var ids []string
	for {
		hits := a.Hits.Hits
		for i := range hits {
			ids = append(ids, hits[i].part())
		}
		if len(hits) < window {
			break
		}
		body["search_after"] = hits[len(hits)-1].Sort
		var err error
		if a, err = v.one(ctx, body); err != nil {
			return err
		}
	}
	return v.eachText(ctx, ids, func(id string, stored []byte) {
		if q.accept(stored) {
			q.ids = append(q.ids, documentID(id))
		}
	})
}

// How many documents, which hold 16,000 runes each or hardly more, one request
// for stored parts brings at most.
const textsOnce = 400

// eachText calls do for the stored bytes of parts, in their order. They stay
// valid until the view is closed.
func (v *view) eachText(ctx context.Context, ids []string, do func(id string, stored []byte)) error {
	for len(ids) > 0 {
		some := ids[:min(textsOnce, len(ids))]
		ids = ids[len(some):]
		texts, err := v.textsOf(ctx, some)
		if err != nil {
			return err
		}
		for i, id := range some {
			if err := ctx.Err(); err != nil {
				return err
			}
			do(id, texts[i])
		}
	}
	return nil
}

// textsOf returns the stored bytes of parts, those that are not in memory with
// one request.
func (v *view) textsOf(ctx context.Context, ids []string) ([][]byte, error) {
	texts := make([][]byte, len(ids))
	var missing []string
	at := map[string][]int{}
	for i, id := range ids {
		if b, ok := v.x.e.texts.get(v.x.name + "/" + id); ok {
			texts[i] = b
			continue
		}
		if at[id] = append(at[id], i); len(at[id]) == 1 {
			missing = append(missing, documentID(id))
		}
	}
	if len(missing) == 0 {
		return texts, nil
	}
	answer, err := v.one(ctx, columnsOnly(object{"query": anyOf("_id", missing), "size": len(missing), "track_total_hits": false}, fieldStored))
	if err != nil {
		return nil, err
	}
	hits := answer.Hits.Hits
	if len(hits) != len(missing) {
		return nil, fmt.Errorf("index %s: %w: %d of %d parts are missing", v.x.name, engine.ErrDamaged, len(missing)-len(hits), len(missing))
	}
	for i := range hits {
		b, err := hits[i].stored(v.x.e.codec)
		if err != nil {
			return nil, err
		}
		v.x.e.texts.put(v.x.name+"/"+hits[i].part(), b, len(b)+200)
		for _, place := range at[hits[i].part()] {
			texts[place] = b
		}
	}
	return texts, nil
}
