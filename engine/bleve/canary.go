package bleve

import (
	"context"
	"fmt"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// A canary is a query with a known answer: the term must find the part.
type canary struct {
	Field engine.Field `json:"field"`
	Term  []byte       `json:"term"` // base64: terms need not be UTF-8
	Part  []byte       `json:"part"`
}

// A witness is a term of a part that was written, which can become a canary.
type witness struct {
	row   uint32
	field engine.Field
	term  string
}

// witnessMost is how many canaries a generation has at most.
const witnessMost = 64

func witnessOf(row uint32, f engine.Field, terms []string) []witness {
	if len(terms) == 0 {
		return nil
	}
	return []witness{{row, f, strings.Clone(terms[0])}}
}

// canaries evaluates the manifest's canary queries: each is a term that must find
// a known part.
func (x *index) canaries(ctx context.Context) error {
	for _, c := range x.manifest.Canaries {
		e := x.evaluator(ctx)
		a, err := e.eval(engine.Term{Field: c.Field, Text: string(c.Term)})
		found := false
		if err == nil {
			for _, r := range a.touched {
				found = found || x.table.ids[r] == string(c.Part)
			}
		}
		e.release()
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("%s: %w: %s:%q does not find part %q", x.dir, engine.ErrDamaged, c.Field, c.Term, c.Part)
		}
	}
	return nil
}
