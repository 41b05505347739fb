package html

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// weixinScripts are values in the scripts of a page of a 公众号.
type weixinScripts struct {
	title, account string
	published      time.Time
	text           string // HTML that a script writes into the page
}

// Values are assigned to variables or are members of an object, in quotes that may be
// the argument of a function: var ct = "1688174400"; create_time: JsDecode('2024-03-05').
const scriptValue = `["']?\s*[:=]\s*(?:\w+\()?["']`

var (
	weixinSeconds = regexp.MustCompile(`\b(?:ct|create_time|ori_create_time|create_timestamp)` + scriptValue + `(\d{10})["']`)
	weixinDay     = regexp.MustCompile(`\b(?:create_time|createTime|publish_time)` + scriptValue + `(\d{4}-\d{2}-\d{2})`)
	weixinAccount = regexp.MustCompile(`\b(?:nickname|nick_name)` + scriptValue + `([^"'\n]{1,60})["']`)
	weixinTitle   = regexp.MustCompile(`\b(?:msg_title(?:\s*=\s*window\.title)?` + scriptValue + `|title\s*:\s*JsDecode\(["'])([^"'\n]{1,500})["']`)
	// weixinProgram tells the scripts of these pages from others.
	weixinProgram = regexp.MustCompile(`\b(?:cgiDataNew|picture_page_info_list|TextContentNoEncode)\b`)
)

// weixinTexts find a text that a script writes into the page, the more exact ones first:
// that of a message, of words alone, the recommendation of another article, and the words
// with pictures.
var weixinTexts = []*regexp.Regexp{
	textBehind(`\bcontent_noencode["']?\s*[:=]\s*`),
	textBehind(`\bTextContentNoEncode\s*=\s*(?:window\.\w+\s*\|\|\s*)?`),
	textBehind(`\btext_page_info\s*[:=]\s*\{\s*content\s*:\s*`),
	textBehind(`\bjs_share_notice\b[^\n]{0,60}\.innerHTML\s*=\s*`),
	textBehind(`\bwindow\.desc\s*=\s*`),
}

// textBehind finds a text in quotes, which may be the argument of JsDecode.
func textBehind(pattern string) *regexp.Regexp {
	return regexp.MustCompile(pattern + `(?:JsDecode\(\s*)?(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")`)
}

// inChina is by how many seconds the day begins earlier in China than in UTC.
const inChina = 8 * 60 * 60

// readWeixinScripts looks for the values in all scripts of a page.
func readWeixinScripts(root *html.Node) weixinScripts {
	var found weixinScripts
	var programs []string
	for n := range root.Descendants() {
		if tagOf(n) == atom.Script {
			program := rawText(n)
			if n.Parent != nil && attr(n.Parent, "id") == "js_share_notice" {
				program = strings.Replace(program, ".innerHTML", " js_share_notice.innerHTML", 1)
			}
			programs = append(programs, program)
		}
	}
	for _, program := range programs {
		if found.published.IsZero() {
			found.published = weixinDate(program)
		}
		page.OrText(&found.account, scriptText(weixinAccount, program))
		page.OrText(&found.title, scriptText(weixinTitle, program))
	}
	for _, pattern := range weixinTexts {
		for _, program := range programs {
			page.OrText(&found.text, scriptText(pattern, program))
		}
	}
	found.account, found.title = block.Squash(html.UnescapeString(found.account)), block.Squash(html.UnescapeString(found.title))
	return found
}

func scriptText(pattern *regexp.Regexp, program string) string {
	m := pattern.FindStringSubmatch(program)
	if m == nil {
		return ""
	}
	return unescapeScript(strings.Join(m[1:], ""))
}

// weixinDate is the day of publication that a script knows.
func weixinDate(program string) time.Time {
	if m := weixinDay.FindStringSubmatch(program); m != nil {
		return page.ParseDate(m[1])
	}
	if m := weixinSeconds.FindStringSubmatch(program); m != nil {
		seconds, _ := strconv.ParseInt(m[1], 10, 64) // the pattern admits digits only
		return page.UnixDate(float64(seconds + inChina))
	}
	return time.Time{}
}

var scriptEscape = regexp.MustCompile(`\\(?:x[0-9A-Fa-f]{2}|n|'|"|\\)`)

// unescapeScript writes the characters that a text of a script writes as \x26 and the
// like; the metadata of these pages has them too.
func unescapeScript(s string) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	return scriptEscape.ReplaceAllStringFunc(s, func(escape string) string {
		switch escape[1] {
		case 'n':
			return "\n"
		case 'x':
			code, _ := strconv.ParseUint(escape[2:], 16, 8) // the pattern admits two hexadecimal digits only
			return string(rune(code))
		}
		return escape[1:]
	})
}
