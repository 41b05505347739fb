package opensearch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// nodeVariable names a node to test against, http://host:port. all.sh starts one.
const nodeVariable = "XUNZHANG_OPENSEARCH"

// node returns the address of the node to test against.
func node(t *testing.T) string {
	t.Helper()
	address := os.Getenv(nodeVariable)
	if address == "" {
		t.Skipf("no node to test against: give the address of one in %s, or run ./all.sh opensearch", nodeVariable)
	}
	return address
}

// options returns the options of an index for one test, which is removed
// afterwards.
func options(t *testing.T, dir string) Options {
	t.Helper()
	sum := sha256.Sum256([]byte(dir))
	o := Options{Addresses: []string{node(t)}, Name: "test-" + hex.EncodeToString(sum[:10])}
	t.Cleanup(func() { removeAll(t, o) })
	return o
}

// removeAll removes all indexes of a test.
func removeAll(t *testing.T, o Options) {
	t.Helper()
	e := open(t, o)
	defer e.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	all, err := e.numbers(ctx)
	if err != nil {
		t.Error(err)
	}
	for _, n := range all {
		if err := e.deleteIndex(ctx, o.indexName(n)); err != nil {
			t.Error(err)
		}
	}
	if err := e.deleteIndex(ctx, o.sideName()); err != nil {
		t.Error(err)
	}
}

func open(t *testing.T, o Options) *Engine {
	t.Helper()
	e, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// randomRuns is the number of random histories, each of which takes a quarter of a
// minute.
func randomRuns() int {
	if os.Getenv("XUNZHANG_LONG") != "" {
		return 12
	}
	return 1
}

func TestContract(t *testing.T) {
	enginetest.RunSome(t, opener(1), randomRuns())
}

// TestContractOfShards: hits, counts and ranking do not depend on the number of
// shards.
func TestContractOfShards(t *testing.T) {
	enginetest.RunSome(t, opener(3), randomRuns(), "search", "order", "preference", "facets", "choices", "articles", "like the model")
}

// opener opens engines on indexes with a number of shards.
func opener(shards int) enginetest.Opener {
	return func(t *testing.T, dir string) engine.Engine {
		o := options(t, dir)
		o.Shards = shards
		return open(t, o)
	}
}
