//go:build unix

package faulttest

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A clock that was a day behind, or ten years ahead, when a generation was built
// has no effect: the numbers of generations say which is newer.
func TestClocksThatWereWrong(t *testing.T) {
	t.Parallel()
	p := program(t)
	index, source := edition(t, 2)
	for gen, year := range map[string]string{"gen-000001": "2036", "gen-000002": "1999"} {
		path := filepath.Join(index, gen, "manifest.json")
		_, err := Spoil(path, func(b []byte) []byte {
			at := strings.Index(string(b), `"built_at": "`) + len(`"built_at": "`)
			return Reseal(append(b[:at:at], append([]byte(year), b[at+4:]...)...))
		})
		must(t, err)
	}
	write(t, NewEdition(3), source)
	ahead := time.Now().AddDate(10, 0, 0)
	for _, path := range []string{filepath.Join(index, "CURRENT"), source} {
		must(t, os.Chtimes(path, ahead, ahead))
	}
	p.Check(t, index)
	if out := p.MustRun(t, "generations", "--index", index).Stdout; strings.Index(out, "1999") > strings.Index(out, "2036") {
		t.Errorf("the generations are not listed by number: %s", out)
	}
	out := p.MustRun(t, "reindex", "--full", "--json", "--index", index, source).Stdout
	if !strings.Contains(out, `"generation": 3`) || strings.Contains(out, `"seconds": -`) {
		t.Errorf("the next job says %s", out)
	}
	server := p.Serve(t, index)
	page, err := server.Search(Common)
	must(t, err)
	if e, err := page.Edition(); e != 3 || err != nil {
		t.Errorf("the server shows edition %d instead of 3 (%v)", e, err)
	}
	server.Stop(t)
	if got, want := Names(index), "CURRENT gen-000002 gen-000003 lock"; got != want {
		t.Errorf("the index holds %s, want %s", got, want)
	}
	p.Check(t, index)
}
