//go:build !unix

package main

// roomIn returns nil, which accepts every job: the free space is unknown on this
// system.
func roomIn(string) func(int64) error { return nil }
