package search

import "testing"

// A date and a number of many digits are found in every writing, and marked as a
// whole.
func TestDatesAndNumbers(t *testing.T) {
	o := Options{Expand: aliases(t)}
	for _, c := range []struct{ query, text, want string }{
		{"2024/3/5", "会议在2024年3月5日举行。", "会议在【2024年3月5日】举行。"},
		{"2024-03-05", "会议在2024年3月5日举行。", "会议在【2024年3月5日】举行。"},
		{"2024年3月5日", "发布于 2024-03-05，更新于 2024/3/6。", "发布于 【2024-03-05】，更新于 2024/3/6。"},
		{"2024年3月5日", "发布于 2024.3.5。", "发布于 【2024.3.5】。"},
		{"12000", "共有12,000人。", "共有【12,000】人。"},
		{"1,234,567", "共有1234567人。", "共有【1234567】人。"},
	} {
		if got := read(t, o, c.query, c.text); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
		s := libraryWith(t, o, doc{ID: "a", Title: "甲", Paragraphs: []string{c.text}}, doc{ID: "b", Title: "乙", Paragraphs: []string{"2024年有12个月，5日是3的。"}})
		if r := find(t, s, Request{Text: c.query}); r.Total != 1 || r.Articles[0].ID != "a" {
			t.Errorf("%s: %d found whole: %s", c.query, r.Total, ids(r))
		}
	}
}
