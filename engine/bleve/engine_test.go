package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

func TestContract(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, dir string) engine.Engine { return open(t, dir, Options{disk: quickDisk{}}) })
}

// TestContractOfManySegments makes every Write a segment, so that there is
// always something to merge.
func TestContractOfManySegments(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, dir string) engine.Engine {
		return open(t, dir, Options{disk: quickDisk{}, memory: 1})
	})
}

// quickDisk does not wait for the disk.
type quickDisk struct{ osDisk }

func (quickDisk) Sync(string) error { return nil }

func (quickDisk) Make(path string, by func(string) error) error { return by(path) }

func (q quickDisk) Create(path string) (diskFile, error) {
	f, err := q.osDisk.Create(path)
	return quickFile{f}, err
}

type quickFile struct{ diskFile }

func (quickFile) Sync() error { return nil }

func open(t *testing.T, dir string, o Options) *Engine {
	t.Helper()
	e, err := Open(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func part(id string, grams ...string) engine.Doc {
	return engine.Doc{
		ID: id, Article: id, Grams: grams, Words: []string{"word " + id}, Chars: []string{"字", id},
		Paragraphs: 1, Runes: 2, Stored: []byte("stored " + id),
	}
}

// publish writes parts and publishes them. After an error it calls Discard and
// returns the error.
func publish(t *testing.T, e *Engine, m engine.Mode, docs ...engine.Doc) (engine.State, error) {
	t.Helper()
	g, err := e.Begin(t.Context(), m, "rules")
	if err != nil {
		return engine.State{}, err
	}
	if err := g.Write(t.Context(), docs); err != nil {
		return engine.State{}, errors.Join(err, g.Discard())
	}
	if err := g.Put(t.Context(), "catalog", []byte("catalog of "+docs[0].ID)); err != nil {
		return engine.State{}, errors.Join(err, g.Discard())
	}
	s, err := g.Publish(t.Context())
	return s, errors.Join(err, g.Discard())
}

func mustPublish(t *testing.T, e *Engine, m engine.Mode, docs ...engine.Doc) engine.State {
	t.Helper()
	s, err := publish(t, e, m, docs...)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// ids returns the ids of all parts, as a new engine finds them, or the text of the
// error.
func ids(t *testing.T, dir string) string {
	t.Helper()
	e, err := Open(dir, Options{disk: quickDisk{}})
	if err != nil {
		return "error: " + err.Error()
	}
	defer e.Close()
	v, err := e.View(t.Context())
	if err != nil {
		return "error: " + err.Error()
	}
	defer v.Close()
	res, err := v.Search(t.Context(), engine.Request{Size: 100, Stored: true})
	if err != nil {
		return "error: " + err.Error()
	}
	var all []string
	for _, h := range res.Hits {
		if string(h.Stored) != "stored "+h.ID {
			return fmt.Sprintf("error: %q has %q", h.ID, h.Stored)
		}
		all = append(all, h.ID)
	}
	return strings.Join(all, " ")
}

// folder lists the names in an index's folder.
func folder(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func TestFolders(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "in", "dex")
	e := open(t, dir, Options{})
	for i := range 4 {
		mustPublish(t, e, engine.Mode(i%2), part(fmt.Sprint("p", i)))
	}
	if got, want := folder(t, dir), "CURRENT gen-000003 gen-000004 lock"; got != want {
		t.Errorf("folder holds %s, want %s", got, want)
	}
	current, err := os.ReadFile(filepath.Join(dir, currentName))
	if string(current) != "gen-000004\n" || err != nil {
		t.Errorf("CURRENT is %q, %v", current, err)
	}
	for name, mode := range map[string]os.FileMode{"gen-000004": 0o500 | os.ModeDir, "gen-000004/manifest.json": 0o400, "gen-000003/parts.dat": 0o400} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != mode {
			t.Errorf("%s: mode %v, want %v, %v", name, info.Mode(), mode, err)
		}
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a"))
	left := filepath.Join(dir, buildingPrefix+"99")
	if err := os.MkdirAll(filepath.Join(left, "sub"), 0o500); err != nil {
		t.Fatal(err)
	}
	mustPublish(t, e, engine.Current, part("b"))
	if got, want := folder(t, dir), "CURRENT gen-000001 gen-000002 lock"; got != want {
		t.Errorf("folder holds %s, want %s", got, want)
	}
}

func TestLockNamesHolder(t *testing.T) {
	dir := t.TempDir()
	g, err := open(t, dir, Options{}).Begin(t.Context(), engine.Empty, "rules")
	if err != nil {
		t.Fatal(err)
	}
	other := open(t, dir, Options{})
	_, err = other.Begin(t.Context(), engine.Empty, "rules")
	if !errors.Is(err, engine.ErrLocked) || !strings.Contains(err.Error(), fmt.Sprint("process ", os.Getpid())) {
		t.Errorf("error %v does not name process %d", err, os.Getpid())
	}
	if _, err := other.GC(t.Context()); !errors.Is(err, engine.ErrLocked) {
		t.Errorf("GC beside a job: %v", err)
	}
	if err := g.Discard(); err != nil {
		t.Error(err)
	}
}

func TestServeKeepsOldWhenNewIsDamaged(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a"))
	server := open(t, dir, Options{})
	v, err := server.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
	mustPublish(t, e, engine.Current, part("b"))
	spoil(t, filepath.Join(dir, "gen-000002", charsName), func(b []byte) []byte { return b[:len(b)-1] })
	for range 2 { // the second time it is known to be damaged
		wantServed(t, server, 1)
		if n := refused(server); n != 2 {
			t.Errorf("generation %d is refused, want 2", n)
		}
	}
}

// refused waits until nothing is being opened, and returns the generation that is known
// to be damaged, 0 for none.
func refused(e *Engine) int {
	e.opening.Lock()
	defer e.opening.Unlock()
	return e.refused
}

// wantServed looks again which generation is the current one, and says which is served
// meanwhile.
func wantServed(t *testing.T, e *Engine, generation int) {
	t.Helper()
	e.mu.Lock()
	e.looked = e.looked.Add(-pollEvery)
	e.mu.Unlock()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got := v.State().Generation; got != generation {
		t.Errorf("generation %d is served, want %d", got, generation)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

// No reader waits while a new generation is made ready; it is served when it is.
func TestServeOldWhileNewIsOpened(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a"))
	proceed := make(chan struct{}, 1)
	server := open(t, dir, Options{SignatureOf: func([]byte) *engine.Signature {
		<-proceed
		return new(engine.Signature)
	}})
	proceed <- struct{}{}
	wantServed(t, server, 1)
	mustPublish(t, e, engine.Current, part("b"))
	wantServed(t, server, 1)
	wantServed(t, server, 1)
	close(proceed)
	if n := refused(server); n != 0 {
		t.Errorf("generation %d is refused", n)
	}
	wantServed(t, server, 2)
}
