package markup

import (
	"regexp"
	"strings"
)

var (
	adocHiddenTerm = regexp.MustCompile(`\(\(\(.+?\)\)\)`)
	adocIndexTerm  = regexp.MustCompile(`\(\(([^()]+)\)\)`)
	adocAnchor     = regexp.MustCompile(`\[\[[^\[\]]+\]\]`)
	adocWithin     = regexp.MustCompile(`\b(footnote|footnoteref|kbd|btn|menu|pass|stem|latexmath|asciimath|image|icon):([^\s\[\]]*)\[([^\[\]]*)\]`)
	adocLink       = regexp.MustCompile(`((?:link:|xref:)[^\s\[\]<>]+|(?:https?|ftp|irc)://[^\s\[\]<>，。]+|mailto:[^\s\[\]<>]+)\[([^\[\]]*)\]`)
	adocLinkStyle  = regexp.MustCompile(`(?:\s*,\s*\w+=.*|\^)$`)
	adocMarked     = regexp.MustCompile(`(^|[^\p{L}\p{N}&])(?:\[[^\[\]]*\])?#([^#\s](?:[^#]*[^#\s])?)#($|[^\p{L}\p{N}#])`)
	adocAnywhere   = regexp.MustCompile(`(?:\[[^\[\]]*\])?##([^#\s](?:[^#]*[^#\s])?)##`)
	adocRaised     = regexp.MustCompile(`\^([^\s^\[\]]{1,40})\^`)
	adocCross      = regexp.MustCompile(`<<([^,<>]+)(?:,\s*([^<>]+))?>>`)
)

// adocInline turns what stands within a line into Markdown.
func adocInline(s string) string {
	if strings.Contains(s, "((") {
		s = adocIndexTerm.ReplaceAllString(adocHiddenTerm.ReplaceAllString(s, ""), "$1")
	}
	if strings.Contains(s, "[") {
		s = adocAnchor.ReplaceAllString(s, "")
		s = adocWithin.ReplaceAllStringFunc(s, adocMacroWithin)
		s = adocLink.ReplaceAllStringFunc(s, adocLinkTo)
	}
	if strings.Contains(s, "#") {
		s = adocMarked.ReplaceAllString(adocAnywhere.ReplaceAllString(s, "$1"), "$1$2$3")
	}
	if strings.Contains(s, "^") {
		s = adocRaised.ReplaceAllString(s, "$1")
	}
	if !strings.Contains(s, "<<") {
		return s
	}
	return adocCross.ReplaceAllStringFunc(s, func(cross string) string {
		m := adocCross.FindStringSubmatch(cross)
		if m[2] == "" {
			return m[1]
		}
		return "[" + m[2] + "](<" + adocPlace(m[1]) + ">)"
	})
}

// adocPlace is the address of a place in this document or, by its file, in another.
func adocPlace(name string) string {
	if strings.Contains(name, "#") || strings.HasSuffix(name, ".adoc") || strings.HasSuffix(name, ".asciidoc") {
		return name
	}
	return "#" + name
}

// adocMacroWithin is what a macro within a line says.
func adocMacroWithin(macro string) string {
	m := adocWithin.FindStringSubmatch(macro)
	target, text := m[2], m[3]
	switch m[1] {
	case "footnote", "footnoteref":
		return "^[" + text + "]"
	case "menu":
		return strings.TrimSpace(target + " " + text)
	case "stem", "latexmath", "asciimath":
		return "$" + text + "$"
	case "image":
		alt, _, _ := strings.Cut(text, ",")
		return "![" + alt + "](<" + target + ">)"
	case "icon":
		return ""
	}
	return text
}

func adocLinkTo(link string) string {
	m := adocLink.FindStringSubmatch(link)
	address := m[1]
	if name, ok := strings.CutPrefix(address, "xref:"); ok {
		address = adocPlace(name)
	}
	address = strings.TrimPrefix(address, "link:")
	text := strings.Trim(adocLinkStyle.ReplaceAllString(m[2], ""), `" `)
	switch {
	case text != "":
		return "[" + text + "](<" + address + ">)"
	case strings.Contains(address, "://"):
		return "<" + address + ">"
	}
	return "[" + address + "](<" + address + ">)"
}
