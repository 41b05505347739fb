//go:build unix

package faulttest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A job is killed when it enters certain system calls around the publication, which
// a kill from outside would rarely hit.
func TestKilledInSystemCalls(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, source := edition(t, 2)
	calls := []struct {
		call, name string // %d is the generation before the current one
		n          int
		published  bool
	}{
		{"fsync", "", 1, false}, // after the rename, before CURRENT
		{"renameat", "CURRENT.tmp", 1, false},
		{"unlinkat", "building-gen-%06d", 3, true}, // half of the old generation has been removed
		{"openat", "CURRENT.tmp", 1, false},
		{"write", "CURRENT.tmp", 1, false},
		{"fsync", "CURRENT.tmp", 1, false},
		{"fsync", "", 2, true}, // after CURRENT
		{"renameat", "gen-%06d", 1, true},
		{"unlinkat", "building-gen-%06d", 1, true},
	}
	e := 2
	for _, c := range calls[:times(3, len(calls))] {
		killed := false
		for try := 0; try < 30 && !killed; try++ {
			before, err := Current(index)
			must(t, err)
			var current int
			_, err = fmt.Sscanf(before, "gen-%d", &current)
			must(t, err)
			name := c.name
			if c.published && name != "" {
				name = fmt.Sprintf(name, previous(t, index, current))
			}
			e++
			write(t, NewEdition(e), source)
			killed = p.KillInCall(t, index, source, c.call, filepath.Join(index, name), c.n)
			after, err := Current(index)
			must(t, err)
			if (after > before) != (c.published || !killed) {
				t.Errorf("killed in %s of %q (%v): CURRENT goes from %s to %s", c.call, name, killed, before, after)
			}
			p.Check(t, index)
		}
		if !killed {
			t.Errorf("no job was killed in %s of %q, call %d", c.call, c.name, c.n)
		}
	}
	reindex(t, p, index, e+1)
	p.Check(t, index)
}

// previous returns the newest generation before the current one.
func previous(t *testing.T, index string, current int) int {
	t.Helper()
	for n := current - 1; n > 0; n-- {
		if _, err := os.Stat(filepath.Join(index, fmt.Sprintf("gen-%06d", n))); err == nil {
			return n
		}
	}
	t.Fatal("there is no generation before")
	return 0
}
