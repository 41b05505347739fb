package opensearch

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

const aggMonths = "months"

// onePart counts articles of one part, and where wanted each month of them.
func (q *question) onePart() object {
	agg := object{"filter": alone(true)}
	if q.r.Months {
		agg["aggs"] = object{aggMonths: object{"date_histogram": object{"field": fieldPublished, "calendar_interval": "month", "min_doc_count": 1}}}
	}
	return agg
}

// months counts the articles by month, of what is preferred alone where some is; nil
// where there are too many articles of several parts to be listed.
func (q *question) months(t *tally) ([]engine.Count, error) {
	if t.estimated != nil {
		return nil, nil
	}
	counts := map[string]int{}
	ofOne := t.months
	if t.preferred > 0 {
		ofOne = t.preferredMonths
	}
	for _, b := range ofOne.Buckets {
		ms, _ := b.Key.(float64)
		counts[monthOf(int64(ms))] += b.Count
	}
	seen := map[[2]string]bool{}
	for _, r := range t.rows {
		if !q.chosenRow(r, "") || t.preferred > 0 && !slices.Contains(r.matches, preferName) || len(r.fields.Published) == 0 {
			continue
		}
		ms, err := strconv.ParseInt(r.fields.Published[0], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("article %q: %w: its date: %w", r.fields.Article[0], engine.ErrDamaged, err)
		}
		if at := [2]string{monthOf(ms), r.fields.Article[0]}; !seen[at] {
			seen[at] = true
			counts[at[0]]++
		}
	}
	list := []engine.Count{}
	for month, n := range counts {
		list = append(list, engine.Count{Value: month, Count: n})
	}
	slices.SortFunc(list, func(a, b engine.Count) int { return cmp.Compare(a.Value, b.Value) })
	return list, nil
}

// monthOf is the month of a time in milliseconds since 1970.
func monthOf(ms int64) string { return time.UnixMilli(ms).UTC().Format("2006-01") }
