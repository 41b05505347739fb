//go:build !unix

package main

// peakMemory returns 0: it is unknown on this system.
func peakMemory() int64 { return 0 }
