package bleve

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

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
