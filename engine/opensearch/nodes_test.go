package opensearch

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"net/http"
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

// nodes starts a cluster of three nodes, and returns the address and the process of
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

// TestLostNode: three nodes with one replica of each shard, one of which is killed
// during searches and a job. No search fails, and no article is lost. The job,
// which had a shard on the killed node, soon ends with an error, and is repeated.
// Where a shard has no replica, searches return an error, never a shorter list.
func TestLostNode(t *testing.T) {
	addresses, pids := nodes(t)
	o := Options{Addresses: addresses, Name: "lost", Shards: 3, Replicas: 1, lease: 5 * time.Second, patience: 10 * time.Second}
	bare := o
	bare.Name, bare.Replicas, bare.attempt = "bare", 0, 5*time.Second
	e, without := open(t, o), open(t, bare)
	defer e.Close()
	defer without.Close()
	const parts = 300
	publish(t, e, engine.Empty, numbered("g1", parts)...)
	publish(t, without, engine.Empty, numbered("g1", parts)...)
	for _, index := range []string{o.indexName(1), o.sideName(), bare.sideName()} {
		if err := e.awaitShards(t.Context(), index, "green"); err != nil {
			t.Fatal(err)
		}
	}
	end := searchAllTheTime(t, e, parts)
	defer end()
	written := make(chan error, 1)
	writing := make(chan struct{})
	go func() { written <- writeSlowly(t, e, numbered("g2", parts), writing) }()
	<-writing
	doomed, err := os.FindProcess(pids[holderOf(t, e, o.indexName(2))])
	if err == nil {
		err = doomed.Kill()
	}
	if err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	err = <-written
	t.Logf("the job of which the node held a shard ended after %v: %v", time.Since(killed), err)
	if !errors.Is(err, engine.ErrUnavailable) || errors.Is(err, ErrRefused) {
		t.Errorf("a job that loses a shard: %v", err)
	}
	time.Sleep(10 * time.Second)
	t.Logf("%d searches", end())
	again := beginWhenFree(t, e)
	if err := again.Write(t.Context(), numbered("g3", parts)); err != nil {
		t.Fatal(err)
	}
	if _, err := again.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := countGram(t, e, "g3"); n != parts {
		t.Errorf("after a job with two nodes: %d parts", n)
	}
	if n, err := countOf(t, without); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("where a shard is lost: %d parts, %v", n, err)
	}
}

// searchAllTheTime searches in three goroutines until end is called, which returns
// the number of searches. A goroutine stops early when a search does not find the
// expected number of parts.
func searchAllTheTime(t *testing.T, e *Engine, parts int) (end func() int64) {
	t.Helper()
	var stop atomic.Bool
	var searches atomic.Int64
	var work sync.WaitGroup
	for range 3 {
		work.Go(func() {
			for !stop.Load() {
				searches.Add(1)
				if n, err := countOf(t, e); err != nil || n != parts {
					t.Errorf("search %d: %d parts, %v", searches.Load(), n, err)
					return
				}
			}
		})
	}
	return func() int64 {
		stop.Store(true)
		work.Wait()
		return searches.Load()
	}
}

// holderOf returns the number of a node that has a shard of an index.
func holderOf(t *testing.T, e *Engine, index string) (node int) {
	t.Helper()
	var shards []struct {
		Node string `json:"node"`
	}
	err := e.client.order(t.Context(), http.MethodGet, "/_cat/shards/"+index+"?format=json&h=node", nil, &shards)
	if err == nil {
		_, err = fmt.Sscanf(shards[0].Node, "n%d", &node)
	}
	if err != nil {
		t.Fatal(err)
	}
	return node
}

// writeSlowly runs a job that takes some seconds, and signals when it has begun.
func writeSlowly(t *testing.T, e *Engine, docs []engine.Doc, begun chan<- struct{}) error {
	g, err := e.Begin(t.Context(), engine.Current, rules)
	close(begun)
	if err != nil {
		return err
	}
	for i := 0; i < len(docs) && err == nil; i += 10 {
		err = g.Write(t.Context(), docs[i:i+10])
		time.Sleep(200 * time.Millisecond)
	}
	if err == nil {
		_, err = g.Publish(t.Context())
	}
	return errors.Join(err, g.Discard())
}

func numbered(gram string, n int) []engine.Doc {
	var docs []engine.Doc
	for i := range n {
		docs = append(docs, part(fmt.Sprintf("p%03d", i), gram, "all"))
	}
	return docs
}

// countOf searches for a term that all parts have.
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
