package server

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// axeVersion is that of axe-core, a checker of accessibility that tests alone use.
const axeVersion = "4.14.1"

// axeScript is the source of axe-core, fetched once by npm and kept in the user's
// cache. "" with a message where it cannot be had: the network is no fault of the change.
func axeScript(t *testing.T) string {
	t.Helper()
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "xunzhang-axe-"+axeVersion)
	file := filepath.Join(dir, "node_modules", "axe-core", "axe.min.js")
	if text, err := os.ReadFile(file); err == nil {
		return string(text)
	}
	npm, err := exec.LookPath("npm")
	if err != nil {
		t.Log("no npm: accessibility is not checked by axe-core")
		return ""
	}
	out, err := exec.CommandContext(t.Context(), npm, "install", "--prefix", dir, "--no-audit", "--no-fund", "--no-save", "axe-core@"+axeVersion).CombinedOutput()
	text, failed := os.ReadFile(file)
	if err == nil && failed == nil {
		return string(text)
	}
	t.Logf("axe-core cannot be fetched: accessibility is NOT CHECKED: %v\n%s", err, out)
	return ""
}
