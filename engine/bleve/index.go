package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

// An index is an open generation. Views share it; it is closed when the last
// reference is released.
type index struct {
	dir      string
	manifest *manifest
	state    engine.State
	table    *table
	columns  map[string]column
	months   column
	segments []*segment
	chars    *chars
	charFile *mapped
	texts    []*mapped
	use      *flock.Flock // a shared lock on the manifest, which keeps GC of another process from removing the files

	signatures   signatures
	accumulators sync.Pool
	lists        sync.Pool
	counters     sync.Pool
	refs         atomic.Int64
}

// openIndex verifies every checksum of a generation's folder and opens it.
func openIndex(dir string) (*index, error) {
	m, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if err := m.verify(dir); err != nil {
		return nil, err
	}
	return openVerified(dir, m)
}

// openVerified opens a folder whose checksums are known to be right.
func openVerified(dir string, m *manifest) (x *index, err error) {
	x = &index{dir: dir, manifest: m}
	x.refs.Store(1)
	defer func() {
		if r := recover(); r != nil { // zap does not check what it reads
			err = fmt.Errorf("%s: %w: %v", dir, engine.ErrDamaged, r)
		}
		if err != nil {
			err = errors.Join(err, x.close())
			x = nil
		}
	}()
	x.use = flock.New(filepath.Join(dir, manifestName), flock.SetFlag(os.O_RDONLY))
	if _, err := x.use.TryRLock(); err != nil {
		return x, fmt.Errorf("mark %s as used: %w", dir, err)
	}
	if err := x.openFiles(); err != nil {
		return x, fmt.Errorf("open %s: %w", dir, err)
	}
	n := x.table.size()
	x.accumulators.New = func() any { return newAccumulator(n) }
	x.lists.New = func() any { return &postings{} }
	values := len(x.months.values)
	for _, col := range x.columns {
		values = max(values, len(col.values)) // those of categories have the categories above them, too
	}
	x.counters.New = func() any { return &counter{counts: make([]uint32, values)} }
	x.state = m.state(dir)
	return x, x.checkCounts()
}

func (x *index) openFiles() error {
	for _, name := range x.manifest.Texts {
		text, err := mapFile(filepath.Join(x.dir, name))
		if err != nil {
			return err
		}
		x.texts = append(x.texts, text)
	}
	parts, err := os.ReadFile(filepath.Join(x.dir, partsName))
	if err != nil {
		return err
	}
	table, rows, err := decodeParts(parts, len(x.texts))
	if err != nil {
		return err
	}
	x.table = table
	if len(rows) != len(x.manifest.Segments) {
		return fmt.Errorf("%s: %d segments instead of %d: %w", partsName, len(rows), len(x.manifest.Segments), engine.ErrDamaged)
	}
	for i, name := range x.manifest.Segments {
		s, err := openSegment(x.dir, name, rows[i])
		if err != nil {
			return err
		}
		x.segments = append(x.segments, s)
	}
	x.columns, x.months = table.columns(), table.dates(monthOf)
	if x.charFile, err = mapFile(filepath.Join(x.dir, charsName)); err != nil {
		return err
	}
	x.chars, err = openChars(x.charFile.data)
	return err
}

// checkCounts compares what was opened with what the manifest says.
func (x *index) checkCounts() error {
	live := 0
	for _, s := range x.segments {
		live += s.live
	}
	var s engine.State
	x.table.sums(&s)
	m := x.manifest
	if live != s.Parts || s.Parts != m.Parts || s.Articles != m.Articles || s.Paragraphs != m.Paragraphs || s.Runes != m.Runes {
		return fmt.Errorf("%s: %w: the counts are not those of the manifest", x.dir, engine.ErrDamaged)
	}
	return nil
}

// stored returns the stored record of a row, in mapped memory.
func (x *index) stored(row uint32) ([]byte, error) {
	at := x.table.texts[row]
	if int(at.file) >= len(x.texts) {
		return nil, fmt.Errorf("part %q: %w", x.table.ids[row], engine.ErrDamaged)
	}
	data := x.texts[at.file].data
	end := at.offset + uint64(at.size)
	if end > uint64(len(data)) {
		return nil, fmt.Errorf("%s: part %q: %w", x.manifest.Texts[at.file], x.table.ids[row], engine.ErrDamaged)
	}
	return data[at.offset:end:end], nil
}

// guard runs something that reads mapped files. When the disk fails under one, the fault
// becomes an error instead of ending the process.
func (x *index) guard(do func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("generation %d: %w: %v", x.state.Generation, engine.ErrDamaged, r)
		}
	}()
	return do()
}

// retain adds a reference; it returns false when the index is closed already.
func (x *index) retain() bool {
	for {
		n := x.refs.Load()
		if n == 0 {
			return false
		}
		if x.refs.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (x *index) release() error {
	if x.refs.Add(-1) > 0 {
		return nil
	}
	return x.close()
}

func (x *index) close() error {
	var errs []error
	for _, s := range x.segments {
		errs = append(errs, s.close())
	}
	for _, t := range x.texts {
		errs = append(errs, t.close())
	}
	if x.charFile != nil {
		errs = append(errs, x.charFile.close())
	}
	if x.use != nil {
		errs = append(errs, x.use.Close())
	}
	return errors.Join(errs...)
}
