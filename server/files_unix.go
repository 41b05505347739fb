//go:build unix

package server

import "syscall"

// openFiles is how many files and connections the process may have open, 0 when
// the system does not say.
func openFiles() int {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return int(min(limit.Cur, 1<<30))
}
