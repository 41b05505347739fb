package opensearch

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Put attaches a named file.
func (g *generation) Put(ctx context.Context, name string, data []byte) error {
	if name == "" || len(name) > 100 || strings.ContainsAny(name, "/\\\x00") || name[0] == '.' {
		return fmt.Errorf("bad file name %q", name)
	}
	both, done, err := g.enterCall(ctx)
	if err != nil {
		return g.fail(err)
	}
	defer done()
	info, err := g.e.writeFile(both, g.manifest.Token, g.fileName(name), data)
	if err != nil {
		return g.fail(fmt.Errorf("attach %q: %w", name, err))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.manifest.Files[name] = info
	return nil
}

// fileName is what the ids of a file's documents begin with. It is new each time,
// so that documents of a file that was replaced are never read as chunks of the new
// one.
func (g *generation) fileName(name string) string {
	return fmt.Sprintf("%s-file-%x-%d", g.manifest.Token, name, time.Now().UnixNano())
}
