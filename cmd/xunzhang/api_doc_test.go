package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/apikey"
)

// An example is a part of a document that can be run, with its expected output.
type example struct {
	line           int
	language, code string
	want           string
}

// examplesOf returns the code blocks of a document that are directly before one
// called text.
func examplesOf(t *testing.T, name string) []example {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	last, open := example{}, false
	for i, line := range strings.Split(string(text), "\n") {
		language, fence := strings.CutPrefix(line, "```")
		switch {
		case fence && !open:
			if open = true; language == "text" && last.language != "" {
				all = append(all, last)
			}
			last = example{line: i + 1, language: language}
		case fence:
			if open = false; last.language == "text" && len(all) > 0 {
				all[len(all)-1].want = last.code
				last = example{}
			}
		case open:
			last.code += line + "\n"
		case line != "":
			last = example{} // there is other text between
		}
	}
	return all
}

// command runs an example in a folder; skipped says which program is missing for
// it.
func (e example) command(t *testing.T, dir string) (cmd *exec.Cmd, skipped string) {
	t.Helper()
	program := map[string]string{"sh": "curl", "python": "python3", "js": "node", "go": "go"}[e.language]
	if _, err := exec.LookPath(program); err != nil {
		return nil, program + " is missing"
	}
	switch e.language {
	case "sh":
		cmd = exec.CommandContext(t.Context(), "sh", "-c", e.code)
		cmd.Dir = dir
	case "python":
		cmd = exec.CommandContext(t.Context(), program, "-c", e.code)
	case "js":
		cmd = exec.CommandContext(t.Context(), program, "--input-type=module", "-e", e.code)
	case "go":
		file := filepath.Join(dir, "main.go")
		if err := os.WriteFile(file, []byte(e.code), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd = exec.CommandContext(t.Context(), program, "run", file) // in a folder of this module
	}
	cmd.Env = append(os.Environ(), "PYTHONIOENCODING=utf-8")
	return cmd, ""
}

// The examples of docs/api.md print what it says, on a server with the sample
// articles.
func TestExamplesOfTheAPI(t *testing.T) {
	examples := examplesOf(t, filepath.Join("..", "..", "docs", "api.md"))
	if len(examples) < 8 {
		t.Fatalf("only %d examples: is the document written otherwise?", len(examples))
	}
	dir := t.TempDir()
	keys := filepath.Join(dir, "keys.jsonl")
	for name, k := range map[string]apikey.Key{
		"newsroom": {Scopes: []apikey.Scope{apikey.Search, apikey.Read}},
		"tech":     {Scopes: []apikey.Scope{apikey.Search}, Categories: []string{"科技"}},
	} {
		made, token, err := apikey.New(k, time.Now())
		if err == nil {
			err = apikey.Add(keys, made)
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name+".key"), []byte(token+"\n"), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, "serve", "--index", filepath.Join(dir, "none"), "--addr", "127.0.0.1:0", "--admin", "", "--drain-delay", "0s", "--keys", keys, "--mcp")
	address := p.line(t)
	for _, e := range examples {
		t.Run(e.language, func(t *testing.T) {
			e.code = strings.ReplaceAll(e.code, "http://127.0.0.1:8080", address)
			cmd, skipped := e.command(t, dir)
			if skipped != "" {
				t.Skipf("docs/api.md:%d is not run: %s", e.line, skipped)
			}
			var stderr bytes.Buffer
			cmd.Stderr = &stderr
			out, err := cmd.Output()
			if got := strings.ReplaceAll(string(out), address, "http://127.0.0.1:8080"); err != nil || strings.TrimSpace(got) != strings.TrimSpace(e.want) {
				t.Errorf("docs/api.md:%d: %v %s\n%s\nwant\n%s", e.line, err, &stderr, got, e.want)
			}
		})
	}
}
