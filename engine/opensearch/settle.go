package opensearch

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// What a cluster cannot decide by itself is found out before the search (the query
// is settled): which parts a Verified accepts, by reading their stored bytes here,
// and which articles of several parts an InArticle matches. Only parts that matter
// are looked at: in a conjunction, those that its other nodes match. Everything
// that can be asked at once is asked at once, so that the number of round trips is
// the depth to which such nodes are nested, not their number.

// Limits. A search that would exceed one fails with engine.ErrTooBroad; it is never
// answered in part.
const (
	mostVerified = 20_000 // parts that are read for one Verified
	mostArticles = 50_000 // articles of several parts that one InArticle matches
)

// A doubt is a query that may have to be settled. Only parts that the filters with
// match, or that the question of finds, matter.
type doubt struct {
	q    *query
	with []object
	of   *question // nil where with says it
}

// settle settles queries, innermost nodes first.
func (v *view) settle(ctx context.Context, roots ...doubt) error {
	for {
		var ready []doubt
		for _, r := range roots {
			v.settleShort(r.q)
			if r.of != nil {
				if r.q.reads() && (r.of.query.unsettled() || r.of.filter.unsettled()) {
					continue // later: then fewer texts are read
				}
				r.with = []object{r.of.query.filter(atLeast), r.of.filter.filter(atLeast)}
			}
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

// settleShort settles every InArticle of an index in which each article is one
// part: the part alone decides.
func (v *view) settleShort(q *query) {
	for _, k := range q.kids {
		v.settleShort(k)
	}
	if q.kind == inArticle && v.x.manifest.Long == 0 && !q.kids[0].unsettled() {
		q.settled = true
	}
}

// ready lists the nodes that can be settled now: those in which no other node is
// open.
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
	if len(list) == 0 || q.kind == inArticle && v.x.manifest.Long > 0 && q.kids[0].addsTexts() {
		list = append(list, doubt{q: q, with: with})
	}
	return list
}

// addsTexts says whether reading texts can only add parts to what the query matches
// without them, and can be done now: the query is a Verified, or an Or of such
// nodes and settled ones.
func (q *query) addsTexts() bool {
	if q.kind == or && q.min == 1 {
		return !slices.ContainsFunc(q.kids, func(k *query) bool { return k.unsettled() && !k.addsTexts() })
	}
	return q.kind == verified && !q.kids[0].unsettled() && !q.kids[1].unsettled()
}

// reads says whether texts have to be read to settle a query.
func (q *query) reads() bool {
	return q.kind == verified && !q.settled || slices.ContainsFunc(q.kids, (*query).reads)
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

// A finding is a doubt while it is being settled.
type finding struct {
	doubt
	key      string // of the request, in the caches
	suspects []suspect
	articles []string
	beside   []*query // of an InArticle, the Verified in it that are settled at the same time
}

// A suspect is a part that must be read to decide whether it matches.
type suspect struct {
	id, article string
	long        bool // whether the article has other parts
}

// settleAll settles everything that is ready: with one request for what is not in
// memory, and one or a few more where more texts must be read than came with it.
func (v *view) settleAll(ctx context.Context, ready []doubt) error {
	findings := make([]*finding, len(ready))
	var sections []section
	for i, d := range ready {
		f := &finding{doubt: d}
		if d.q.kind == inArticle && d.q.kids[0].unsettled() {
			f.beside = d.q.kids[0].openTexts()
		}
		findings[i] = f
		s, err := v.findOut(ctx, f)
		if err != nil {
			return err
		}
		if s != nil {
			sections = append(sections, *s)
		}
	}
	if err := v.trip(ctx, sections...); err != nil {
		return err
	}
	if err := v.verify(ctx, findings); err != nil {
		return err
	}
	for _, f := range findings {
		if f.q.settled = true; f.q.kind == inArticle {
			f.q.list = slices.Clone(f.articles)
			for _, q := range f.beside {
				f.q.list = append(f.q.list, q.long...)
			}
		}
	}
	return nil
}

// openTexts are the unsettled Verified of a query for which addsTexts is true. The
// query matches whatever one of them accepts.
func (q *query) openTexts() []*query {
	if q.kind == verified && !q.settled {
		return []*query{q}
	}
	var open []*query
	if q.kind == or {
		for _, k := range q.kids {
			open = append(open, k.openTexts()...)
		}
	}
	return open
}

// findOut is what to ask for a finding, nil where the answer is in memory: the
// calls of one search, and readers who use the same words, ask the same.
func (v *view) findOut(ctx context.Context, f *finding) (*section, error) {
	body := f.body()
	text, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	f.key = v.x.manifest.Token + string(text)
	var known bool
	if f.q.kind == inArticle {
		f.articles, known = v.x.e.articles.get(f.key)
	} else {
		f.suspects, known = v.x.e.suspects.get(f.key)
	}
	switch {
	case known:
		return nil, nil
	case f.q.kind == inArticle:
		return &section{[]object{body}, func(answers []*answer) error { return v.takeArticles(f, answers[0]) }}, nil
	}
	return &section{[]object{body}, func(answers []*answer) error { return v.takeSuspects(ctx, f, body, answers[0]) }}, nil
}

// body asks for the articles of several parts that an InArticle matches, or for the
// parts that a Verified must read, the first of them with their texts.
func (f *finding) body() object {
	if f.q.kind == inArticle {
		return object{"query": all(alone(false), f.q.kids[0].filter(atMost)), "size": 0, "track_total_hits": false,
			"aggs": object{aggArticles: object{"terms": object{"field": fieldArticle, "size": mostArticles + 1}}}}
	}
	sure, maybe := f.q.kids[0].filter(atMost), f.q.kids[1].filter(atMost)
	doubtful := object{"bool": object{"filter": append(append([]object{}, f.with...), maybe), "must_not": []object{sure}}}
	return columnsOnly(object{"query": doubtful, "sort": []any{fieldID}, "size": textsOnce, "track_total_hits": mostVerified + 1},
		fieldArticle, fieldAlone, fieldStored)
}

func (v *view) takeArticles(f *finding, a *answer) error {
	buckets := a.Aggs[aggArticles].Buckets
	if len(buckets) > mostArticles {
		return fmt.Errorf("%w: more than %d articles of several parts would have to be looked at", engine.ErrTooBroad, mostArticles)
	}
	bytes := 0
	for _, b := range buckets {
		f.articles = append(f.articles, b.text())
		bytes += len(b.text()) + 16
	}
	v.x.e.articles.put(f.key, f.articles, bytes+len(f.key)+100)
	return nil
}

// takeSuspects lists the parts that must be read. Their texts come with them until
// these take too much memory; the parts after that are listed by their ids alone.
func (v *view) takeSuspects(ctx context.Context, f *finding, body object, a *answer) error {
	all := a.Hits.Total.Value
	if all > mostVerified {
		return fmt.Errorf("%w: more than %d parts would have to be read", engine.ErrTooBroad, mostVerified)
	}
	for asked := textsOnce; ; {
		sent, texts, err := v.keepSuspects(f, a)
		if err != nil {
			return err
		}
		hits := a.Hits.Hits
		if len(hits) < asked {
			break
		}
		if asked = textsWithin(sent, len(hits)); texts == 0 || texts/len(hits)*all > textsKept/2 {
			columnsOnly(body, fieldArticle, fieldAlone)
			asked = window
		}
		body["size"], body["search_after"] = asked, hits[len(hits)-1].Sort
		if a, err = v.one(ctx, body); err != nil {
			return err
		}
	}
	bytes := 0
	for _, s := range f.suspects {
		bytes += len(s.id) + len(s.article) + 48
	}
	v.x.e.suspects.put(f.key, f.suspects, bytes+len(f.key)+100)
	return nil
}

// keepSuspects adds the parts of an answer to those of a finding, and keeps the texts
// that came with them. It returns how many bytes these were on the wire, and are.
func (v *view) keepSuspects(f *finding, a *answer) (sent, texts int, err error) {
	hits := a.Hits.Hits
	for i := range hits {
		if stored := hits[i].Fields.Stored; len(stored) > 0 {
			text, err := v.textOf(&hits[i])
			if err != nil {
				return 0, 0, err
			}
			sent, texts = sent+len(stored[0]), texts+len(text)
		}
		f.suspects = append(f.suspects, suspect{hits[i].part(), first(hits[i].Fields.Article), !hits[i].alone()})
	}
	return sent, texts, nil
}

// verify reads the parts that were found, and asks each Verified about its own.
func (v *view) verify(ctx context.Context, findings []*finding) error {
	var ids []string
	var accept []func(stored []byte)
	for _, f := range findings {
		for _, s := range f.suspects {
			ids, accept = append(ids, s.id), append(accept, func(stored []byte) {
				if !f.q.accept(stored) {
					return
				}
				if f.q.ids = append(f.q.ids, documentID(s.id)); s.long {
					f.q.long = append(f.q.long, s.article)
				}
			})
		}
	}
	i := 0
	return v.eachText(ctx, ids, func(_ string, stored []byte) {
		accept[i](stored)
		i++
	})
}
