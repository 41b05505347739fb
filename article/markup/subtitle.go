package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	subtitleTime = regexp.MustCompile(`^(?:\d+:)?\d{1,2}:\d{2}[.,]\d{1,3}\s+-->\s+`)
	subtitleTag  = regexp.MustCompile(`<[^<>\n]{1,60}>|\{\\[^{}\n]{1,60}\}`)
)

// maxSpeech is the length in runes from which what is said becomes a new
// paragraph where a sentence ends, or at four times that anywhere.
const maxSpeech = 120

// Subtitles turns subtitles (SubRip, WebVTT) into paragraphs of what is said,
// parted by blank lines. A line that stays on the screen is said once.
func Subtitles(s string) string {
	var out, speech strings.Builder
	end := func() {
		out.WriteString(speech.String())
		out.WriteString("\n\n")
		speech.Reset()
	}
	all := linesOf(s)
	said := ""
	for i, line := range all {
		line = strings.TrimSpace(subtitleTag.ReplaceAllString(line, ""))
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

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isSubtitleHead reports whether a line is what WebVTT says to programs.
func isSubtitleHead(line string) bool {
	line = strings.TrimPrefix(line, "\ufeff")
	return strings.HasPrefix(line, "WEBVTT") || strings.HasPrefix(line, "NOTE ") || line == "NOTE" || line == "STYLE" || strings.HasPrefix(line, "Kind: ") || strings.HasPrefix(line, "Language: ")
}
