package audit

import (
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
)

// headRunes is the length, in runes, of the beginning by which a run is looked
// up; every run is at least as long.
const headRunes = 12

// missingRuns are the runs that are in no text read so far, by their beginnings.
type missingRuns map[string][]*readRun

func (m missingRuns) add(run *readRun) {
	head := headOf(run.text)
	m[head] = append(m[head], run)
}

func (m missingRuns) has(run *readRun) bool { return slices.Contains(m[headOf(run.text)], run) }

// read removes the runs that a text holds.
func (m missingRuns) read(text string) {
	for _, run := range block.HanRuns(text) {
		for i := range run {
			head := headOf(run[i:])
			left := m[head][:0]
			for _, r := range m[head] {
				if !strings.HasPrefix(run[i:], r.text) {
					left = append(left, r)
				}
			}
			if len(left) > 0 {
				m[head] = left
			} else {
				delete(m, head)
			}
		}
	}
}

func headOf(run string) string {
	n := 0
	for i := range run {
		if n == headRunes {
			return run[:i]
		}
		n++
	}
	return run
}
