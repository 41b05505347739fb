// Package enginetest holds the contract of package engine as tests that every
// engine must pass, and Memory, a model engine that is slow and obviously
// right. It knows the seam; it must not know any real engine.
package enginetest
