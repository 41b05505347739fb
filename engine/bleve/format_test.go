package bleve

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/util"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// TestFormat fails when go.mod has a zapx with another version of the zap format. The
// comment on Format says what to do then.
func TestFormat(t *testing.T) {
	if want := fmt.Sprint("zap ", zap.Version); !strings.HasSuffix(Format, ", "+want) {
		t.Errorf("the format is %q, and segments are %s", Format, want)
	}
	if zap.Type != "zap" {
		t.Errorf("segments are of type %q", zap.Type)
	}
}

// reseal changes a file of a generation and its checksum in the manifest, as if the
// file had been written so.
func reseal(t *testing.T, gen, name string, do func([]byte) []byte) {
	t.Helper()
	spoil(t, filepath.Join(gen, name), do)
	m, err := readManifest(gen)
	must(t, err)
	m.Files[name], err = measure(filepath.Join(gen, name))
	must(t, err)
	rewriteManifest(t, gen, m)
}

func rewriteManifest(t *testing.T, gen string, m *manifest) {
	t.Helper()
	b, err := m.encode()
	must(t, err)
	spoil(t, filepath.Join(gen, manifestName), func([]byte) []byte { return b })
}

// ofAnotherFormat makes a generation look like one that another version has written.
func ofAnotherFormat(t *testing.T, gen string) {
	t.Helper()
	m, err := readManifest(gen)
	must(t, err)
	m.Engine = "xunzhang 1, zapx v17.2.5"
	rewriteManifest(t, gen, m)
}

// TestAnotherFormat: a generation of another format is not read, does not count as
// damaged, and makes a job build the index again.
func TestAnotherFormat(t *testing.T) {
	dir := twoGenerations(t)
	ofAnotherFormat(t, filepath.Join(dir, genName(1)))
	e := open(t, dir, Options{disk: quickDisk{}})
	r, err := e.Check(t.Context())
	if err != nil || !r.OK() || !strings.Contains(r.Generations[1].Format, "xunzhang 1") || r.Generations[0].Format != "" {
		t.Errorf("an older generation of another format: %+v, %v", r, err)
	}
	if _, err := e.Rollback(t.Context()); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("rolled back to it: %v", err)
	}
	ofAnotherFormat(t, filepath.Join(dir, genName(2)))
	if r, err = e.Check(t.Context()); !errors.Is(err, engine.ErrFingerprint) || r.OK() || r.Generations[0].Format == "" {
		t.Errorf("the current one of another format: %+v, %v", r, err)
	}
	if _, err := e.View(t.Context()); !errors.Is(err, engine.ErrFingerprint) || !strings.Contains(err.Error(), "reindex") {
		t.Errorf("View: %v", err)
	}
	if _, err := e.Begin(t.Context(), engine.Current, "rules"); !errors.Is(err, engine.ErrFingerprint) {
		t.Errorf("Begin(Current): %v", err)
	}
	mustPublish(t, e, engine.Empty, part("c"))
	if got, want := folder(t, dir), "CURRENT gen-000002 gen-000003 lock"; got != want || ids(t, dir) != "c" {
		t.Errorf("folder holds %s and finds %s, want %s and no quarantine", got, ids(t, dir), want)
	}
}

// TestAnotherVersionOfZap changes the version at the end of a segment.
func TestAnotherVersionOfZap(t *testing.T) {
	for _, version := range []uint32{zap.Version - 1, zap.Version + 1} {
		dir := twoGenerations(t)
		gen := filepath.Join(dir, genName(2))
		m, err := readManifest(gen)
		must(t, err)
		reseal(t, gen, m.Segments[0], func(b []byte) []byte {
			binary.BigEndian.PutUint32(b[len(b)-8:], version)
			return b
		})
		e := open(t, dir, Options{})
		_, err = e.Begin(t.Context(), engine.Current, "rules")
		if !errors.Is(err, engine.ErrFingerprint) || !strings.Contains(err.Error(), fmt.Sprint("version ", version)) || !strings.Contains(err.Error(), m.Segments[0]) {
			t.Errorf("a segment of version %d: %v", version, err)
		}
		if got := ids(t, dir); got != "a" {
			t.Errorf("finds %s, want the generation before", got)
		}
	}
}

func TestSegmentsTooShortForAVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.zap")
	must(t, os.WriteFile(path, []byte("short"), workFile))
	if err := checkVersion(path); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("error %v", err)
	}
}

// TestCheckComparesTheSnapshot changes the documents in the snapshot for bleve, with
// correct checksums, so that only the comparison with what bleve reads finds it.
func TestCheckComparesTheSnapshot(t *testing.T) {
	for name, do := range map[string]func(*util.BoltBucketImpl) error{
		"dead documents that live": func(segment *util.BoltBucketImpl) error {
			return segment.Bucket.Delete(util.BoltDeletedKey)
		},
		"a document that lives is dead": func(segment *util.BoltBucketImpl) error {
			dead, err := roaring.BitmapOf(8).ToBytes()
			return errors.Join(err, segment.Bucket.Put(util.BoltDeletedKey, dead))
		},
		"another file": func(segment *util.BoltBucketImpl) error {
			return segment.Bucket.Put(util.BoltPathKey, []byte("00000000000f.zap"))
		},
		"no mapping": nil,
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			e := open(t, dir, Options{disk: quickDisk{}})
			mustPublish(t, e, engine.Empty, manyParts()...)
			mustPublish(t, e, engine.Current, part("p007"))
			if _, err := e.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			gen := filepath.Join(dir, genName(2))
			reseal(t, gen, rootName, func(b []byte) []byte { return editSnapshot(t, b, do) })
			if _, err := e.Check(t.Context()); !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), "bleve") {
				t.Errorf("check: %v", err)
			}
			if got := ids(t, dir); !strings.HasPrefix(got, "p000 p001") {
				t.Errorf("our own reader finds %s", got)
			}
		})
	}
}

// manyParts returns enough parts that a small job does not merge their segment.
func manyParts() []engine.Doc {
	var docs []engine.Doc
	for i := range 700 {
		docs = append(docs, part(fmt.Sprintf("p%03d", i)))
	}
	return docs
}

// editSnapshot changes the first segment of a snapshot with do; without do it
// removes the mapping of the snapshot.
func editSnapshot(t *testing.T, b []byte, do func(segment *util.BoltBucketImpl) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "root.bolt")
	must(t, os.WriteFile(path, b, workFile))
	db, err := util.OpenBolt(path, workFile, nil)
	must(t, err)
	must(t, db.Update(func(tx *util.BoltTxImpl) error {
		snapshot := tx.Bucket(util.BoltSnapshotsBucket).GetBucket(ascending(1))
		if do == nil {
			return snapshot.GetBucket(util.BoltInternalKey).Bucket.Delete(util.MappingInternalKey)
		}
		key, _ := snapshot.Bucket.Cursor().Seek(ascending(0)) // the other buckets come before
		return do(snapshot.GetBucket(key))
	}))
	must(t, db.Close())
	changed, err := os.ReadFile(path)
	must(t, err)
	return changed
}

// TestAscending: keys sort as their numbers do, and are those that scorch reads
// (see the tests that open what is written).
func TestAscending(t *testing.T) {
	for _, c := range []struct {
		n    uint64
		want string
	}{
		{0, "88"}, {1, "89"}, {109, "f5"}, {110, "f66e"}, {255, "f6ff"}, {256, "f70100"}, {1 << 32, "fa0100000000"}, {1<<64 - 1, "fdffffffffffffffff"},
	} {
		if got := fmt.Sprintf("%x", ascending(c.n)); got != c.want {
			t.Errorf("ascending(%d) = %s, want %s", c.n, got, c.want)
		}
	}
}

// TestSmallJobsLinkTheirFiles: a job writes only the files that must change.
func TestSmallJobsLinkTheirFiles(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, manyParts()...)
	mustPublish(t, e, engine.Current, part("p007"))
	first, err := filesIn(filepath.Join(dir, genName(1)))
	must(t, err)
	var written []string
	for _, name := range first {
		a, err := os.Stat(filepath.Join(dir, genName(1), name))
		must(t, err)
		b, err := os.Stat(filepath.Join(dir, genName(2), name))
		must(t, err)
		if !os.SameFile(a, b) {
			written = append(written, name)
		}
	}
	if got, want := strings.Join(written, " "), "chars.dat manifest.json parts.dat put-catalog store/root.bolt"; got != want {
		t.Errorf("written anew: %s, want %s", got, want)
	}
}
