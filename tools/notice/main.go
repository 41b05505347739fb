// Command notice writes the end of NOTICE: every module that is linked into the
// binary on any system that it is built for, with its licence. It knows where
// modules keep their licences, and fails when one has none.
//
//	go run ./tools/notice
package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// marker is the first line of the generated text.
const marker = "The Go modules in the binary, as tools/notice found them:\n"

// A module is a linked module.
type module struct{ path, version, dir string }

func main() {
	if err := run("NOTICE"); err != nil {
		fmt.Fprintln(os.Stderr, "notice:", err)
		os.Exit(1)
	}
}

func run(name string) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	head, _, _ := strings.Cut(string(text), marker)
	modules, err := linked()
	if err != nil {
		return err
	}
	list, err := licences(modules)
	if err != nil {
		return err
	}
	return os.WriteFile(name, []byte(head+marker+list), 0o644)
}

// linked returns the modules of the binary on all systems, by path.
func linked() ([]module, error) {
	seen := map[module]bool{}
	for _, system := range []string{"linux", "darwin", "windows"} {
		c := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}}\t{{.Version}}\t{{.Dir}}{{end}}{{end}}", "./cmd/xunzhang")
		c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+system)
		c.Stderr = os.Stderr
		out, err := c.Output()
		if err != nil {
			return nil, fmt.Errorf("go list for %s: %w", system, err)
		}
		for line := range strings.Lines(string(out)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) == 3 {
				seen[module{f[0], f[1], f[2]}] = true
			}
		}
	}
	var all []module
	for m := range seen {
		all = append(all, m)
	}
	slices.SortFunc(all, func(a, b module) int { return strings.Compare(a.path, b.path) })
	return all, nil
}

// licences lists the modules; those with the same licence text stand together.
func licences(modules []module) (string, error) {
	names, order := map[string][]string{}, []string{}
	for _, m := range modules {
		text, err := m.licence()
		if err != nil {
			return "", err
		}
		if names[text] == nil {
			order = append(order, text)
		}
		names[text] = append(names[text], m.path+" "+m.version)
	}
	var out strings.Builder
	for _, text := range order {
		out.WriteString("\n" + strings.Join(names[text], "\n") + "\n\n")
		for line := range strings.Lines(text) {
			out.WriteString(strings.TrimRight("    "+line, " \t\r\n") + "\n")
		}
	}
	return out.String(), nil
}

var errNoLicence = errors.New("has no licence that this program finds")

// licence returns the text of a module's licences and notices. The Apache License
// is only named, because its text is in LICENSE.
func (m module) licence() (string, error) {
	var texts []string
	entries, err := os.ReadDir(m.dir)
	if err != nil {
		return "", fmt.Errorf("%s: %w", m.path, err)
	}
	for _, e := range entries {
		if !isLicence(e.Name()) || !e.Type().IsRegular() {
			continue
		}
		b, err := os.ReadFile(filepath.Join(m.dir, e.Name()))
		if err != nil {
			return "", fmt.Errorf("%s: %w", m.path, err)
		}
		text := strings.TrimSpace(string(bytes.ToValidUTF8(b, nil)))
		if isApache(text) {
			text = "Apache License, Version 2.0; its text is in LICENSE."
		}
		texts = append(texts, text)
	}
	if len(texts) == 0 {
		return "", fmt.Errorf("%s %w", m.path, errNoLicence)
	}
	return strings.Join(texts, "\n\n") + "\n", nil
}

func isLicence(name string) bool {
	name = strings.ToUpper(name)
	return !strings.HasSuffix(name, ".GO") && slices.ContainsFunc([]string{"LICENSE", "LICENCE", "COPYING", "NOTICE", "PATENTS"},
		func(prefix string) bool { return strings.HasPrefix(name, prefix) })
}

// isApache reports whether a text is the Apache License and little besides.
func isApache(text string) bool {
	const length = 12_000 // length of its text with the appendix
	return strings.HasPrefix(text, "Apache License") && strings.Contains(text[:min(len(text), 200)], "Version 2.0") && len(text) < length
}
