//go:build unix

package faulttest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A reindex that is killed at any moment does not disturb the server beside it. The
// server is not restarted, no search fails, and every page is complete, of the
// previous edition or the new one.
func TestKilledJobsBesideAServer(t *testing.T) {
	t.Parallel()
	p, random := program(t), lots(t)
	index, source := edition(t, 1)
	write(t, NewEdition(1), source)
	server := p.Serve(t, index)
	stop := searching(t, server, 1)
	begin := time.Now()
	p.MustRun(t, "reindex", "--full", "--index", index, source)
	whole := time.Since(begin) // how long a job takes on this machine
	k := &kills{t: t, p: p, index: index, source: source, server: server, edition: 1}
	for i := range times(10, 100) {
		switch {
		case i%5 == 0:
			k.kill(After(time.Duration(random.Int64N(int64(20 * time.Millisecond)))))
		case i%5 == 1:
			k.kill(AtName("gen-"))
		case i%5 == 2:
			k.kill(AtName("building-"))
		default:
			k.kill(After(time.Duration(random.Int64N(int64(whole)))))
		}
	}
	t.Logf("%d of %d jobs were killed, %d of them between the rename and CURRENT; %d searches were answered",
		k.killed, k.edition-1, k.between, stop())
	k.next()
	server.Stop(t)
	p.Check(t, index)
}

// kills runs many jobs on one index, all of which are killed.
type kills struct {
	t                        *testing.T
	p                        *Program
	index, source            string
	server                   *Server
	edition, killed, between int
}

// kill kills a job that would publish the next edition.
func (k *kills) kill(m Moment) {
	k.t.Helper()
	before, err := Current(k.index)
	must(k.t, err)
	names := Names(k.index)
	k.edition++
	write(k.t, NewEdition(k.edition), k.source)
	if k.p.KillJob(k.t, k.index, k.source, m) {
		k.killed++
	}
	after, err := Current(k.index)
	must(k.t, err)
	if after < before {
		k.t.Errorf("killed %s: CURRENT goes back from %s to %s", m.Name, before, after)
	}
	for name := range strings.FieldsSeq(Names(k.index)) {
		if strings.HasPrefix(name, "gen-") && name > after && !strings.Contains(names, name) {
			k.between++
		}
	}
	k.p.Check(k.t, k.index)
	k.serves(after)
}

// serves checks that the server shows the current generation after a while.
func (k *kills) serves(current string) {
	k.t.Helper()
	Until(k.t, "the server shows "+current, func() bool {
		page, err := k.server.Search(Common)
		must(k.t, err)
		return fmt.Sprintf("gen-%06d", page.Generation) == current
	})
}

// next checks that the job after a kill cleans up and publishes.
func (k *kills) next() {
	k.t.Helper()
	k.edition++
	write(k.t, NewEdition(k.edition), k.source)
	k.p.MustRun(k.t, "reindex", "--full", "--index", k.index, k.source)
	if left := Names(k.index); strings.Contains(left, "building-") || strings.Contains(left, "CURRENT.tmp") {
		k.t.Errorf("the next job leaves %s", left)
	}
	after, err := Current(k.index)
	must(k.t, err)
	k.serves(after)
	page, err := k.server.Search(Common)
	must(k.t, err)
	if e, err := page.Edition(); err != nil || e != k.edition {
		k.t.Errorf("the server shows edition %d instead of %d (%v)", e, k.edition, err)
	}
}

// searching runs clients that search for Common until stop is called, which returns
// how many searches were answered. None may fail.
func searching(t *testing.T, s *Server, clients int) (stop func() int) {
	done, answered := make(chan struct{}), make(chan int, clients)
	for range clients {
		go func() {
			n := 0
			defer func() { answered <- n }()
			for {
				select {
				case <-done:
					return
				case <-time.After(20 * time.Millisecond): // leaves the processor to the jobs
				}
				if err := searched(s); err != nil {
					t.Error(err)
					return
				}
				n++
			}
		}()
	}
	return func() (all int) {
		close(done)
		for range clients {
			all += <-answered
		}
		return all
	}
}

func searched(s *Server) error {
	page, err := s.Search(Common)
	if err == nil {
		_, err = page.Edition()
	}
	return err
}

// What a kill may leave at the two moments that are rarely hit by chance: between
// the rename and the change of CURRENT, and while an old generation is being
// removed.
func TestWhatKillsLeave(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, _ := edition(t, 2)
	must(t, os.WriteFile(filepath.Join(index, "CURRENT"), []byte("gen-000001\n"), 0o600))
	must(t, os.WriteFile(filepath.Join(index, "CURRENT.tmp"), []byte("gen-0"), 0o600))
	must(t, os.Mkdir(filepath.Join(index, "building-1"), 0o500))
	p.Check(t, index)
	server := p.Serve(t, index)
	shows := func(want int) {
		t.Helper()
		page, err := server.Search(Common)
		must(t, err)
		if e, err := page.Edition(); e != want {
			t.Errorf("the server shows edition %d instead of %d (%v)", e, want, err)
		}
	}
	shows(1)
	reindex(t, p, index, 3)
	if got, want := Names(index), "CURRENT gen-000001 gen-000003 lock"; got != want {
		t.Errorf("the index holds %s, want %s", got, want)
	}
	Until(t, "the new generation is served", func() bool {
		page, err := server.Search(Common)
		must(t, err)
		return page.Generation == 3
	})
	shows(3)
	server.Stop(t)
	p.Check(t, index)
}
