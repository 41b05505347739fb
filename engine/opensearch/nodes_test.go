package opensearch

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// nodes starts a cluster of three, and returns the addresses and the process of
// each.
func nodes(t *testing.T) (addresses []string, pids []int) {
	t.Helper()
	if os.Getenv("XUNZHANG_LONG") == "" || os.Getenv(nodeVariable) == "" {
		t.Skip("starts three nodes, which takes minutes: run ./all.sh long")
	}
	script, err := filepath.Abs("../../tools/opensearch-node.sh")
	if err != nil {
		t.Fatal(err)
	}
	var ports []string
	for range 6 {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		_, port, _ := net.SplitHostPort(l.Addr().String())
		ports = append(ports, port)
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
	started := make([]string, 3)
	var work sync.WaitGroup
	for i := range 3 {
		work.Go(func() {
			c := exec.Command(script, "start")
			var messages bytes.Buffer
			c.Stderr = &messages
			c.Env = append(os.Environ(), fmt.Sprintf("OPENSEARCH_OPTIONS=-Ecluster.name=%s -Enode.name=n%d -Enode.processors=1 -Ehttp.port=%s -Etransport.port=%s "+
				"-Ediscovery.seed_hosts=127.0.0.1:%s,127.0.0.1:%s,127.0.0.1:%s -Ecluster.initial_cluster_manager_nodes=n0,n1,n2",
				"xz"+ports[0], i, ports[i], ports[3+i], ports[3], ports[4], ports[5]))
			out, err := c.Output()
			if err != nil {
				t.Errorf("node %d: %v: %s", i, err, &messages)
			}
			started[i] = string(out)
		})
	}
	work.Wait()
	for i, line := range started {
		address, dir, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			t.Fatalf("node %d did not start", i)
		}
		t.Cleanup(func() { _ = exec.Command(script, "stop", dir).Run() })
		text, err := os.ReadFile(filepath.Join(dir, "pid"))
		if err != nil {
			t.Fatal(err)
		}
		pid, err := strconv.Atoi(strings.TrimSpace(string(text)))
		if err != nil {
			t.Fatal(err)
		}
		addresses, pids = append(addresses, address), append(pids, pid)
	}
	return addresses, pids
}

// TestLostNode: with three nodes and one copy, a node that is killed during
// searches costs no answer, and one that is killed during a job no article.
func TestLostNode(t *testing.T) {
	addresses, pids := nodes(t)
	o := Options{Addresses: addresses, Name: "lost", Shards: 3, Replicas: 1}
	e := open(t, o)
	defer e.Close()
	const parts = 300
	publish(t, e, engine.Empty, numbered("g1", parts)...)
	if err := e.awaitShards(t.Context(), o.indexName(1), "green"); err != nil {
		t.Fatal(err)
	}
	if err := e.awaitShards(t.Context(), o.sideName(), "green"); err != nil {
		t.Fatal(err)
	}
	var stop atomic.Bool
	var searches atomic.Int64
	var work sync.WaitGroup
	for range 3 {
		work.Go(func() {
			for !stop.Load() {
				searches.Add(1)
				if n, err := countOf(t, e); err != nil || n != parts {
					t.Errorf("search %d: %d parts, %v", searches.Load(), n, err)
				}
			}
		})
	}
	time.Sleep(2 * time.Second)
	doomed, err := os.FindProcess(pids[2])
	if err == nil {
		err = doomed.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(20 * time.Second)
	stop.Store(true)
	work.Wait()
	t.Logf("%d searches", searches.Load())
	publish(t, e, engine.Current, numbered("g2", parts)...)
	if n, err := countOf(t, e); err != nil || n != parts {
		t.Errorf("after a job with two nodes: %d parts, %v", n, err)
	}
}

func numbered(gram string, n int) []engine.Doc {
	var docs []engine.Doc
	for i := range n {
		docs = append(docs, part(fmt.Sprintf("p%03d", i), gram, "all"))
	}
	return docs
}

// countOf searches for what all parts hold.
func countOf(t *testing.T, e *Engine) (int, error) {
	v, err := e.View(t.Context())
	if err != nil {
		return 0, err
	}
	defer v.Close()
	res, err := v.Search(t.Context(), engine.Request{Query: engine.Term{Field: engine.Grams, Text: "all"}, Size: 5, Stored: true, Facets: 5})
	if err != nil {
		return 0, err
	}
	return res.Parts, nil
}
