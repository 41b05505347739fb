//go:build !unix

package main

// roomIn refuses nothing: this system does not tell how much is free.
func roomIn(string) func(int64) error { return nil }
