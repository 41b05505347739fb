package opensearch

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A hitList is a query whose hits come in one order. A request with a preference
// has two, preferred hits first, unless it is Mixed.
type hitList struct {
	query     object
	filters   []object
	prefer    object // the cluster says of each hit whether it matches this; nil for no such question
	preferred bool   // whether all hits are preferred
	sort      []any
}

// A foundHit is a hit, and whether it is preferred.
type foundHit struct {
	found
	preferred bool
}

// preferName is the name of the query that says whether a hit is preferred.
const preferName = "preferred"

// hitLists are the lists for a query of the request, which is its Query or its
// Beside.
func (q *question) hitLists(of *query, scored object, sort engine.Sort) []hitList {
	l := hitList{query: scored, filters: append([]object{q.filter.filter(atMost)}, q.chosen("")...), sort: order(sort, of.scores())}
	if q.prefer == nil {
		return []hitList{l}
	}
	prefer := q.prefer.filter(atMost)
	if q.r.Mixed && of == q.query {
		l.prefer = prefer
		return []hitList{l}
	}
	first, second := l, l
	first.filters = append(slices.Clone(l.filters), prefer)
	first.preferred = true
	second.filters = append(slices.Clone(l.filters), except(prefer))
	return []hitList{first, second}
}

// order is a sort in the cluster's language.
func order(s engine.Sort, scores bool) []any {
	var keys []any
	switch s {
	case engine.ByNewest:
		keys = append(keys, object{fieldPublished: object{"order": "desc", "missing": "_last"}})
	case engine.ByUpdated:
		keys = append(keys, object{fieldUpdated: object{"order": "desc", "missing": "_last"}})
	case engine.ByOldest:
		keys = append(keys, object{fieldPublished: object{"order": "asc", "missing": "_last"}})
	case engine.ByViews:
		keys = append(keys, object{fieldViews: object{"order": "desc"}})
	}
	if scores {
		keys = append(keys, object{"_score": object{"order": "desc"}})
	}
	return append(keys, object{fieldID: object{"order": "asc"}})
}

// body asks for a window of the list.
func (l *hitList) body(from, size int) object {
	parts := object{"must": []object{l.query}, "filter": l.filters}
	if l.prefer != nil {
		// It names the preferred hits, without changing what matches or any score.
		parts["should"] = []object{{"constant_score": object{"filter": object{"bool": object{"filter": []object{l.prefer}, "_name": preferName}}, "boost": 0}}}
	}
	return columnsOnly(object{"query": object{"bool": parts}, "from": from, "size": size, "sort": l.sort, "track_total_hits": false}, hitColumns()...)
}

// bodiesOf are requests for the first hits of each list, with their stored bytes
// where texts says so.
func bodiesOf(lists []hitList, size int, texts bool) []object {
	bodies := make([]object, len(lists))
	for i := range lists {
		bodies[i] = lists[i].body(0, size)
		if texts {
			bodies[i]["docvalue_fields"] = append(bodies[i]["docvalue_fields"].([]string), fieldStored)
		}
	}
	return bodies
}

// merge concatenates the hits of lists.
func merge(lists []hitList, answers []*answer) []foundHit {
	var hits []foundHit
	for i, l := range lists {
		hits = append(hits, l.told(answers[i].Hits.Hits)...)
	}
	return hits
}

// told adds to hits whether they are preferred.
func (l *hitList) told(list []found) []foundHit {
	hits := make([]foundHit, len(list))
	for i, f := range list {
		hits[i] = foundHit{f, l.preferred || slices.Contains(f.Names, preferName)}
	}
	return hits
}

// deep returns the requested window where it lies deeper than one request reaches.
func (q *question) deep(ctx context.Context, lists []hitList, t *tally) ([]foundHit, error) {
	from, size := max(0, q.r.From), q.r.Size
	var hits []foundHit
	for i, l := range lists {
		some, err := q.v.walk(ctx, &l, from, size)
		if err != nil {
			return nil, err
		}
		hits = append(hits, some...)
		if size -= len(some); size == 0 {
			break
		}
		if from -= t.preferredParts; i > 0 || from < 0 {
			from = 0
		}
	}
	return hits, nil
}

// walk reads a window of a list, page by page. It continues from the end of an
// earlier window of the list where that lies before this one.
func (v *view) walk(ctx context.Context, l *hitList, from, size int) ([]foundHit, error) {
	body := l.body(0, window)
	text, err := json.Marshal(body)
	if err != nil {
		return nil, err
	}
	at, after := v.cursorBefore(string(text), from)
	var hits []foundHit
	for len(hits) < size {
		if after != nil {
			body["search_after"] = after
		}
		body["size"] = min(window, from+size-at-len(hits))
		a, err := v.one(ctx, body)
		if err != nil {
			return nil, err
		}
		page := a.Hits.Hits
		if len(page) > 0 {
			after = page[len(page)-1].Sort
		}
		skipped := min(max(0, from-at), len(page))
		hits = append(hits, l.told(page[skipped:])...)
		at += skipped
		if len(page) < body["size"].(int) {
			break
		}
	}
	v.keepCursor(string(text), cursor{at + len(hits), after})
	return hits, nil
}

// cursorBefore is where to start walking to hit number from.
func (v *view) cursorBefore(request string, from int) (at int, after []json.RawMessage) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if c := v.cursors[request]; c.after != nil && c.at <= from {
		return c.at, c.after
	}
	return 0, nil
}

func (v *view) keepCursor(request string, c cursor) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.cursors[request] = c
}

// walkDeep reads hits that lie deeper than one request reaches.
func (q *question) walkDeep(ctx context.Context) error {
	if q.r.Size == 0 || q.shallow() {
		return nil
	}
	hits, err := q.deep(ctx, q.hitLists(q.query, q.scored, q.r.Sort), q.tally)
	if err != nil {
		return err
	}
	return q.makeHits(hits)
}

// takeHits takes the requested window of hits.
func (q *question) takeHits(hits []foundHit) error {
	return q.makeHits(hits[min(max(0, q.r.From), len(hits)):min(q.end(), len(hits))])
}

func (q *question) makeHits(found []foundHit) (err error) {
	q.hits, err = q.v.hitsOf(found)
	return err
}

// hitsOf turns hits of the cluster into those of package engine. It remembers them,
// and the stored bytes that came with them.
func (v *view) hitsOf(found []foundHit) ([]engine.Hit, error) {
	hits := make([]engine.Hit, 0, len(found))
	for i := range found {
		h, err := found[i].hit()
		if err == nil {
			err = v.keepText(&found[i].found)
		}
		if err != nil {
			return nil, err
		}
		v.remember(&found[i].found, h)
		h.Preferred = found[i].preferred
		hits = append(hits, h)
	}
	return hits, nil
}
