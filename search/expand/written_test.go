package expand

import "testing"

func TestWritten(t *testing.T) {
	const march = "2024年3月5日"
	for _, c := range []struct{ query, want string }{
		{"2024/3/5 发布", "2024/3/5>" + march + " 2024/3/5>2024-3-5 2024/3/5>2024-03-05 2024/3/5>2024/03/05 2024/3/5>2024.3.5 2024/3/5>2024.03.05"},
		{"2024-12-25", "2024-12-25>2024年12月25日 2024-12-25>2024/12/25 2024-12-25>2024.12.25"},
		{"2024年12月25号", "2024年12月25号>2024年12月25日 2024年12月25号>2024-12-25 2024年12月25号>2024/12/25 2024年12月25号>2024.12.25"},
		{"2024-13-05", ""},
		{"2024/3", ""},
		{"版本1.2024.3.5", ""},
		{"2024.3.5.1", ""},
		{"2024/3-5", ""},
		{"12000元", "12000>12,000"},
		{"12,000元", "12,000>12000"},
		{"1,234,567", "1,234,567>1234567"},
		{"2024", ""},
		{"1,234", "1,234>1234"},
		{"12000.5", ""},
		{"1,2,3", ""},
		{"12,0005", ""},
		{"12,000,", "12,000>12000"},
		{"12,000,x", "12,000>12000"},
		{"12,000,5", ""},
		{"v12000", ""},
		{"12345678901234567", ""},
		{"iphone15怎么样", "iphone15>iphone 15 iphone15>iphone-15"},
		{"win10 ps4", "win10>win 10 win10>win-10 ps4>ps 4 ps4>ps-4"},
		{"iphone15pro", ""},
		{"html5.1", ""},
		{"h5", ""},
		{"4g5", ""},
		{"iphone 15", ""},
		{"user@gpt4", "gpt4>gpt 4 gpt4>gpt-4"},
		{"", ""},
		{"5", ""},
	} {
		if got := shown(Written([]rune(c.query))); got != c.want {
			t.Errorf("%s: %s, want %s", c.query, got, c.want)
		}
	}
}

func FuzzWritten(f *testing.F) {
	f.Add("2024-03-05 和 1,234,567")
	f.Add("2024年3月5日,12,000,")
	f.Add("iphone15 gpt4o")
	f.Fuzz(func(t *testing.T, text string) {
		runes := []rune(text)
		for _, a := range Written(runes) {
			if a.Start < 0 || a.End > len(runes) || a.Start >= a.End || string(runes[a.Start:a.End]) != a.From || a.Text == a.From {
				t.Errorf("%q: %+v", text, a)
			}
		}
	})
}
