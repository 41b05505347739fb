package opensearch

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// What a cluster cannot tell by itself is found out before the search: which
// parts a Verified accepts, by reading their stored bytes here, and which
// articles of several parts an InArticle matches. Each is asked for only where
// it matters: in a conjunction, of what everything else in it matches.

// Bounds of what is found out; what would go beyond is refused with
// engine.ErrTooBroad, never answered in part.
const (
	mostVerified = 20_000 // parts that are read for one Verified
	mostArticles = 50_000 // articles of several parts that one InArticle matches
)

// settle finds out what q needs, where it is asked together with what the
// filters match.
func (v *view) settle(ctx context.Context, q *query, with []object) error {
	if !q.unsettled() {
		return nil
	}
	switch q.kind {
	case and:
		return v.settleAnd(ctx, q, with)
	case verified:
		return v.settleVerified(ctx, q, with)
	case inArticle:
		return v.settleArticles(ctx, q, with)
	}
	for _, k := range q.kids {
		if err := v.settle(ctx, k, with); err != nil {
			return err
		}
	}
	return nil
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

func (v *view) settleAnd(ctx context.Context, q *query, with []object) error {
	for i, k := range q.kids {
		if !k.unsettled() {
			continue
		}
		others := append([]object{}, with...)
		for j, other := range q.kids {
			if j != i {
				others = append(others, other.filter(atLeast))
			}
		}
		if err := v.settle(ctx, k, others); err != nil {
			return err
		}
	}
	return nil
}

func (v *view) settleVerified(ctx context.Context, q *query, with []object) error {
	for _, k := range q.kids {
		if err := v.settle(ctx, k, with); err != nil {
			return err
		}
	}
	sure, maybe := q.kids[0].filter(atMost), q.kids[1].filter(atMost)
	open := object{"bool": object{"filter": append(append([]object{}, with...), maybe), "must_not": []object{sure}}}
	ids, err := v.documents(ctx, open)
	if err != nil {
		return err
	}
	err = v.eachText(ctx, ids, func(id string, stored []byte) {
		if q.accept(stored) {
			q.ids = append(q.ids, id)
		}
	})
	q.settled = err == nil
	return err
}

// documents are the ids of the documents that match, in the order of part ids.
func (v *view) documents(ctx context.Context, filter object) ([]string, error) {
	var ids []string
	body := object{"query": all(filter), "_source": false, "sort": []any{fieldID}, "size": window, "track_total_hits": mostVerified + 1}
	for {
		answer, err := v.one(ctx, body)
		if err != nil {
			return nil, err
		}
		if answer.Hits.Total.Value > mostVerified {
			return nil, fmt.Errorf("%w: more than %d parts would have to be read", engine.ErrTooBroad, mostVerified)
		}
		for _, h := range answer.Hits.Hits {
			ids = append(ids, h.ID)
		}
		if len(answer.Hits.Hits) < window {
			return ids, nil
		}
		body["search_after"] = answer.Hits.Hits[window-1].Sort
	}
}

// How much one request for stored parts brings at most: so many documents,
// which are 16,000 runes each or hardly more.
const textsOnce = 400

// eachText calls do for the stored bytes of documents, in their order. They stay
// valid, and where they are, until the view is closed.
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

// textsOf returns the stored bytes of documents, those that are not in memory
// with one request.
func (v *view) textsOf(ctx context.Context, ids []string) ([][]byte, error) {
	texts := make([][]byte, len(ids))
	var missing []string
	at := map[string]int{}
	for i, id := range ids {
		if b, ok := v.x.e.texts.get(v.x.name + "/" + id); ok {
			texts[i] = b
			continue
		}
		at[id] = i
		missing = append(missing, id)
	}
	if len(missing) == 0 {
		return texts, nil
	}
	body := object{"query": anyOf("_id", missing), "_source": false, "stored_fields": []string{fieldStored}, "size": len(missing)}
	answer, err := v.one(ctx, body)
	if err != nil {
		return nil, err
	}
	if len(answer.Hits.Hits) != len(missing) {
		return nil, fmt.Errorf("index %s: %w: %d of %d documents are missing", v.x.name, engine.ErrDamaged, len(missing)-len(answer.Hits.Hits), len(missing))
	}
	for _, h := range answer.Hits.Hits {
		b, err := h.stored()
		if err != nil {
			return nil, err
		}
		v.x.e.texts.put(v.x.name+"/"+h.ID, b, len(b)+200)
		texts[at[h.ID]] = b
	}
	return texts, nil
}

func (v *view) settleArticles(ctx context.Context, q *query, with []object) error {
	inner := q.kids[0]
	if v.x.manifest.Long == 0 {
		if err := v.settle(ctx, inner, with); err != nil {
			return err
		}
		q.settled = true
		return nil
	}
	long := object{"term": object{fieldAlone: false}}
	if err := v.settle(ctx, inner, []object{some([]object{all(with...), long}, 1)}); err != nil {
		return err
	}
	body := object{"query": all(long, inner.filter(atMost)), "size": 0,
		"aggs": object{"articles": object{"terms": object{"field": fieldArticle, "size": mostArticles + 1}}}}
	answer, err := v.one(ctx, body)
	if err != nil {
		return err
	}
	buckets := answer.Aggs["articles"].Buckets
	if len(buckets) > mostArticles {
		return fmt.Errorf("%w: more than %d articles of several parts would have to be looked at", engine.ErrTooBroad, mostArticles)
	}
	for _, b := range buckets {
		q.list = append(q.list, b.text())
	}
	q.settled = true
	return nil
}
