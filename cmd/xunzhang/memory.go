package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// memoryGoal is the heap in bytes that a job keeps below by collecting garbage
// more often; below it the collector runs as it always does.
const memoryGoal = 800 << 20

// A governor keeps the memory of a job near memoryGoal. Where more than that is
// alive it gives way, because a limit near what is alive would have the
// collector take half of the time.
type governor struct {
	sample []metrics.Sample
	owner  bool // whether the owner has set limits by the environment
}

func newGovernor() *governor {
	return &governor{
		sample: []metrics.Sample{{Name: "/gc/heap/live:bytes"}},
		owner:  os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "",
	}
}

// adjust sets the limit by what is alive now.
func (g *governor) adjust() {
	if g.owner {
		return
	}
	metrics.Read(g.sample)
	if g.sample[0].Value.Kind() != metrics.KindUint64 {
		return
	}
	debug.SetMemoryLimit(limitFor(int64(g.sample[0].Value.Uint64())))
}

// limitFor leaves at least half of what is alive for garbage.
func limitFor(live int64) int64 { return max(memoryGoal, live+live/2) }
