package main

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
)

// memoryGoal is the size of the heap in bytes above which a job collects garbage
// more often than usual.
const memoryGoal = 800 << 20

// A governor keeps the memory of a job near memoryGoal. When the live heap is
// larger, it raises the limit, because with a limit near the live heap the garbage
// collector takes half of the time.
type governor struct {
	sample []metrics.Sample
	owner  bool // whether the environment sets limits, which the governor then leaves alone
}

func newGovernor() *governor {
	return &governor{
		sample: []metrics.Sample{{Name: "/gc/heap/live:bytes"}},
		owner:  os.Getenv("GOMEMLIMIT") != "" || os.Getenv("GOGC") != "",
	}
}

// adjust sets the memory limit by the size of the live heap.
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

// limitFor returns the memory limit: at least one and a half times the live heap.
func limitFor(live int64) int64 { return max(memoryGoal, live+live/2) }
