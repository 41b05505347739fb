package indexer

import (
	"sync"
	"sync/atomic"
	"time"
)

// A Phase is a stage of a job.
type Phase string

// The phases, in order.
const (
	Reading    Phase = "reading"    // walking, hashing, parsing
	Writing    Phase = "writing"    // analysing, handing to the engine
	Publishing Phase = "publishing" // merging, verifying, making current
)

// Progress says how far a job is.
type Progress struct {
	Phase    Phase
	Files    int           // files and archive members read so far
	Articles int           // articles read so far
	Bytes    int64         // of the documents read so far
	Done     int           // articles written so far
	Total    int           // articles to write, 0 while unknown
	Skipped  int           // inputs skipped so far
	Rate     float64       // articles a second in this phase
	Elapsed  time.Duration // since the job began
	Left     time.Duration // expected until the phase ends, 0 while unknown
}

const progressEvery = 200 * time.Millisecond

// A meter counts for Progress. It is safe for use by several goroutines.
type meter struct {
	files, articles, bytes, done, skipped atomic.Int64

	mu    sync.Mutex
	begun time.Time
	since time.Time // when the phase began
	name  Phase
	total int
}

func newMeter() *meter {
	now := time.Now()
	return &meter{begun: now, since: now, name: Reading}
}

// phase begins a phase with a number of articles to be done.
func (m *meter) phase(p Phase, total int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.name, m.total, m.since = p, total, time.Now()
}

// start calls fn every progressEvery until stop is called, and then once more.
func (m *meter) start(fn func(Progress)) (stop func()) {
	if fn == nil {
		return func() {}
	}
	quit, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(progressEvery)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				fn(m.progress())
			case <-quit:
				fn(m.progress())
				return
			}
		}
	}()
	return func() { close(quit); <-ended }
}

func (m *meter) progress() Progress {
	m.mu.Lock()
	defer m.mu.Unlock()
	p := Progress{
		Phase: m.name, Files: int(m.files.Load()), Articles: int(m.articles.Load()), Bytes: m.bytes.Load(),
		Done: int(m.done.Load()), Total: m.total, Skipped: int(m.skipped.Load()), Elapsed: time.Since(m.begun),
	}
	counted, in := p.Articles, time.Since(m.since)
	if m.name == Writing {
		counted = p.Done
	}
	if in > 0 {
		p.Rate = float64(counted) / in.Seconds()
	}
	if m.name == Writing && p.Done > 0 {
		p.Left = time.Duration(float64(in) * float64(p.Total-p.Done) / float64(p.Done))
	}
	return p
}
