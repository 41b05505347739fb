// Package faulttest does to the built program what its worst days do: it kills
// its jobs, flips bits of its files, fills its disk, crowds its server, and
// feeds it files that no one should have written.
//
// It knows the program from outside alone: its commands, exit codes and HTTP
// answers, the names of the files in an index's folder, and the checksum line
// of a manifest. It must not know how anything is indexed, ranked or served,
// and imports no other package of the project.
//
// Its tests run real processes of a binary that is built once. What they draw
// by lot is drawn from a seed that they print; XUNZHANG_SEED repeats it. With
// XUNZHANG_LONG=1 they draw far more. Every test ends with `xunzhang check`.
package faulttest
