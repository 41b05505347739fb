package html

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"github.com/xunzhang/xunzhang/article/block"
)

// weixinNotice is what a page says that has no article: its author took it back, it is
// forbidden, or the site took the one who saved it for a program. "" for other pages:
// these have more text than a notice.
func weixinNotice(root *html.Node, whole []block.Block) string {
	if textLen(whole) > maxNotice {
		return ""
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for class := range strings.FieldsSeq(attr(n, "class")) {
			if class == "weui-msg__title" || class == "global_error_msg" {
				return block.Squash(shownText(n))
			}
		}
	}
	return ""
}

// maxNotice is how many bytes of text a page with a notice has.
const maxNotice = 1000

// An invitation asks to follow, to share or to go on reading elsewhere, or says that the
// text is over.
var invitation = regexp.MustCompile(`^(?:` +
	`(?:点击|长按|扫描|扫码|识别|戳|轻触)[^。！？]{0,24}(?:蓝字|关注|二维码|订阅|名片)[^。？]{0,16}` +
	`|(?:点击|轻触|戳)[^。！？]{0,8}(?:阅读原文|阅读全文)[^。？]{0,16}` +
	`|[^。！？]{0,12}(?:点个|点亮|点一?下|随手)[^。！？]{0,4}(?:在看|赞)[^。？]{0,10}` +
	`|阅读原文|预览时标签不可点|继续滑动看下一个|轻触阅读原文|the end|end|全文完|完` +
	`)[！!～~。.]*$`)

// Invitations stand at either end of a body, and are short.
const (
	invitationsHead = 4  // blocks at the beginning that are looked at
	invitationsTail = 10 // and at the end
	maxInvitation   = 50 // runes
)

// withoutInvitations takes the invitations at both ends off a body.
func withoutInvitations(blocks []block.Block) (kept []block.Block, dropped []block.Dropped) {
	for i := range blocks {
		edge := i < invitationsHead || i >= len(blocks)-invitationsTail
		if b := &blocks[i]; edge && len(blocks) > 1 && b.Kind != block.Code && isInvitation(b.Text) {
			dropped = append(dropped, block.Dropped{Reason: block.DroppedFurniture, Text: b.Text})
			continue
		}
		kept = append(kept, blocks[i])
	}
	return kept, dropped
}

// isInvitation reports whether a text is an invitation, whatever arrows and rules stand
// around it.
func isInvitation(text string) bool {
	if utf8.RuneCountInString(text) > maxInvitation {
		return false
	}
	text = strings.Trim(strings.ToLower(block.Squash(text)), "↑↓▲▼△▽▶◀👆👇⬆⬇☝—–-─=*·•|【】[]（）()「」 \ufe0f")
	return text != "" && invitation.MatchString(text)
}
