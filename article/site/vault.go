package site

import (
	"path"
	"regexp"
	"strings"
)

// obsidian reads the settings of a vault. Templates for new notes are left out.
func obsidian(p project) *Site {
	found := ""
	for name := range p.files {
		if strings.HasPrefix(name, ".obsidian/") && (found == "" || name < found) {
			found = name
		}
	}
	if found == "" {
		return nil
	}
	s := &Site{Tool: "Obsidian", Config: path.Join(p.root, found), Future: true, tools: []string{".trash"}}
	s.ignored = p.read(".obsidian/app.json").list("userignorefilters")
	for file, setting := range map[string]string{".obsidian/templates.json": "folder", ".obsidian/plugins/templater-obsidian/data.json": "templates_folder"} {
		if folder := strings.Trim(p.read(file).text(setting), "/"); folder != "" {
			s.tools = append(s.tools, folder)
		}
	}
	return s
}

// hiddenList finds what a graph of Logseq hides: :hidden ["/folder" "file.md"].
var (
	hiddenList = regexp.MustCompile(`(?m)^\s*:hidden\s*\[([^\]]*)\]`)
	ednText    = regexp.MustCompile(`"([^"\\]+)"`)
)

// logseq reads the settings of a graph.
func logseq(p project) *Site {
	data, ok := p.files["logseq/config.edn"]
	if !ok {
		return nil
	}
	s := &Site{Tool: "Logseq", Config: path.Join(p.root, "logseq/config.edn"), Future: true, tools: []string{"logseq/bak", "logseq/version-files", "logseq/.recycle", "whiteboards"}}
	if m := hiddenList.FindSubmatch(data); m != nil {
		for _, text := range ednText.FindAllSubmatch(m[1], -1) {
			s.ignored = append(s.ignored, string(text[1]))
		}
	}
	return s
}
