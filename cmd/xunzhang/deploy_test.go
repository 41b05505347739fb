package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func root(name ...string) string { return filepath.Join(append([]string{"..", ".."}, name...)...) }

func text(t *testing.T, name ...string) string {
	t.Helper()
	b, err := os.ReadFile(root(name...))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The container has a static program, no root user and no shell, and checks its
// health with a command of the program. TestContainer builds and runs it.
func TestContainerfile(t *testing.T) {
	var froms, copies []string
	instructions := map[string]string{}
	for line := range strings.Lines(text(t, "deploy", "Containerfile")) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch name {
		case "", "#":
		case "FROM":
			froms = append(froms, rest)
		case "COPY":
			fields := strings.Fields(rest)
			copies = append(copies, fields[:len(fields)-1]...)
		case "USER", "ENV", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT", "CMD":
			instructions[name] = rest
		default:
			t.Errorf("%s: what for?", line)
		}
	}
	if !slices.Equal(froms, []string{"scratch"}) {
		t.Errorf("it is made from %v, not from nothing", froms)
	}
	if uid, _, _ := strings.Cut(instructions["USER"], ":"); uid == "" || uid == "0" || uid == "root" {
		t.Errorf("it runs as %q", instructions["USER"])
	}
	for _, name := range copies {
		if _, err := os.Stat(root(name)); err != nil && name != "bin/xunzhang" { // which is built before
			t.Error(err)
		}
	}
	known := (&app{}).root()
	_, check, _ := strings.Cut(instructions["HEALTHCHECK"], "CMD ")
	for _, list := range []string{check, instructions["CMD"]} {
		var args []string
		if err := json.Unmarshal([]byte(list), &args); err != nil {
			t.Fatalf("%s: a form that needs a shell: %v", list, err)
		}
		c, rest, err := known.Find(slices.DeleteFunc(args, func(s string) bool { return s == "/xunzhang" }))
		if err == nil {
			err = c.ParseFlags(rest)
		}
		if err != nil || c == known {
			t.Errorf("%s: the program does not know that: %v", list, err)
		}
	}
}

// systemd rates the units as hardened.
func TestUnits(t *testing.T) {
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is missing")
	}
	for _, name := range []string{"xunzhang.service", "xunzhang-reindex.service"} {
		out, err := exec.CommandContext(t.Context(), "systemd-analyze", "security", "--offline=true", root("deploy", name)).CombinedOutput()
		if err != nil && !strings.Contains(string(out), "exposure level") {
			t.Skipf("systemd-analyze cannot judge files here: %v %s", err, out)
		}
		m := regexp.MustCompile(`exposure level for \S+: ([0-9.]+)`).FindStringSubmatch(string(out))
		if m == nil {
			t.Fatalf("%s", out)
		}
		if level, err := strconv.ParseFloat(m[1], 64); err != nil || level > 2 {
			t.Errorf("%s: exposure %s, want 2.0 at most\n%s", name, m[1], out)
		}
	}
}

// docs/operations.md has the same text as the units.
func TestUnitsAreDocumented(t *testing.T) {
	doc := text(t, "docs", "operations.md")
	for _, name := range []string{"xunzhang.service", "xunzhang-reindex.service", "xunzhang-reindex.timer", "Containerfile"} {
		if !strings.Contains(doc, "../deploy/"+name) {
			t.Errorf("docs/operations.md does not name deploy/%s", name)
		}
	}
}

// The metrics that the dashboard and the alerts use exist.
func TestDashboardAndAlerts(t *testing.T) {
	p := start(t, "serve", "--index", filepath.Join(t.TempDir(), "none"), "--addr", "127.0.0.1:0", "--admin", "127.0.0.1:0", "--drain-delay", "0s")
	address := p.line(t)
	for _, path := range []string{"/search?q=a", "/api/v1/search?q=小红书", "/api/v1/search?page=0", "/nothing"} {
		if resp, err := http.Get(address + path); err == nil {
			resp.Body.Close()
		}
	}
	admin := regexp.MustCompile(`"addr":"([^"]+)","for":"administration"`).FindStringSubmatch(p.stderr.String())
	if admin == nil {
		t.Fatalf("%s", p.stderr.String())
	}
	resp, err := http.Get("http://" + admin[1] + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?m)^# TYPE (\S+) `).FindAllStringSubmatch(string(body), -1) {
		there[m[1]] = true
	}
	for _, file := range []string{"grafana.json", "alerts.yml"} {
		asked := regexp.MustCompile(`\b(xunzhang|go|process)_[a-z0-9_]+`).FindAllString(text(t, "docs", file), -1)
		if len(asked) < 5 {
			t.Errorf("docs/%s asks for %v", file, asked)
		}
		for _, name := range asked {
			if base := regexp.MustCompile(`_(bucket|sum|count)$`).ReplaceAllString(name, ""); !there[name] && !there[base] {
				t.Errorf("docs/%s asks for %s, which there is not", file, name)
			}
		}
	}
	if !json.Valid([]byte(text(t, "docs", "grafana.json"))) {
		t.Error("docs/grafana.json is no JSON")
	}
}
