package engine

import "context"

// A Keeper is an engine that lists its generations and can change which one is
// current. Both engines are Keepers; an engine for a single index need not be one.
type Keeper interface {
	// Generations lists the generations, newest first, without verifying them.
	Generations(ctx context.Context) ([]GenerationInfo, error)
	// Rollback makes the newest undamaged generation before the current one
	// current. Errors wrap ErrNotFound when there is none, and ErrLocked while a
	// job runs.
	Rollback(ctx context.Context) (State, error)
	// GC removes the leftovers of killed jobs, and every generation except the
	// current one, the one before it, and those in use. It returns the names of
	// what it removed.
	GC(ctx context.Context) (removed []string, err error)
	// Check verifies every generation and changes nothing. The error wraps
	// ErrDamaged when something is damaged, ErrNoIndex when there is no index; the
	// report is filled in either way.
	Check(ctx context.Context) (Report, error)
	// KeepJob keeps the report of the last job beside the generations, instead of
	// the one before; what is in it is the caller's own. There must be a generation.
	KeepJob(ctx context.Context, report []byte) error
	// LastJob returns what KeepJob kept, or ErrNotFound.
	LastJob(ctx context.Context) ([]byte, error)
}

// GenerationInfo describes a generation that is kept.
type GenerationInfo struct {
	State
	Current bool   `json:"current"`
	InUse   bool   `json:"in_use"`            // whether a process has it open, as far as the engine can know
	Folder  string `json:"folder"`            // a folder of the index, or the name of an index in a cluster
	Problem string `json:"problem,omitempty"` // what is wrong with its manifest
}

// A Report is what Check found.
type Report struct {
	Index       string             `json:"index"`       // the folder, or the name in the cluster
	Current     int                `json:"current"`     // the current generation, 0 when there is none
	Generations []GenerationReport `json:"generations"` // newest first
	Problems    []string           `json:"problems"`    // of the index itself
}

// A GenerationReport is what Check found of one generation.
type GenerationReport struct {
	Number   int      `json:"generation"`
	Current  bool     `json:"current"`
	Parts    int      `json:"parts"`
	Articles int      `json:"articles"`
	Bytes    int64    `json:"bytes"`
	Files    int      `json:"files"`
	Postings int64    `json:"postings"` // postings read; 0 for a cluster, which checks its own
	Problems []string `json:"problems"` // each names a file or document
	// Format says why a generation was not checked because another version of the
	// program wrote it, "" when it was checked.
	Format string `json:"format,omitempty"`
}

// OK says that nothing is damaged.
func (r *Report) OK() bool {
	for _, g := range r.Generations {
		if len(g.Problems) > 0 {
			return false
		}
	}
	return len(r.Problems) == 0
}
