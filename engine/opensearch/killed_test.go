package opensearch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// jobVariable is the environment variable with which the test binary runs one job
// on an index.
const jobVariable = "XUNZHANG_TEST_JOB"

// A jobOrder says what this job does.
type jobOrder struct {
	Address, Name, Gram string
	Parts               int
	Lease               time.Duration
}

// TestJobProcess is the job that another test kills.
func TestJobProcess(t *testing.T) {
	text := os.Getenv(jobVariable)
	if text == "" {
		t.Skip("is started by TestKilledJobs")
	}
	var j jobOrder
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		t.Fatal(err)
	}
	e := open(t, Options{Addresses: []string{j.Address}, Name: j.Name, lease: j.Lease})
	g := beginWhenFree(t, e)
	fmt.Println("begun")
	for i := 0; i < j.Parts; i += 20 {
		if err := g.Write(t.Context(), numbered(j.Gram, j.Parts)[i:i+20]); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	fmt.Println("published")
}

// TestKilledJobs: a job that is killed at any moment leaves the previous generation
// or a complete new one, and the next job removes what it left behind.
func TestKilledJobs(t *testing.T) {
	kills := 3
	if os.Getenv("XUNZHANG_LONG") != "" {
		kills = 20
	}
	const parts = 200
	o := options(t, t.Name())
	o.lease = time.Second
	e := open(t, o)
	defer e.Close()
	start := time.Now()
	publish(t, e, engine.Empty, numbered("g", parts)...)
	took := time.Since(start) // the first job takes longer than the later ones, so half of the kills come after a job
	// The last request of a killed job may still be executed after the job has
	// died.
	was, late, published := "g", "", 0
	for kill := range kills {
		gram := fmt.Sprintf("k%d", kill)
		after := rand.N(took + took/4)
		said := runAndKill(t, jobOrder{o.Addresses[0], o.Name, gram, parts, o.lease}, after)
		e.stale()
		grams := []string{was, late, gram}
		counts, all := countGrams(t, e, grams)
		whole := slices.Index(counts, parts)
		if sum := counts[0] + counts[1] + counts[2]; whole < 0 || sum != parts || all != parts {
			t.Fatalf("after kill %d, %v after the job had begun: %d parts, of the grams %q %d; want %d of one of them and no other. The job said:\n%s",
				kill, after, all, grams, counts, parts, said)
		}
		if late = gram; whole > 0 {
			published++
		}
		if was = grams[whole]; was == gram {
			late = ""
		}
	}
	t.Logf("%d kills, %d came after the job was done", kills, published)
	last := beginWhenFree(t, e)
	if err := last.Write(t.Context(), numbered("last", parts)); err != nil {
		t.Fatal(err)
	}
	if _, err := last.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := countGram(t, e, "last"); n != parts {
		t.Errorf("after the last job: %d parts", n)
	}
	if r, err := e.Check(t.Context()); err != nil || len(r.Generations) > 2 {
		t.Errorf("%+v, %v", r, err)
	}
}

// jobOutput is what a job prints. The channel is closed when the job has begun.
type jobOutput struct {
	mu    sync.Mutex
	text  bytes.Buffer
	begun chan struct{}
}

func (o *jobOutput) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	before := strings.Contains(o.text.String(), "begun\n")
	o.text.Write(b)
	if !before && strings.Contains(o.text.String(), "begun\n") {
		close(o.begun)
	}
	return len(b), nil
}

// runAndKill starts a job in a process of its own, and kills it some time after it
// has begun. It returns what the job printed.
func runAndKill(t *testing.T, j jobOrder, after time.Duration) string {
	t.Helper()
	text, err := json.Marshal(j)
	if err != nil {
		t.Fatal(err)
	}
	said := &jobOutput{begun: make(chan struct{})}
	c := exec.Command(os.Args[0], "-test.run", "^TestJobProcess$", "-test.v")
	c.Env = append(os.Environ(), jobVariable+"="+string(text))
	c.Stdout, c.Stderr = said, said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	select {
	case <-said.begun:
	case err := <-ended:
		t.Fatalf("the job ended before it had begun: %v:\n%s", err, &said.text)
	}
	time.Sleep(after)
	_ = c.Process.Kill() // it may have ended by itself
	<-ended
	return said.text.String()
}

// countGrams returns how many parts have each gram, and how many parts there are,
// in one generation. No part has the gram "".
func countGrams(t *testing.T, e *Engine, grams []string) (counts []int, all int) {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	for _, gram := range grams {
		term := engine.Term{Field: engine.Grams, Text: gram}
		res, err := v.Search(t.Context(), engine.Request{Query: term, Terms: []engine.Term{term}})
		if err != nil {
			t.Fatal(err)
		}
		if res.Frequencies[0] != res.Parts {
			t.Errorf("%s: %d parts, frequency %d", gram, res.Parts, res.Frequencies[0])
		}
		counts = append(counts, res.Parts)
	}
	res, err := v.Search(t.Context(), engine.Request{})
	if err != nil {
		t.Fatal(err)
	}
	return counts, res.Parts
}

// countGram returns how many parts have a gram.
func countGram(t *testing.T, e *Engine, gram string) int {
	t.Helper()
	counts, _ := countGrams(t, e, []string{gram})
	return counts[0]
}
