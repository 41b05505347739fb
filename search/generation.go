package search

import (
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A generationKey tells generations apart. The number alone would not do: it may
// be given anew after a rollback, and an index that was removed and built anew
// counts from one again.
type generationKey struct {
	number int
	built  time.Time
}

func keyOf(s engine.State) generationKey { return generationKey{s.Generation, s.BuiltAt} }
