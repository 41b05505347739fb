package page

import (
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2025-01-16", "2025-01-16"}, {"2025/1/6", "2025-01-06"}, {"2025.01.16", "2025-01-16"}, {"2025年1月16日", "2025-01-16"},
		{" 2025 年 1 月 16 日 ", "2025-01-16"}, {"2025-01-16T23:30:00-05:00", "2025-01-17"}, {"2025-01-16T08:00:00Z", "2025-01-16"},
		{"2025-01-16 12:30:00", "2025-01-16"}, {"2025-01-16T12:30", "2025-01-16"}, {"2025-01-16T08:00:00+0800", "2025-01-16"},
		{"Thu, 16 Jan 2025 08:00:00 GMT", "2025-01-16"}, {"1737000000", "2025-01-16"}, {"1737000000000", "2025-01-16"},
		{"Jul 8, 2022", "2022-07-08"}, {"8 July 2022", "2022-07-08"}, {"July  8 2022", "2022-07-08"}, {"Jul 2022 things", ""},
		{"二〇二一年七月八日", "2021-07-08"}, {"二零二一年十二月三十一日", "2021-12-31"}, {"二〇二一年十月二十日", "2021-10-20"}, {"二〇二一年十三月八日", ""},
		{"20210708123000", "2021-07-08"}, {"99991308123000", ""},
		{"", ""}, {"yesterday", ""}, {"2025-13-01", ""}, {"2025-02-30", ""}, {"0000-01-01", ""}, {"2025", ""}, {"99999-01-01", ""},
	}
	for _, test := range tests {
		got := ""
		if d := ParseDate(test.text); !d.IsZero() {
			got = d.Format(time.DateOnly)
		}
		if got != test.want {
			t.Errorf("%s is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestWebAddresses(t *testing.T) {
	for _, good := range []string{"https://example.com/a?b=c#d", "http://例子.example/文章"} {
		if WebAddress(" "+good+" ") == "" {
			t.Errorf("%s was dropped", good)
		}
	}
	for _, bad := range []string{"", "javascript:alert(1)", "data:text/html,x", "ftp://example.com", "//example.com", "/a", "http://",
		"https://user:secret@example.com/", "http://a b/", "https://example.com/" + strings.Repeat("x", maxURL)} {
		if got := WebAddress(bad); got != "" {
			t.Errorf("%.40s became %s", bad, got)
		}
	}
}
