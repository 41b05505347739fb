package engine

import "context"

// A Keeper is an engine that can say what it keeps and change which generation
// is current. Both engines are; one that serves a single index need not be.
type Keeper interface {
	// Generations lists what is kept, newest first; nothing is verified.
	Generations(ctx context.Context) ([]GenerationInfo, error)
	// Rollback makes the newest whole generation before the current one current;
	// ErrNotFound says that there is none, ErrLocked that a job is at work.
	Rollback(ctx context.Context) (State, error)
	// GC removes what dead jobs left behind, and every generation but the current
	// one, the one before it, and those in use; it names what it removed.
	GC(ctx context.Context) (removed []string, err error)
	// Check verifies every generation and changes nothing. The error wraps
	// ErrDamaged when something is damaged, ErrNoIndex when there is no index; the
	// report is filled in either way.
	Check(ctx context.Context) (Report, error)
}

// GenerationInfo describes a generation that is kept.
type GenerationInfo struct {
	State
	Current bool   `json:"current"`
	InUse   bool   `json:"in_use"`            // somebody has it open, as far as the engine can know
	Folder  string `json:"folder"`            // where it is: a folder of the index, or the name of an index in a cluster
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
	Postings int64    `json:"postings"` // that were read; a cluster reads its own
	Problems []string `json:"problems"` // each names a file or document
	// Format says why a generation was not looked at that another version of
	// the program wrote, "" when it was.
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
