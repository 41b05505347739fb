package opensearch

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// ErrVersion says that the server at the address is not a version of OpenSearch
// that this package supports. It wraps engine.ErrUnavailable.
var ErrVersion = fmt.Errorf("%w: the cluster is not supported", engine.ErrUnavailable)

// A greeting is a node's description of itself.
type greeting struct {
	Version struct {
		Distribution string `json:"distribution"`
		Number       string `json:"number"`
	} `json:"version"`
	Tagline string `json:"tagline"`
}

// checkVersion asks the cluster, once, whether it is supported: OpenSearch from
// 2.19 on and 3.x.
func (e *Engine) checkVersion(ctx context.Context) error {
	e.mu.Lock()
	known := e.greeted
	e.mu.Unlock()
	if known {
		return nil
	}
	var g greeting
	if err := e.client.ask(ctx, http.MethodGet, "/", nil, &g); err != nil {
		return fmt.Errorf("cluster of index %s: %w", e.o.Name, err)
	}
	if err := g.check(); err != nil {
		return fmt.Errorf("cluster of index %s: %w", e.o.Name, err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.greeted = true
	return nil
}

func (g *greeting) check() error {
	if g.Version.Distribution != "opensearch" {
		if strings.Contains(g.Tagline, "You Know, for Search") {
			return fmt.Errorf("%w: this is Elasticsearch %s; only OpenSearch, 2.19 or 3.x, is supported", ErrVersion, g.Version.Number)
		}
		return fmt.Errorf("%w: what answers there does not say that it is OpenSearch", ErrVersion)
	}
	major, rest, _ := strings.Cut(g.Version.Number, ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, err := strconv.Atoi(major)
	b, err2 := strconv.Atoi(minor)
	if err != nil || err2 != nil || a != 2 && a != 3 || a == 2 && b < 19 {
		return fmt.Errorf("%w: this is OpenSearch %s; 2.19 and 3.x are supported", ErrVersion, g.Version.Number)
	}
	return nil
}
