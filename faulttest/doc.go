// Package faulttest tests the built program under faults: it kills jobs, flips
// bits of files, fills the disk, overloads the server, and indexes malformed and
// hostile files.
//
// It knows the program only from outside: its commands, exit codes and HTTP
// answers, the names of the files in an index's folder, and the checksum line of
// a manifest. It must not know how anything is indexed, ranked or served, and
// imports no other package of the project.
//
// Its tests run real processes of a binary that is built once. Random tests print
// their seed, and XUNZHANG_SEED repeats it. With XUNZHANG_LONG=1 they run far more
// cases. Every test ends with `xunzhang check`.
package faulttest
