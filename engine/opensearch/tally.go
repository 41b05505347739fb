package opensearch

import (
	"context"
	"slices"
)

// Articles are counted, not parts. The cluster counts the articles of one part, by
// that part. Of articles that have several, it lists the matching parts, and the
// articles are counted here. With up to mostRows such parts the numbers are exact;
// with more, these articles are estimated.
const mostRows = 50_000

// A row is a matching part of an article that has several.
type row struct {
	fields  *fields
	matches []string // names of the choices, and preferName
}

// A tally holds the counts for a question.
type tally struct {
	parts, articles           int
	preferred, preferredParts int
	facets                    map[string]aggregation // of articles of one part
	months, preferredMonths   aggregation            // likewise
	rows                      []row
	estimated                 *estimate // instead of rows where they are too many
}

const (
	aggChosen    = "chosen"
	aggAlone     = "alone"
	aggPreferred = "preferred"
	aggValues    = "values"
	aggArticles  = "articles"
)

func alone(is bool) object { return object{"term": object{fieldAlone: is}} }

// facetValues is how many values of a facet are asked for at first, to find the
// wanted most frequent ones. facetMost is how many are asked for where those do not
// suffice.
func facetValues(wanted int) int { return max(1000, 4*wanted) }

const facetMost = 65_000

// shardValues is how many values each shard returns, so that their sums are exact.
const shardValues = 10_000

// countBody asks for totals, and the facets of articles of one part.
func (q *question) countBody() object {
	inner := object{aggAlone: q.onePart()}
	if q.prefer != nil {
		inner[aggPreferred] = object{"filter": q.prefer.filter(atMost), "aggs": object{aggAlone: q.onePart()}}
	}
	aggs := object{aggChosen: object{"filter": all(q.chosen("")...), "aggs": inner}}
	if q.r.Facets > 0 {
		for _, facet := range facetFields() {
			aggs[facet] = q.facetAgg(facet, true, facetValues(q.r.Facets), nil)
		}
	}
	return object{"query": all(q.counted()...), "size": 0, "track_total_hits": false, "aggs": aggs}
}

// counted matches all that a total or a facet may count.
func (q *question) counted() []object {
	if q.r.Facets > 0 {
		return q.base()
	}
	return append(q.base(), q.chosen("")...)
}

// facetAgg counts the parts of each value of a facet, of articles of one part
// or of the others.
func (q *question) facetAgg(facet string, ofOne bool, size int, within object) object {
	filters := append(q.chosen(facet), alone(ofOne))
	if q.prefer != nil {
		filters = append(filters, q.prefer.filter(atMost))
	}
	ofShard := max(size, shardValues)
	if q.v.x.manifest.Shards == 1 { // its counts are the sums
		ofShard = size
	}
	values := object{"terms": object{"field": facet, "size": size, "shard_size": ofShard, "order": []object{{"_count": "desc"}, {"_key": "asc"}}}}
	if within != nil {
		values["aggs"] = within
	}
	return object{"filter": all(filters...), "aggs": object{aggValues: values}}
}

// longBody asks for the matching parts of articles that have several.
func (q *question) longBody() object {
	var named []object
	name := func(name string, filter object) {
		named = append(named, object{"bool": object{"filter": []object{filter}, "_name": name}})
	}
	for facet, c := range q.choices {
		name(facet, c.filter(atMost))
	}
	if q.prefer != nil {
		name(preferName, q.prefer.filter(atMost))
	}
	filters, columns := append(q.counted(), alone(false)), append([]string{fieldArticle}, facetFields()...)
	if q.r.Months {
		columns = append(columns, fieldPublished)
	}
	return columnsOnly(object{
		"query": object{"bool": object{"filter": filters, "should": named}}, "size": window, "sort": []any{fieldID}, "track_total_hits": mostRows + 1,
	}, columns...)
}

// count makes a tally of the answers to countBody and, where long is true, to
// longBody.
func (q *question) count(ctx context.Context, counted *answer, long bool, rows *answer) (*tally, error) {
	chosen := counted.Aggs[aggChosen]
	preferred := chosen.Within[aggPreferred]
	t := &tally{
		parts: chosen.Count, articles: chosen.Within[aggAlone].Count,
		preferredParts: preferred.Count, preferred: preferred.Within[aggAlone].Count, facets: map[string]aggregation{},
		months: chosen.Within[aggAlone].Within[aggMonths], preferredMonths: preferred.Within[aggAlone].Within[aggMonths],
	}
	for _, facet := range facetFields() {
		t.facets[facet] = counted.Aggs[facet].Within[aggValues]
	}
	if !long {
		return t, nil
	}
	if rows.Hits.Total.Value > mostRows {
		var err error
		if t.estimated, err = q.estimate(ctx); err != nil {
			return nil, err
		}
		t.articles += t.estimated.articles
		t.preferred += t.estimated.preferred
		return t, nil
	}
	if err := q.readRows(ctx, t, rows); err != nil {
		return nil, err
	}
	articles, liked := map[string]bool{}, map[string]bool{}
	for _, r := range t.rows {
		if !q.chosenRow(r, "") {
			continue
		}
		articles[r.fields.Article[0]] = true
		if slices.Contains(r.matches, preferName) {
			liked[r.fields.Article[0]] = true
		}
	}
	t.articles += len(articles)
	t.preferred += len(liked)
	return t, nil
}

// readRows takes the rows of an answer, and asks for those that follow.
func (q *question) readRows(ctx context.Context, t *tally, rows *answer) error {
	for {
		hits := rows.Hits.Hits
		for i := range hits {
			t.rows = append(t.rows, row{&hits[i].Fields, hits[i].Names})
		}
		if len(hits) < window {
			return nil
		}
		body := q.longBody()
		body["search_after"] = hits[len(hits)-1].Sort
		var err error
		if rows, err = q.v.one(ctx, body); err != nil {
			return err
		}
	}
}

// chosenRow says whether a row matches all choices but that of one facet.
func (q *question) chosenRow(r row, but string) bool {
	if q.r.Facets == 0 { // only such rows were asked for
		return true
	}
	for facet := range q.choices {
		if facet != but && !slices.Contains(r.matches, facet) {
			return false
		}
	}
	return true
}

// An estimate has approximate counts of the articles that have several parts.
type estimate struct {
	articles, preferred int
	facets              map[string]map[string]int // articles by facet and value
}

// estimate asks the cluster for the number of articles of several parts.
func (q *question) estimate(ctx context.Context) (*estimate, error) {
	distinct := object{aggArticles: object{"cardinality": object{"field": fieldArticle, "precision_threshold": 40_000}}}
	inner := object{aggArticles: distinct[aggArticles]}
	if q.prefer != nil {
		inner[aggPreferred] = object{"filter": q.prefer.filter(atMost), "aggs": distinct}
	}
	aggs := object{aggChosen: object{"filter": all(q.chosen("")...), "aggs": inner}}
	if q.r.Facets > 0 {
		for _, facet := range facetFields() {
			aggs[facet] = q.facetAgg(facet, false, facetValues(q.r.Facets), object{aggArticles: object{
				"cardinality": object{"field": fieldArticle, "precision_threshold": 1000}}})
		}
	}
	a, err := q.v.one(ctx, object{"query": all(append(q.counted(), alone(false))...), "size": 0, "track_total_hits": false, "aggs": aggs})
	if err != nil {
		return nil, err
	}
	chosen := a.Aggs[aggChosen]
	e := &estimate{articles: int(chosen.Within[aggArticles].Value), preferred: int(chosen.Within[aggPreferred].Within[aggArticles].Value),
		facets: map[string]map[string]int{}}
	for _, facet := range facetFields() {
		e.facets[facet] = map[string]int{}
		for _, b := range a.Aggs[facet].Within[aggValues].Buckets {
			e.facets[facet][b.text()] = int(b.Articles.Value)
		}
	}
	return e, nil
}
