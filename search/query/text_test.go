package query

import (
	"errors"
	"strings"
	"testing"
)

func TestCheckText(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "小红书": "", "a\tb\r\nc\v\f": "", "\u0085\u00a0\u3000\u2028": "", "👩\u200d💻": "", "\u200b\ufeff\u00ad\u202e\ufe0f": "", "\ufffd": "", "\uffff": "",
		"\x00": "U+0000", "a\x00b": "U+0000", "\x1b[31m": "U+001B", "小\x02红": "U+0002", "\x7f": "U+007F", "\u009b": "U+009B",
		"\xff": "UTF-8", "小\xe5\xb0": "UTF-8", "\xed\xa0\x80": "UTF-8",
	} {
		err := CheckText(text)
		if want == "" && err != nil || want != "" && (!errors.Is(err, ErrText) || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A text is blank that leaves nothing to look for: it would find every article.
func TestIsBlank(t *testing.T) {
	for text, want := range map[string]bool{
		"": true, " \n　": true, "\u200b": true, "\u200d \ufeff": true, "\ufe0f": true, "\u0301": true, `"`: true, `""`: true, "“ ”": true, "「\u200b」": true, "\ufffd": true,
		"-\u200b": true, "title:\u200b": true, "\u00ad OR \u00ad": true,
		"a": false, "，": false, "-": false, "👩\u200d💻": false, "-a": false, "title:a": false, "2023..2024": false, "\u200b a": false, "OR": false, "*": false, `"，"`: false,
	} {
		if got := IsBlank(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
