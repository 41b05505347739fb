package content

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// A notice takes a line, at most this many runes. What is longer says something about
// copying texts.
const maxNotice = 120

var (
	// notice are the sentences with which texts say who may copy them.
	notice = regexp.MustCompile(
		`未[经經][^。！？]{0,12}[许許授同允][可权權意许許][^。！？]{0,6}[,，；、 ]?(?:请勿|請勿|[禁严嚴谢謝][止禁绝絕]|不得)[^。！？]{0,12}[转轉][载載]` +
			`|(?:请勿|請勿|禁止|[严嚴]禁|[谢謝][绝絕])(?:任何形式(?:的|之)?|私自|擅自|一切)?[转轉][载載]` +
			`|[转轉][载載](?:本文|文章)?(?:时|時)?(?:请|請|[须須]|[务務]必)[^。！？]{0,6}(?:注明|註明|[标標]明|[联聯][系繫]|保留)` +
			`|(?i:all rights reserved)|版[权權]所有(?:[^者人方权權]|$)`)
	// announcement are the words with which a text speaks of itself, as of what it is
	// going to say. Not those in 日本文化, 脚本文件 and 来聊天.
	announcement = regexp.MustCompile(
		`(?:^|[^日文版基脚腳成样樣资資副课課剧劇])本文(?:[^化件档檔字学學物艺藝明本]|$)|本篇|[这這]篇文章` +
			`|(?:聊聊|聊一聊|聊一下|[来來]聊|[谈談][谈談]|[谈談]一[谈談])(?:[^天]|$)`)
	// address is an address of the web in a text.
	address = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[!-~]+`)
)

// IsNotice reports whether a paragraph is not part of what its article says, but says
// who may copy it. Every other article of a media archive ends with one, and it holds
// the names of author and publisher.
func (p Paragraph) IsNotice() bool {
	return len(p.Text) <= maxNotice*utf8.UTFMax && utf8.RuneCountInString(p.Text) <= maxNotice && mentionsCopies(p.Text) && notice.MatchString(p.Text)
}

// mentionsCopies spares nearly every text the expression.
func mentionsCopies(text string) bool {
	return holdsAny(text, "转", "轉", "版", "eserved", "ESERVED")
}

// maxAnnouncement is how many runes an announcement has at most. A longer paragraph
// says more than what its article is about.
const maxAnnouncement = 150

// IsAnnouncement reports whether a paragraph says what its article is going to say, or
// has said (本文将…, 今天聊聊…), in place of saying it. It holds the words of the topic,
// and answers nothing about it.
func (p Paragraph) IsAnnouncement() bool {
	return len(p.Text) <= maxAnnouncement*utf8.UTFMax && utf8.RuneCountInString(p.Text) <= maxAnnouncement &&
		holdsAny(p.Text, "本文", "本篇", "篇文章", "聊", "谈", "談") && announcement.MatchString(p.Text)
}

// holdsAny reports whether a text holds one of some words.
func holdsAny(text string, words ...string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}

// beside is how many letters and digits beside an address of the web at most say only
// what it is (原文链接：…).
const beside = 10

// isAddress reports whether a text is an address of the web and next to nothing else.
// Such a paragraph is a link even where the format has none.
func isAddress(text string) bool {
	if !strings.Contains(text, "://") && !strings.Contains(text, "www.") { // spares nearly every text the expression
		return false
	}
	found := address.FindAllString(text, -1)
	letters := block.Letters(text)
	for _, a := range found {
		letters -= block.Letters(a)
	}
	return len(found) > 0 && letters <= beside*len(found)
}
