package html_test

import (
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestDaysThatAPageShows(t *testing.T) {
	text := "<p>" + strings.Repeat("纸要抄得匀，晾得慢，揭得轻。", 6) + "</p>"
	tests := []struct{ what, head, want string }{
		{"a time above the text", "<time datetime='2024-03-05T10:00:00+08:00'>三月五日</time>", "2024-03-05"},
		{"a time without an attribute", "<div>发布于 <time>2024年3月5日</time></div>", "2024-03-05"},
		{"published and changed", "<div><time class=published datetime=2024-03-05>三月</time> · 更新于 <time datetime=2024-04-01>四月</time></div>", "2024-03-05 2024-04-01"},
		{"classes of WordPress", "<div><time class='entry-date published updated' datetime=2024-03-05>三月</time><time class=updated datetime=2024-04-01>四月</time></div>", "2024-03-05 2024-04-01"},
		{"properties", "<span itemprop=datePublished content=2024-03-05>三月</span><span itemprop=dateModified>2024-04-01</span>", "2024-03-05 2024-04-01"},
		{"a day in a sentence", "<p>纸坊建于<time datetime=1921-07-01>那年</time>，后来关了。</p>", ""},
		{"a day in a comment", "<div class=comments><time datetime=2024-03-05>三月</time></div>", ""},
		{"a list of other articles", "<ul><li><time pubdate datetime=2024-03-05>三月</time></li><li><time pubdate datetime=2024-03-06>三月</time></li></ul>", ""},
		{"many days", "<div><time>2024-03-05</time></div><div><time>2024-03-06</time></div><div><time>2024-03-07</time></div>", ""},
		{"a time of day", "<time>10:30</time>", ""},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			a := articletest.Parse(t, "x.html", "<title>抄纸</title><body><h1>抄纸</h1>"+test.head+text+"<p>后来是<time datetime=2020-01-01>某天</time>的事。</p>")
			var days []string
			for _, day := range []time.Time{a.Published, a.Updated} {
				if !day.IsZero() {
					days = append(days, day.Format(time.DateOnly))
				}
			}
			articletest.Expect(t, "days", strings.Join(days, " "), test.want)
		})
	}
	a := articletest.Parse(t, "x.html", "<meta property='article:published_time' content=2023-01-01><h1>抄纸</h1><time datetime=2024-03-05>三月</time>"+text)
	articletest.Expect(t, "the head counts more", a.Published.Format(time.DateOnly), "2023-01-01")
}
