package web

import "testing"

func TestAsTyped(t *testing.T) {
	for _, c := range []struct{ typed, word, want string }{
		{"小红书 TikTok 难民", "tiktok", "TikTok"},
		{"AB测试", "ab测试", "AB测试"},
		{"脸书", "脸书", "脸书"},
		{"臉書", "脸书", "脸书"}, // another script: as the query was understood
		{"İ TikTok", "tiktok", "tiktok"},
		{"", "tiktok", "tiktok"},
	} {
		if got := asTyped(c.typed, c.word); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.word, c.typed, got, c.want)
		}
	}
}
