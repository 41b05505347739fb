package markup

import (
	"html"
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	subtitleTime = regexp.MustCompile(`^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+`)
	subtitleTag  = regexp.MustCompile(`<[^<>\n]{1,60}>|\{\\[^{}\n]{1,60}\}`)
)

// maxSpeech is the length of a paragraph, in runes, after which it ends with the
// next sentence. After four times that it ends anywhere.
const maxSpeech = 120

// Subtitles turns subtitles (SubRip, WebVTT, SubStation Alpha) into paragraphs of what
// is said, separated by blank lines. A line that is repeated, because it stays on the
// screen, is written once.
func Subtitles(s string) string {
	var out, speech strings.Builder
	if strings.Contains(s, "[Script Info]") {
		s = dialogue(s)
	}
	end := func() {
		out.WriteString(speech.String())
		out.WriteString("\n\n")
		speech.Reset()
	}
	all := linesOf(s)
	isVTT := strings.HasPrefix(strings.TrimPrefix(s, "\ufeff"), "WEBVTT")
	said, programs := "", false
	for i, line := range all {
		line = strings.TrimSpace(subtitleTag.ReplaceAllString(line, ""))
		if isVTT {
			line = html.UnescapeString(line)
			programs = line != "" && (programs || isProgramBlock(line))
			if programs {
				continue
			}
		}
		counter := strings.Trim(line, "0123456789") == "" && i+1 < len(all) && subtitleTime.MatchString(strings.TrimSpace(all[i+1]))
		if line == "" || counter || line == said || subtitleTime.MatchString(line) || isSubtitleHead(line) {
			continue
		}
		said = line
		speech.WriteString(line)
		speech.WriteByte('\n')
		if n := utf8.RuneCountInString(speech.String()); n >= 4*maxSpeech || n >= maxSpeech && strings.ContainsRune("。！？.!?…", lastRune(line)) {
			end()
		}
	}
	end()
	return strings.TrimSpace(out.String())
}

// Lines of SubStation Alpha that hold what is said: fields between commas, the text last.
const (
	dialogueMark   = "Dialogue:"
	dialogueFields = 10
)

// dialogue is what the lines of SubStation Alpha say. Shapes that are drawn are not said.
func dialogue(s string) string {
	var said []string
	for _, line := range linesOf(s) {
		fields := strings.SplitN(line, ",", dialogueFields)
		if !strings.HasPrefix(line, dialogueMark) || len(fields) < dialogueFields || drawing.MatchString(fields[dialogueFields-1]) {
			continue
		}
		said = append(said, strings.NewReplacer(`\N`, "\n", `\n`, "\n", `\h`, " ").Replace(fields[dialogueFields-1]))
	}
	return strings.Join(said, "\n")
}

var drawing = regexp.MustCompile(`\{[^{}]*\\p[1-9][^{}]*\}`)

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isProgramBlock reports whether a line of WebVTT begins lines that are meant for programs
// or translators, up to a blank one.
func isProgramBlock(line string) bool {
	return line == "STYLE" || line == "REGION" || line == "NOTE" || strings.HasPrefix(line, "NOTE ") || strings.HasPrefix(line, "STYLE ")
}

// isSubtitleHead reports whether a line of WebVTT is meant for programs.
func isSubtitleHead(line string) bool {
	line = strings.TrimPrefix(line, "\ufeff")
	return strings.HasPrefix(line, "WEBVTT") || strings.HasPrefix(line, "NOTE ") || line == "NOTE" || line == "STYLE" || strings.HasPrefix(line, "Kind: ") || strings.HasPrefix(line, "Language: ")
}
