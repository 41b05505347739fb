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

// clusterAddress returns the value of --engine for an index of one test, on the
// node that XUNZHANG_OPENSEARCH names; the index is removed after the test.
func clusterAddress(t *testing.T) string {
	t.Helper()
	node := os.Getenv("XUNZHANG_OPENSEARCH")
	if node == "" {
		t.Skip("no node to test against: give the address of one in XUNZHANG_OPENSEARCH, or run ./all.sh opensearch")
	}
	name := fmt.Sprintf("test-cli-%d", time.Now().UnixNano())
	t.Cleanup(func() {
		request, err := http.NewRequestWithContext(context.Background(), http.MethodDelete, node+"/"+name+"-*", nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
	})
	return "opensearch://" + strings.TrimPrefix(node, "http://") + "/" + name
}

// TestClusterScripts runs commands on an index in a cluster; each script has an
// index of its own.
func TestClusterScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "cluster", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	s := &scripts{codes: map[*testscript.TestScript]int{}}
	for _, file := range files {
		if file, err = filepath.Abs(file); err != nil {
			t.Fatal(err)
		}
		address := clusterAddress(t)
		testscript.Run(t, testscript.Params{
			Files: []string{file},
			Setup: func(env *testscript.Env) error {
				env.Setenv("XUNZHANG_ENGINE", address)
				env.Setenv("ENGINE", address)
				env.Setenv("REPOSITORY", repository(t))
				return nil
			},
			Cmds: map[string]func(*testscript.TestScript, bool, []string){"xunzhang": s.xunzhang, "exitcode": s.exitcode},
		})
	}
}

// repository makes a repository of snapshots, in the folder that the node has for
// them.
func repository(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("test-%d", time.Now().UnixNano())
	ask := func(method, body string) {
		request, err := http.NewRequestWithContext(context.Background(), method, os.Getenv("XUNZHANG_OPENSEARCH")+"/_snapshot/"+name, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("%s repository %s: %s", method, name, response.Status)
		}
	}
	ask(http.MethodPut, fmt.Sprintf(`{"type": "fs", "settings": {"location": %q}}`, name))
	t.Cleanup(func() { ask(http.MethodDelete, "") })
	return name
}

// TestClusterKilledJob: after a job was killed readers have the old index, and the
// lock is held until its lease has expired.
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
	_ = p.Process.Kill() // it may have ended by itself
	_ = p.wait()
	stderr.Reset()
	if code := run([]string{"search", "--engine", address, "第七篇"}, nil, io.Discard, &stderr); code != exitDone {
		t.Errorf("search ends with %d: %s", code, &stderr)
	}
	stderr.Reset()
	if code := run([]string{"reindex", "--engine", address, "-"}, strings.NewReader(articles(10)), io.Discard, &stderr); code != exitLocked {
		t.Errorf("right after the kill another job ends with %d, not %d", code, exitLocked)
	}
	if want := fmt.Sprintf("process %d on ", p.Process.Pid); !strings.Contains(stderr.String(), want) || !strings.Contains(stderr.String(), "the lock is free at") {
		t.Errorf("who holds the lock, and until when, is not said: %s", &stderr)
	}
	until(t, "the next job can begin", func() bool {
		return run([]string{"reindex", "--engine", address, "-"}, strings.NewReader(articles(12)), io.Discard, io.Discard) == exitDone
	})
}
