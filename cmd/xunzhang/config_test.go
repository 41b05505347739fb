package main

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
)

func writeConfig(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "xunzhang.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestReadConfig(t *testing.T) {
	file := writeConfig(t, `# two sources
sources:
  - name: wiki
    path: wiki
    include: ["*.md", 'notes/**']
    exclude:
      - drafts
    encoding: GB18030
    defaults: {category: 百科, author: 编辑部, tags: [转载, 2024]}
  - path: /srv/all.jsonl
  - path: "-"
`)
	got, err := readConfig(file)
	want := []sourceConfig{
		{name: "wiki", path: filepath.Join(filepath.Dir(file), "wiki"), read: article.Options{
			Include: []string{"*.md", "notes/**"}, Exclude: []string{"drafts"}, Encoding: "GB18030",
			Defaults: article.Defaults{Category: "百科", Author: "编辑部", Tags: []string{"转载", "2024"}}}, from: file + ":3"},
		{name: "/srv/all.jsonl", path: "/srv/all.jsonl", from: file + ":10"},
		{name: "-", path: "-", from: file + ":11"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
}

// Every error names the file, nearly always the line, and a valid value.
func TestConfigsThatAreNotUnderstood(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", ": it is empty"},
		{"# nothing\n", ": it is empty"},
		{"sources: []\n", ":1: it names no sources"},
		{"indx: data\n", `:1: unknown key "indx"; the keys here are engine, index, serve, sources`},
		{"index: data\n", ":1: it names no sources"},
		{"index:\n", ":1: a text is expected here"},
		{"sources:\n  - path: a\n    excludes: [b]\n", `:3: unknown key "excludes"; the keys here are defaults, drafts, encoding, exclude, include, name, path`},
		{"sources:\n  - path: a\n    defaults:\n      lang: zh\n", `:4: unknown key "lang"; the keys here are author, category, tags`},
		{"sources:\n  - name: a\n", ":2: the source has no path"},
		{"sources:\n  - path:\n", ":2: a text is expected here"},
		{"sources:\n  - path: [a]\n", ":2: a text is expected here"},
		{"sources:\n  path: a\n", ":2: a list is expected here"},
		{"sources:\n  - a\n", ":2: keys and values are expected here: defaults, drafts, encoding, exclude, include, name, path"},
		{"sources:\n  - path: a\n    include: '*.md'\n", ":3: a list is expected here"},
		{"sources:\n  - path: a\n  - path: ./a\n", `:3: the source "./a" occurs twice`},
		{"sources:\n  - {name: x, path: a}\n  - {name: x, path: b}\n", `:3: the source "x" occurs twice`},
		{"sources:\n  - path: a\n    path: b\n", `:3: the key "path" occurs twice`},
		{"sources:\n  - path: a\n    exclude: ['[x']\n", `:2: exclude "[x": malformed pattern`},
		{"sources:\n  - path: a\n    encoding: klingon\n", `:2: the encoding is not readable: unknown encoding "klingon"`},
		{"sources:\n - path: a\n\t- b\n", ": line 2: found a tab character that violates indentation"},
	}
	for _, tt := range tests {
		file := writeConfig(t, tt.text)
		_, err := readConfig(file)
		if want := errConfig.Error() + ": " + file + tt.want; !errors.Is(err, errConfig) || err.Error() != want {
			t.Errorf("%q gives\n%v, want\n%s", tt.text, err, want)
		}
	}
}

// A setting that the command line does not have comes from the environment, and
// otherwise from the file. --print-config says which, in the form of a file that
// has the same effect.
func TestSettings(t *testing.T) {
	t.Setenv("XUNZHANG_RATE", "7")
	t.Setenv("XUNZHANG_HOST", "a.example,b.example")
	file := writeConfig(t, `index: there
serve:
  addr: 127.0.0.1:9000
  rate: 9
  burst: 11
  trusted-proxy: [10.0.0.0/8, "::1"]
  drain-delay: 1s
  log-queries: true
`)
	printed := func(args ...string) string {
		t.Helper()
		var out, stderr bytes.Buffer
		if code := run(append([]string{"serve", "--print-config"}, args...), nil, &out, &stderr); code != exitDone {
			t.Fatalf("%v: %d %s", args, code, &stderr)
		}
		return out.String()
	}
	first := printed("--config", file, "--addr", "127.0.0.1:9001")
	for _, want := range []string{
		"index: " + filepath.Join(filepath.Dir(file), "there") + " # " + file,
		"addr: 127.0.0.1:9001 # --addr", "rate: 7 # XUNZHANG_RATE", "burst: 11 # " + file + ":5",
		"host: [a.example, b.example] # XUNZHANG_HOST", "trusted-proxy: [10.0.0.0/8, '::1'] # " + file + ":6",
		"drain-delay: 1s # " + file + ":7", "log-queries: true # " + file + ":8", "client-connections: 64 # default",
	} {
		if !strings.Contains(strings.ReplaceAll(first, `"`, "'"), want) {
			t.Errorf("no %q in\n%s", want, first)
		}
	}
	for _, name := range []string{"XUNZHANG_RATE", "XUNZHANG_HOST"} {
		t.Setenv(name, "")
	}
	second := printed("--config", writeConfig(t, first))
	values := regexp.MustCompile(` +#.*`)
	if a, b := values.ReplaceAllString(first, ""), values.ReplaceAllString(second, ""); a != b {
		t.Errorf("printed\n%s\nread and printed again\n%s", a, b)
	}
}

// A certificate that cannot be read is an error at once, not at the next start.
func TestPrintConfigReadsTheCertificate(t *testing.T) {
	file := writeConfig(t, "no certificate")
	var stderr bytes.Buffer
	code := run([]string{"serve", "--print-config", "--tls-cert", file, "--tls-key", file}, nil, io.Discard, &stderr)
	if code == exitDone || !strings.Contains(stderr.String(), file) {
		t.Errorf("%d: %s", code, &stderr)
	}
}

// Invalid settings are errors that say where they are.
func TestSettingsThatAreNotUnderstood(t *testing.T) {
	for _, tt := range []struct{ text, env, want string }{
		{"serve:\n  adr: x\n", "", `:2: unknown key "adr"; the keys here are addr, admin,`},
		{"serve:\n  rate: fast\n", "", `:2: --rate: "fast" is not a number`},
		{"serve:\n  burst: 1.5\n", "", `:2: --burst: "1.5" is not a whole number`},
		{"serve:\n  mcp: perhaps\n", "", `:2: --mcp: "perhaps" is not true or false`},
		{"serve:\n  drain-delay: soon\n", "", `:2: --drain-delay: "soon" is not a time such as 5s`},
		{"serve:\n  addr: [a]\n", "", ":2: a text or number is expected here"},
		{"serve:\n  host: a\n", "", ":2: a list is expected here"},
		{"serve:\n  rate: 1\n  rate: 2\n", "", `:3: the key "rate" occurs twice`},
		{"serve:\n  config: x\n", "", `:2: unknown key "config"`},
		{"serve: x\n", "", ":1: keys and values are expected here"},
		{"surve:\n  addr: x\n", "", `:1: unknown key "surve"`},
		{"serve:\n  trusted-proxy: [nobody]\n", "", "--trusted-proxy"},
		{"serve:\n  drain-delay: -3s\n", "", "--drain-delay is below 0"},
		{"serve:\n  addr: 127.0.0.1:0\n", "fast", "XUNZHANG_BURST"},
	} {
		t.Setenv("XUNZHANG_BURST", tt.env)
		var stderr bytes.Buffer
		code := run([]string{"serve", "--config", writeConfig(t, tt.text), "--print-config"}, nil, io.Discard, &stderr)
		if code != exitUsage || !strings.Contains(stderr.String(), tt.want) {
			t.Errorf("%q: %d %s, want %s", tt.text, code, &stderr, tt.want)
		}
	}
}

// --print-config refuses what a start would refuse, with the same words, and leaves
// no trace.
func TestPrintConfigRefusesWhatServeDoes(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XUNZHANG_INDEX", filepath.Join(dir, "index"))
	file, missing := writeConfig(t, "no keys"), filepath.Join(dir, "missing", "x")
	for _, args := range [][]string{
		{"--addr", "127.0.0.1:99999"}, {"--addr", "127.0.0.1"}, {"--addr", "192.0.2.1:8080"}, {"--addr", "unix:" + missing},
		{"--admin", "127.0.0.1:99999"}, {"--admin", "8081"}, {"--admin", "192.0.2.1:8081"},
		{"--addr", "127.0.0.1:18080", "--admin", "127.0.0.1:18080"}, {"--addr", ":18080", "--admin", ":18080"}, {"--addr", "unix:x", "--admin", "unix:x"},
		{"--host", "a:b:c"}, {"--host", "http://a.example"}, {"--host", ""}, {"--host", "a.example:99999"}, {"--host", "a/b"},
		{"--base-url", "a.example"}, {"--base-url", "https://a.example/x"}, {"--base-url", "https://u:p@a.example"},
		{"--base-url", "https://a.example?q"}, {"--base-url", "https://a.example#x"}, {"--base-url", "https://a.example:99999"}, {"--base-url", "https://"},
		{"--cors", "a.example"}, {"--cors", "https://A.example"}, {"--cors", "https://a.example/"},
		{"--trusted-proxy", "10.0.0.0/99"}, {"--exempt", "nobody"}, {"--client-header", "a:b"}, {"--client-header", "a b"},
		{"--max-connections", "-1"}, {"--client-connections", "-1"}, {"--burst", "0"}, {"--burst", "-1"},
		{"--rate", "-1"}, {"--rate", "NaN"}, {"--rate", "Inf"}, {"--drain-delay", "-1s"}, {"--drain-delay", "5"},
		{"--keys", missing}, {"--keys", file}, {"--keys", dir}, {"--public", "admin"}, {"--mcp"}, {"--label", "x"},
		{"--tls-cert", file}, {"--tls-cert", missing, "--tls-key", missing}, {"--tls-cert", file, "--tls-key", file},
		{"--log", missing}, {"--log", dir}, {"--reader-stats", file}, {"--reader-stats", dir},
		{"--engine", "nothing"}, {"--engine", "opensearch://"}, {"--index", file},
	} {
		if !slices.Contains(args, "--addr") {
			args = append(args, "--addr", "127.0.0.1:0")
		}
		if !slices.Contains(args, "--admin") {
			args = append(args, "--admin", "")
		}
		command := append([]string{"serve"}, args...)
		var started, printed bytes.Buffer
		code, want := run(append(command, "--print-config"), nil, io.Discard, &printed), run(command, nil, io.Discard, &started)
		if code == exitDone || code != want || !strings.HasSuffix("\n"+started.String(), "\n"+printed.String()) { // a start may log before
			t.Errorf("%q: %d %s; a start: %d %s", args, code, &printed, want, &started)
		}
	}
	for _, args := range [][]string{{"--aliases", missing}, {"--reader-stats", missing}} { // a start takes long, or has a random name in its words
		var stderr bytes.Buffer
		if code := run(append([]string{"serve", "--print-config"}, args...), nil, io.Discard, &stderr); code == exitDone || !strings.Contains(stderr.String(), missing) {
			t.Errorf("%q: %d %s", args, code, &stderr)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v %v", entries, err)
	}
}

// What a start would do to files is undone.
func TestPrintConfigLeavesFilesAlone(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XUNZHANG_INDEX", filepath.Join(dir, "index"))
	log := filepath.Join(dir, "log")
	if err := os.WriteFile(log, []byte("before\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	socket, readers := filepath.Join(dir, "socket"), filepath.Join(dir, "readers")
	for _, args := range [][]string{{"--log", log}, {"--log", log + "2"}, {"--addr", "unix:" + socket}, {"--reader-stats", readers}} {
		var stderr bytes.Buffer
		if code := run(append([]string{"serve", "--print-config"}, args...), nil, io.Discard, &stderr); code != exitDone {
			t.Errorf("%q: %d %s", args, code, &stderr)
		}
	}
	entries, err := os.ReadDir(dir)
	text, readErr := os.ReadFile(log)
	if err != nil || len(entries) != 1 || readErr != nil || string(text) != "before\n" {
		t.Errorf("left behind: %v %v; the log: %q %v", entries, err, text, readErr)
	}
}
