package opensearch

import (
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

const rules = "rules"

func part(id string, grams ...string) engine.Doc {
	article, _, _ := strings.Cut(id, "\x00")
	return engine.Doc{ID: id, Article: article, Grams: grams, Words: grams, Paragraphs: 1, Runes: 9, Stored: []byte("stored " + id),
		Fields: engine.Fields{Category: "It", Author: "Bob", Tags: []string{"x"}}}
}

// begin begins a generation that writes parts.
func begin(t *testing.T, e *Engine, m engine.Mode, docs ...engine.Doc) engine.Generation {
	t.Helper()
	g, err := e.Begin(t.Context(), m, rules)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Write(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	return g
}

func publish(t *testing.T, e *Engine, m engine.Mode, docs ...engine.Doc) engine.State {
	t.Helper()
	s, err := begin(t, e, m, docs...).Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// foundIn returns what a request finds in the current generation.
func foundIn(t *testing.T, e *Engine, r engine.Request) string {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	r.Size = 100
	res, err := v.Search(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, h := range res.Hits {
		ids = append(ids, strings.ReplaceAll(h.ID, "\x00", "/"))
	}
	return strings.Join(ids, " ")
}

// TestDeadJob: readers see nothing of what a killed job has written. Its lease
// expires, the next job removes what it left, and if it still runs it cannot
// publish any more.
func TestDeadJob(t *testing.T) {
	o := options(t, t.Name())
	o.lease = 2 * time.Second
	e, other := open(t, o), open(t, o)
	defer e.Close()
	defer other.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	dead := begin(t, e, engine.Current, part("b", "ab")).(*generation)
	dead.lease.stop() // as if the process had ended
	<-dead.lease.done
	if got := foundIn(t, other, engine.Request{}); got != "a" {
		t.Errorf("while a job writes, others find %q", got)
	}
	_, err := other.Begin(t.Context(), engine.Current, rules)
	if !errors.Is(err, engine.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprintf("process %d on ", os.Getpid())) || !strings.Contains(err.Error(), "the lock is free at ") {
		t.Errorf("Begin right after a job died: %v", err)
	}
	var next engine.Generation
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(100 * time.Millisecond) {
		var err error
		if next, err = other.Begin(t.Context(), engine.Current, rules); err == nil {
			break
		}
		if !errors.Is(err, engine.ErrLocked) || time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
	if err := next.Write(t.Context(), []engine.Doc{part("c", "ab")}); err != nil {
		t.Fatal(err)
	}
	if _, err := dead.Publish(t.Context()); err == nil {
		t.Error("a job publishes whose lock another has")
	}
	if _, err := next.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := foundIn(t, other, engine.Request{}); got != "a c" {
		t.Errorf("after the next job: %q", got)
	}
	if _, err := other.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestLateJob: a job that could not renew its lease in time goes on, unless another
// job took the lock.
func TestLateJob(t *testing.T) {
	o := options(t, t.Name())
	o.lease = 300 * time.Millisecond
	e := open(t, o)
	defer e.Close()
	late := begin(t, e, engine.Empty, part("a", "ab")).(*generation)
	late.lease.stop()
	<-late.lease.done
	time.Sleep(2 * o.lease)
	if _, err := late.Publish(t.Context()); err != nil {
		t.Error(err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("found: %q", got)
	}
}

// TestLostAnswerOfTheLock: a job releases its lock even if the lock changed without
// the job knowing, because an answer was lost.
func TestLostAnswerOfTheLock(t *testing.T) {
	e := open(t, options(t, t.Name()))
	defer e.Close()
	g := begin(t, e, engine.Empty, part("a", "ab")).(*generation)
	seq, term := g.lease.seq, g.lease.term
	if err := g.lease.write(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	g.lease.seq, g.lease.term = seq, term
	if err := g.Discard(); err != nil {
		t.Error(err)
	}
	publish(t, e, engine.Empty, part("b", "ab"))
}

// TestTwoJobs: of several jobs that start at once on different machines, one
// begins.
func TestTwoJobs(t *testing.T) {
	o := options(t, t.Name())
	const jobs = 4
	begun := make(chan engine.Generation, jobs)
	refused := make(chan error, jobs)
	for range jobs {
		e := open(t, o)
		defer e.Close()
		go func() {
			g, err := e.Begin(t.Context(), engine.Empty, rules)
			if err != nil {
				refused <- err
				return
			}
			begun <- g
		}()
	}
	for range jobs - 1 {
		if err := <-refused; !errors.Is(err, engine.ErrLocked) {
			t.Errorf("a second job: %v", err)
		}
	}
	if err := (<-begun).Discard(); err != nil {
		t.Error(err)
	}
}

// TestRefusedDocument: a part that cannot be indexed ends the job with an error
// that names it, and readers keep the previous generation.
func TestRefusedDocument(t *testing.T) {
	e := open(t, options(t, t.Name()))
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	g := begin(t, e, engine.Current)
	bad := part("bad", "ab")
	bad.Fields.Author = strings.Repeat("x", 40_000)
	if err := g.Write(t.Context(), []engine.Doc{part("b", "ab"), bad}); err == nil || !strings.Contains(err.Error(), `"bad"`) {
		t.Errorf("Write: %v", err)
	}
	if _, err := g.Publish(t.Context()); err == nil {
		t.Error("a generation is published that lost a part")
	}
	if err := g.Discard(); err != nil {
		t.Error(err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("found: %q", got)
	}
	publish(t, e, engine.Current, part("b", "ab"))
}

// TestRollback: going back to the previous generation, and what the next job starts
// from.
func TestRollback(t *testing.T) {
	e := open(t, options(t, t.Name()))
	defer e.Close()
	first := publish(t, e, engine.Empty, part("a", "ab"))
	publish(t, e, engine.Current, part("b", "ab"))
	s, err := e.Rollback(t.Context())
	if err != nil || s.Generation != first.Generation {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a" {
		t.Errorf("found: %q", got)
	}
	if s := publish(t, e, engine.Current, part("c", "ab")); s.Generation != 3 {
		t.Errorf("generation %d after a rollback", s.Generation)
	}
	if got := foundIn(t, e, engine.Request{}); got != "a c" {
		t.Errorf("found: %q", got)
	}
	if _, err := e.Rollback(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := e.Rollback(t.Context()); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("before the first: %v", err)
	}
	all, err := e.Generations(t.Context())
	if err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	// A number is not used again: a reader that has the earlier generation with it
	// in memory would confuse the two.
	if removed, err := e.GC(t.Context()); err != nil || len(removed) != 1 {
		t.Errorf("collected %q, %v", removed, err)
	}
	if s := publish(t, e, engine.Current, part("a", "cd")); s.Generation != 4 {
		t.Errorf("generation %d after the third was collected", s.Generation)
	}
	if got := foundIn(t, e, engine.Request{Query: engine.Term{Field: engine.Grams, Text: "cd"}}); got != "a" {
		t.Errorf("found: %q", got)
	}
}

// TestCheckNamesDamage: check names a document that is missing from the side index.
func TestCheckNamesDamage(t *testing.T) {
	e := open(t, options(t, t.Name()))
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab"))
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	id := blockID(v.(*view).x.manifest.Token, 0)
	if err := e.client.order(t.Context(), http.MethodDelete, "/"+e.o.sideName()+"/_doc/"+id, nil, nil); err != nil {
		t.Fatal(err)
	}
	r, err := open(t, e.o).Check(t.Context())
	if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(fmt.Sprint(r.Generations), id) {
		t.Errorf("%+v, %v", r, err)
	}
}
