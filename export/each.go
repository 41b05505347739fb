package export

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// eachPage is how many parts EachPart asks for in one call.
const eachPage = 2000

// EachPart calls do for every part of a generation, with the part opened. It
// stops at the first error, which it returns, and when ctx ends.
func EachPart(ctx context.Context, v engine.View, do func(engine.Hit, part.View) error) error {
	for from := 0; ; from += eachPage {
		result, err := v.Search(ctx, engine.Request{From: from, Size: eachPage, Stored: true})
		if err != nil {
			return err
		}
		for _, h := range result.Hits {
			p, err := part.Open(h.Stored)
			if err != nil {
				return err
			}
			if err := do(h, p); err != nil {
				return err
			}
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if len(result.Hits) < eachPage {
			return nil
		}
	}
}
