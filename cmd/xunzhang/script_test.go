package main

import (
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestMain lets the test binary be the command itself when it is called
// xunzhang, for tests that need a process of its own.
func TestMain(m *testing.M) {
	if filepath.Base(os.Args[0]) == "xunzhang" {
		main()
	}
	os.Exit(m.Run())
}

// The scripts read like a manual. `xunzhang` runs the command within the test,
// so that dictionaries are loaded once; `<FILE` as the last argument is its
// standard input; `exitcode N` checks how the last one ended.
func TestScripts(t *testing.T) {
	s := &scripts{codes: map[*testscript.TestScript]int{}}
	dir, err := filepath.Abs(filepath.Join("testdata", "script"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"xunzhang": s.xunzhang, "exitcode": s.exitcode, "garble": garble,
		},
	})
}

// scripts runs commands one at a time, because each changes the folder and the
// environment of the process.
type scripts struct {
	mu    sync.Mutex
	codes map[*testscript.TestScript]int
}

func (s *scripts) xunzhang(ts *testscript.TestScript, neg bool, args []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	in := io.Reader(strings.NewReader(""))
	if last := len(args) - 1; last >= 0 && strings.HasPrefix(args[last], "<") {
		in = strings.NewReader(ts.ReadFile(args[last][1:]))
		args = args[:last]
	}
	before, err := os.Getwd()
	ts.Check(err)
	ts.Check(os.Chdir(ts.MkAbs(".")))
	for _, name := range [...]string{"XUNZHANG_INDEX", "XUNZHANG_ALIASES", "XUNZHANG_KEYS", "XUNZHANG_ENGINE"} {
		defer os.Setenv(name, os.Getenv(name)) // what a script sets is not for the tests after it
		ts.Check(os.Setenv(name, ts.Getenv(name)))
	}
	code := run(args, in, ts.Stdout(), ts.Stderr())
	ts.Check(os.Chdir(before))
	s.codes[ts] = code
	if (code != 0) != neg {
		ts.Fatalf("xunzhang %s: exit code %d", strings.Join(args, " "), code)
	}
}

func (s *scripts) exitcode(ts *testscript.TestScript, neg bool, args []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(args) != 1 || neg {
		ts.Fatalf("usage: exitcode N")
	}
	if got := strconv.Itoa(s.codes[ts]); got != args[0] {
		ts.Fatalf("exit code %s, want %s", got, args[0])
	}
}

// garble flips a bit of the largest file in a folder.
func garble(ts *testscript.TestScript, _ bool, args []string) {
	dir := ts.MkAbs(args[0])
	entries, err := os.ReadDir(dir)
	ts.Check(err)
	var name string
	var largest int64
	for _, entry := range entries {
		info, err := entry.Info()
		ts.Check(err)
		if info.Mode().IsRegular() && info.Size() > largest {
			name, largest = filepath.Join(dir, entry.Name()), info.Size()
		}
	}
	b, err := os.ReadFile(name)
	ts.Check(err)
	b[len(b)/2] ^= 1
	ts.Check(os.Chmod(name, 0o600))
	ts.Check(os.WriteFile(name, b, 0o600))
}
