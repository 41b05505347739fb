package opensearch

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A hitList is hits in one order. A request with a preference has two, one
// behind the other, unless its hits are mixed.
type hitList struct {
	query     object
	filters   []object
	prefer    object // what is preferred, where a hit is to say so; nil for none
	preferred bool   // whether all are
	sort      []any
}

// preferName is the name of the query that says whether a hit is preferred.
const preferName = "preferred"

// lists are the lists that the hits of the request come from.
func (q *question) lists() []hitList {
	l := hitList{query: q.scored, filters: append([]object{q.filter.filter(atMost)}, q.chosen("")...), sort: order(q.r.Sort, q.query.scores())}
	if q.prefer == nil {
		return []hitList{l}
	}
	prefer := q.prefer.filter(atMost)
	if q.r.Mixed {
		l.prefer = prefer
		return []hitList{l}
	}
	first, second := l, l
	first.filters = append(slices.Clone(l.filters), prefer)
	first.preferred = true
	second.filters = append(slices.Clone(l.filters), except(prefer))
	return []hitList{first, second}
}

// order is a sort as the cluster has it.
func order(s engine.Sort, scores bool) []any {
	var keys []any
	switch s {
	case engine.ByNewest:
		keys = append(keys, object{fieldPublished: object{"order": "desc", "missing": "_last"}})
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
		// It must not change a score, and need not match.
		parts["should"] = []object{{"constant_score": object{"filter": object{"bool": object{"filter": []object{l.prefer}, "_name": preferName}}, "boost": 0}}}
	}
	return columnsOnly(object{"query": object{"bool": parts}, "from": from, "size": size, "sort": l.sort, "track_total_hits": false}, hitColumns()...)
}

// merge puts the hits of lists one behind the other.
func merge(lists []hitList, answers []*answer) []foundHit {
	var hits []foundHit
	for i, l := range lists {
		hits = append(hits, l.told(answers[i].Hits.Hits)...)
	}
	return hits
}

// told says of hits whether they are preferred.
func (l *hitList) told(list []found) []foundHit {
	hits := make([]foundHit, len(list))
	for i, f := range list {
		hits[i] = foundHit{f, l.preferred || slices.Contains(f.Names, preferName)}
	}
	return hits
}

// deep walks to a window that lies deeper than one request reaches.
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

// walk reads a window of a list, page by page, from where the last window of it
// ended if it did before this one.
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

// cursorBefore is where to begin to walk to a hit.
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
