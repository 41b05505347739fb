package bleve

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeShowsTheExample: the lines of Go in both READMEs are those of
// Example, which runs.
func TestReadmeShowsTheExample(t *testing.T) {
	example, err := os.ReadFile("example_test.go")
	must(t, err)
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		text, err := os.ReadFile("../../" + name)
		must(t, err)
		_, block, _ := strings.Cut(string(text), "```go\n")
		block, _, ok := strings.Cut(block, "```")
		if !ok || strings.Count(block, "\n") != 6 {
			t.Fatalf("%s has no block of six lines of Go", name)
		}
		for line := range strings.Lines(block) {
			line, _, _ = strings.Cut(line, "//")
			if line = strings.TrimSpace(line); !strings.Contains(string(example), "\t"+line+"\n") {
				t.Errorf("%s: Example has no line %q", name, line)
			}
		}
	}
}
