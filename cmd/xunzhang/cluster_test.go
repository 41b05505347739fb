package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// clusterAddress is the value of --engine for an index of a test's own on the
// node that XUNZHANG_OPENSEARCH names; the index is removed after the test.
func clusterAddress(t *testing.T) string {
	t.Helper()
	node := os.Getenv("XUNZHANG_OPENSEARCH")
	if node == "" {
		t.Skip("no node to test against: give the address of one in XUNZHANG_OPENSEARCH, or run ./all.sh opensearch")
	}
	name := fmt.Sprintf("test-cli-%d", time.Now().UnixNano())
	t.Cleanup(func() {
		for _, index := range []string{name + "-gen-000001", name + "-gen-000002", name + "-gen-000003", name + "-gen-000004", name + "-side"} {
			request, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, node+"/"+index, nil)
			if err != nil {
				t.Error(err)
				continue
			}
			if response, err := http.DefaultClient.Do(request); err == nil {
				response.Body.Close()
			}
		}
	})
	return "opensearch://" + strings.TrimPrefix(node, "http://") + "/" + name
}

// TestClusterScripts runs commands on an index in a cluster.
func TestClusterScripts(t *testing.T) {
	address := clusterAddress(t)
	s := &scripts{codes: map[*testscript.TestScript]int{}}
	dir, err := filepath.Abs(filepath.Join("testdata", "cluster"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			env.Setenv("XUNZHANG_ENGINE", address)
			env.Setenv("ENGINE", address)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"xunzhang": s.xunzhang, "exitcode": s.exitcode},
	})
}

// TestClusterKilledJob: a job that is killed leaves the old index to readers, and
// the lock until its lease has run out.
func TestClusterKilledJob(t *testing.T) {
	address := clusterAddress(t)
	var stderr bytes.Buffer
	if code := run([]string{"reindex", "--engine", address, "-"}, strings.NewReader(articles(10)), io.Discard, &stderr); code != exitDone {
		t.Fatalf("reindex ends with %d: %s", code, &stderr)
	}
	p := start(t, "reindex", "--full", "--engine", address, "-")
	if _, err := io.WriteString(p.in, articles(300)); err != nil {
		t.Fatal(err)
	}
	until(t, "the job has begun", func() bool {
		return run([]string{"reindex", "--engine", address, "-"}, strings.NewReader(articles(10)), io.Discard, io.Discard) == exitLocked
	})
	_ = p.Process.Kill() // it may have ended
	_ = p.wait()
	stderr.Reset()
	if code := run([]string{"search", "--engine", address, "第七篇"}, nil, io.Discard, &stderr); code != exitDone {
		t.Errorf("search ends with %d: %s", code, &stderr)
	}
	if code := run([]string{"reindex", "--engine", address, "-"}, strings.NewReader(articles(10)), io.Discard, io.Discard); code != exitLocked {
		t.Errorf("right after the kill another job ends with %d, not %d", code, exitLocked)
	}
}
