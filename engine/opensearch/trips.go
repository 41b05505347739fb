package opensearch

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
)

// A question is answered in one round trip where that suffices, else in two: stored
// bytes of hits are asked for by id in the second one, so that those in memory are
// not sent again. A search may ask several questions, and all of them together
// should take tripsMost round trips. Where a second one would exceed that, its
// requests are sent with the first, needed or not.

// tripsMost is how many round trips the first reading of a query takes at most.
const tripsMost = 3

// along says what is requested together with the hits instead of after them.
type along struct {
	texts  bool // stored bytes of the hits
	facets bool // the facets of all that is found
	beside bool // stored bytes of the hits of Beside
}

// chooseAlong decides by how many round trips are left after the one for the hits.
func (q *question) chooseAlong() {
	left, wanted := tripsMost-q.v.tripsSoFar()-1, 1
	if q.beside != nil {
		wanted++
	}
	none := left < wanted
	q.along = along{texts: none && q.r.Stored && q.end() <= textsOnce, facets: none, beside: left < wanted-1 && q.r.BesideSize <= textsOnce}
}

// A section is a part of a round trip: some searches, and a function that takes
// their answers.
type section struct {
	bodies []object
	take   func(answers []*answer) error
}

// trip sends the searches of all sections in one round trip. Without searches it
// sends nothing.
func (v *view) trip(ctx context.Context, sections ...section) error {
	var bodies []object
	for _, s := range sections {
		bodies = append(bodies, s.bodies...)
	}
	if len(bodies) == 0 {
		return nil
	}
	answers, err := v.several(ctx, bodies)
	if err != nil {
		return err
	}
	for _, s := range sections {
		if len(s.bodies) == 0 {
			continue
		}
		if err := s.take(answers[:len(s.bodies)]); err != nil {
			return err
		}
		answers = answers[len(s.bodies):]
	}
	return nil
}

// answer gets the results of questions, whose terms are counted and which are
// settled.
func (v *view) answer(ctx context.Context, questions []*question) ([]*engine.Result, error) {
	var now []section
	for _, q := range questions {
		q.chooseAlong()
		now = append(now, q.sections(ctx)...)
	}
	if err := v.trip(ctx, now...); err != nil {
		return nil, err
	}
	var later []section
	for _, q := range questions {
		if err := q.walkDeep(ctx); err != nil {
			return nil, err
		}
		more, err := q.lacking(ctx)
		if err != nil {
			return nil, err
		}
		later = append(later, more...)
	}
	if err := v.trip(ctx, later...); err != nil {
		return nil, err
	}
	results := make([]*engine.Result, len(questions))
	for i, q := range questions {
		var err error
		if results[i], err = q.result(ctx); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// sections are what a question asks first: totals and facets; hits, where they are
// not deeper than one request reaches; the hits of Beside.
func (q *question) sections(ctx context.Context) []section {
	all := []section{q.counts(ctx)}
	if q.prefersFacets() && q.along.facets {
		q.whole = q.withoutPreference()
		all = append(all, q.whole.counts(ctx))
	}
	if q.r.Size > 0 && q.shallow() {
		lists := q.hitLists(q.query, q.scored, q.r.Sort)
		all = append(all, section{bodiesOf(lists, q.end(), q.along.texts), func(answers []*answer) error {
			return q.takeHits(merge(lists, answers))
		}})
	}
	if q.beside != nil && !q.beside.unsettled() {
		all = append(all, q.besideSection()...)
	}
	return all
}

// counts asks for totals and facets, and for the matching parts of articles that
// have several, if the index has such articles.
func (q *question) counts(ctx context.Context) section {
	bodies := []object{q.countBody()}
	long := q.v.x.manifest.Long > 0
	if long {
		bodies = append(bodies, q.longBody())
	}
	return section{bodies, func(answers []*answer) (err error) {
		q.tally, err = q.count(ctx, answers[0], long, answers[len(answers)-1])
		return err
	}}
}

// prefersFacets says whether the facets count preferred parts only. Where nothing
// is preferred, those of everything are needed too.
func (q *question) prefersFacets() bool { return q.r.Facets > 0 && q.prefer != nil }

// withoutPreference is the question for the facets of everything that is found.
func (q *question) withoutPreference() *question {
	r := q.r
	r.Months = false
	return &question{v: q.v, r: r, query: q.query, filter: q.filter, choices: q.choices}
}

// end is the number of hits before the end of the requested window.
func (q *question) end() int { return max(0, q.r.From) + q.r.Size }

func (q *question) shallow() bool { return q.end() <= window }

// lacking is what a question asks after the first answers: stored bytes; the facets
// of everything, where nothing is preferred; more values of facets for which tells
// is false; the other parts of articles that will probably be asked for.
func (q *question) lacking(ctx context.Context) ([]section, error) {
	var all []section
	if q.r.Stored {
		all = append(all, q.v.texts(q.hits)...)
	}
	if q.whole == nil && q.prefersFacets() && q.tally.preferred == 0 && q.tally.parts > 0 {
		q.whole = q.withoutPreference()
		all = append(all, q.whole.counts(ctx))
	}
	if q.r.Facets > 0 {
		all = append(all, q.untold()...)
	}
	if ids := q.lackingArticles(); len(ids) > 0 {
		if q.v.wantParts(ids); !q.along.facets {
			all = append(all, q.v.otherParts()...)
		}
	}
	return all, nil
}

// lackingArticles are those of which all parts are wanted.
func (q *question) lackingArticles() []string {
	if q.prefer == nil {
		return nil
	}
	return lackingArticles(q.hits[:min(q.r.Rest, len(q.hits))])
}

// result makes a result of what has been answered.
func (q *question) result(ctx context.Context) (*engine.Result, error) {
	res := q.tally.result()
	res.Frequencies = q.told
	var err error
	if q.r.Facets > 0 {
		if res.Facets, err = q.facets(ctx); err != nil {
			return nil, err
		}
	}
	if q.whole != nil && q.tally.preferred == 0 && q.tally.parts > 0 {
		if err = q.v.trip(ctx, q.whole.untold()...); err == nil { // seldom any
			res.AllFacets, err = q.whole.facets(ctx)
		}
		if err != nil {
			return nil, err
		}
	}
	if q.r.Months {
		if res.Months, err = q.months(q.tally); err != nil {
			return nil, err
		}
	}
	if len(q.hits) > 0 {
		res.Hits = q.hits
	}
	res.Rest = q.v.rest(q.lackingArticles())
	if q.r.Stored {
		if err := q.v.addTexts(ctx, res.Hits); err != nil {
			return nil, err
		}
	}
	if q.beside != nil {
		res.Beside = q.besideResult
	}
	return res, nil
}
