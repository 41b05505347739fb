package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

func loopback() []net.IP { return []net.IP{net.IPv4(127, 0, 0, 1)} }

// TestFullDisk: when the disk of a node is nearly full (the flood-stage watermark
// of the cluster) a job ends with an error that says so. Readers keep the previous
// generation, and the next job succeeds when there is space again.
func TestFullDisk(t *testing.T) {
	o := options(t, t.Name())
	o.lease = 2 * time.Second // the lock cannot be released while nothing may be written
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	g := begin(t, e, engine.Current)
	room := func(have bool) {
		settings := object{"cluster.info.update.interval": nil, "cluster.routing.allocation.disk.threshold_enabled": nil}
		for _, mark := range []string{"low", "high", "flood_stage"} {
			settings["cluster.routing.allocation.disk.watermark."+mark] = nil
			if !have {
				settings["cluster.routing.allocation.disk.watermark."+mark] = "900tb"
			}
		}
		if !have {
			settings["cluster.info.update.interval"], settings["cluster.routing.allocation.disk.threshold_enabled"] = "10s", true
		}
		order := object{"transient": settings}
		if have { // no new index may be made either
			settings["cluster.blocks.create_index"] = nil
			order["persistent"] = object{"cluster.blocks.create_index": nil}
		}
		if err := e.client.order(context.Background(), http.MethodPut, "/_cluster/settings", order, nil); err != nil {
			t.Fatal(err)
		}
	}
	room(false)
	t.Cleanup(func() { room(true) })
	var err error
	for i, end := 0, time.Now().Add(2*time.Minute); err == nil; i++ {
		if time.Now().After(end) {
			t.Fatal("the cluster does not mind a full disk")
		}
		err = g.Write(t.Context(), []engine.Doc{part(fmt.Sprint("b", i), "ab")})
		time.Sleep(500 * time.Millisecond)
	}
	if !errors.Is(err, ErrFull) || !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("Write: %v", err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("while the disk is full: %q", got)
	}
	room(true)
	unblock := object{"index.blocks.read_only_allow_delete": nil} // the cluster does this itself after a while
	if err := e.client.order(t.Context(), http.MethodPut, "/"+o.Name+"-*/_settings", unblock, nil); err != nil {
		t.Fatal(err)
	}
	if err := g.Discard(); err != nil {
		t.Log(err) // the lease of the lock may have expired
	}
	next := beginWhenFree(t, e)
	if err := next.Write(t.Context(), []engine.Doc{part("c", "ab")}); err != nil {
		t.Fatal(err)
	}
	if _, err := next.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a c" {
		t.Errorf("when there is room again: %q", got)
	}
}

// beginWhenFree begins a job when another job's lease has expired.
func beginWhenFree(t *testing.T, e *Engine) engine.Generation {
	t.Helper()
	for end := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		g, err := e.Begin(t.Context(), engine.Current, rules)
		if err == nil {
			return g
		}
		if !errors.Is(err, engine.ErrLocked) || time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

// TestRedIndex: an index of which shards are missing answers with an error, never
// with a shorter list.
func TestRedIndex(t *testing.T) {
	o := options(t, t.Name())
	o.Shards, o.attempt = 2, 3*time.Second
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"), part("b", "ab"), part("c", "ab"))
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	name := "/" + o.indexName(1)
	order := func(method, path string, body any) {
		t.Helper()
		if err := e.client.order(t.Context(), method, path, body, nil); err != nil {
			t.Fatal(err)
		}
	}
	order(http.MethodDelete, name, nil)
	body := indexBody(2)
	body["settings"].(object)["index.routing.allocation.require._name"] = "none"
	order(http.MethodPut, name+"?wait_for_active_shards=0", body)
	for _, r := range []engine.Request{{}, {Size: 10}, {Size: 10, Query: engine.Term{Field: engine.Grams, Text: "ab"}, Facets: 5}} {
		if res, err := v.Search(t.Context(), r); !errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("search %+v: %+v, %v", r, res, err)
		}
	}
	if r, err := e.Check(t.Context()); err == nil {
		t.Errorf("Check: %+v", r)
	}
}
