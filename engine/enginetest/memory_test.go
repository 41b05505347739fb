package enginetest

import (
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

func TestMemory(t *testing.T) {
	Run(t, func(*testing.T, string) engine.Engine { return NewMemory() })
}
