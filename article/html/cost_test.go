package html

import (
	"strings"
	"testing"
)

// Pages as they are written are not costly, however long.
func TestLongPagesAreRead(t *testing.T) {
	for name, doc := range map[string]string{
		"paragraphs":         "<body>" + strings.Repeat("<p>一段正文，<b>有</b>几个<a href=/x>链接</a>。</p>\n", 15_000),
		"a table":            "<table>" + strings.Repeat("<tr><td>格</td>\n<td>子</td></tr>\n", 20_000) + "</table>",
		"tables in a layout": strings.Repeat("<table>\n<tr>\n<td><table><tr><td>文</td></tr></table></td></tr></table>", 10_000),
		"an open select":     "<select>" + strings.Repeat("<option>选项</option>\n<p>正文</p>\n", 20_000),
		"an option list":     "<select>" + strings.Repeat("<option>选项</option>\n", 30_000) + "</select>",
		"unclosed items":     "<ul>" + strings.Repeat("<li>项目\n", 50_000),
	} {
		if costly(doc) {
			t.Errorf("%s: %d bytes are costly", name, len(doc))
		}
	}
}
