package opensearch

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// textsOnce is how many stored parts one request brings at most. A part has about
// 16,000 runes at most.
const textsOnce = 400

// bytesOnce is how many bytes of texts one request brings where it is known how long
// texts are.
const bytesOnce = 16 << 20

// textsWithin is how many texts one request brings when so many took so many bytes.
func textsWithin(bytes, texts int) int {
	return min(window, max(textsOnce, bytesOnce/max(1, bytes/max(1, texts))))
}

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
	at := map[string][]int{}
	var missing []string
	for i, id := range ids {
		if b, ok := v.x.e.texts.get(v.x.manifest.Token + "/" + id); ok {
			texts[i] = b
			continue
		}
		if at[id] = append(at[id], i); len(at[id]) == 1 {
			missing = append(missing, id)
		}
	}
	err := v.trip(ctx, v.textSections(missing, func(id string, b []byte) {
		for _, place := range at[id] {
			texts[place] = b
		}
	})...)
	return texts, err
}

// textSections ask for the stored bytes of parts, which are kept in memory.
func (v *view) textSections(ids []string, do func(id string, stored []byte)) []section {
	if len(ids) == 0 {
		return nil
	}
	documents := make([]string, len(ids))
	for i, id := range ids {
		documents[i] = documentID(id)
	}
	body := columnsOnly(object{"query": anyOf("_id", documents), "size": len(ids), "track_total_hits": false}, fieldStored)
	return []section{{[]object{body}, func(answers []*answer) error {
		hits := answers[0].Hits.Hits
		if len(hits) != len(ids) {
			return fmt.Errorf("index %s: %w: %d of %d parts are missing", v.x.name, engine.ErrDamaged, len(ids)-len(hits), len(ids))
		}
		for i := range hits {
			b, err := v.textOf(&hits[i])
			if err != nil {
				return err
			}
			do(hits[i].part(), b)
		}
		return nil
	}}}
}

// textOf unpacks the stored bytes of a hit, and keeps them in memory.
func (v *view) textOf(f *found) ([]byte, error) {
	b, err := f.stored(v.x.e.codec)
	if err == nil {
		v.x.e.texts.put(v.x.manifest.Token+"/"+f.part(), b, len(b)+200)
	}
	return b, err
}

// keepText keeps the stored bytes of a hit, where they came with it.
func (v *view) keepText(f *found) error {
	if len(f.Fields.Stored) == 0 {
		return nil
	}
	_, err := v.textOf(f)
	return err
}

// texts ask for the stored bytes of hits that are not in memory, as many as one
// request brings.
func (v *view) texts(hits []engine.Hit) []section {
	var missing []string
	seen := map[string]bool{}
	for _, h := range hits {
		if _, ok := v.x.e.texts.get(v.x.manifest.Token + "/" + h.ID); !ok && !seen[h.ID] && len(missing) < textsOnce {
			seen[h.ID], missing = true, append(missing, h.ID)
		}
	}
	return v.textSections(missing, func(string, []byte) {})
}

// addTexts adds the stored bytes of hits.
func (v *view) addTexts(ctx context.Context, hits []engine.Hit) error {
	ids := make([]string, len(hits))
	for i := range hits {
		ids[i] = hits[i].ID
	}
	i := 0
	return v.eachText(ctx, ids, func(_ string, stored []byte) {
		hits[i].Stored = stored
		i++
	})
}
