package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/xunzhang/xunzhang/faulttest"
)

// A program starts `xunzhang mcp`, searches, reads what it found, and ends it by
// closing its input.
func TestMCPOverStandardInput(t *testing.T) {
	index := filepath.Join(t.TempDir(), "index")
	article := `{"id":"42","title":"街角的烤红薯","paragraphs":["炉子支在巷口。","烤红薯的香味飘了半条街。"]}`
	if code := run([]string{"reindex", "--index", index, "-"}, strings.NewReader(article), io.Discard, io.Discard); code != exitDone {
		t.Fatalf("reindex: %d", code)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := &exec.Cmd{Path: self, Args: []string{"xunzhang", "mcp", "--index", index, "--base-url", "https://search.example.org"}}
	var messages faulttest.Output
	command.Stderr = &messages
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	s, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil).Connect(ctx, &sdk.CommandTransport{Command: command}, nil)
	if err != nil {
		t.Fatalf("%v: %s", err, messages.String())
	}
	call := func(tool string, args map[string]any) string {
		r, err := s.CallTool(ctx, &sdk.CallToolParams{Name: tool, Arguments: args})
		if err != nil || r.IsError {
			t.Fatalf("%s: %v %+v %s", tool, err, r, messages.String())
		}
		return r.Content[0].(*sdk.TextContent).Text
	}
	if text := call("search", map[string]any{"query": "烤红薯"}); !strings.Contains(text, "(https://search.example.org/articles/42#p-") || !strings.Contains(text, "香味") {
		t.Errorf("%s", text)
	}
	if text := call("read_article", map[string]any{"id": "42"}); !strings.Contains(text, "炉子支在巷口。\n([paragraph 1](https://search.example.org/articles/42#p-1))") {
		t.Errorf("%s", text)
	}
	call("related", map[string]any{"id": "42"})
	if err := s.Close(); err != nil {
		t.Errorf("%v: %s", err, messages.String())
	}
	if code := command.ProcessState.ExitCode(); code != exitDone {
		t.Errorf("it ends with %d: %s", code, messages.String())
	}
}

// Without an index it says so, and what to do.
func TestMCPWithoutAnIndex(t *testing.T) {
	var messages faulttest.Output
	code := run([]string{"mcp", "--index", filepath.Join(t.TempDir(), "none")}, strings.NewReader(""), io.Discard, &messages)
	if code != exitUnavailable || !strings.Contains(messages.String(), "xunzhang reindex") {
		t.Errorf("%d %s", code, messages.String())
	}
}
