package expand

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// shown prints alternatives as "八折>8折", or "3个>三个@2" with the span's start.
func shown(all []Alternative) string {
	var out []string
	for _, a := range all {
		out = append(out, a.From+">"+a.Text)
	}
	return strings.Join(out, " ")
}

func TestNumerals(t *testing.T) {
	for _, c := range []struct{ query, want string }{
		{"支付宝 打八折 事故", "八折>8折"},
		{"打8折", "8折>八折"},
		{"七五折", "七五折>75折 七五折>7.5折"},
		{"7.5折", "7.5折>七五折 7.5折>75折"},
		{"85折", "85折>八五折 85折>8.5折"},
		{"三月", "三月>3月"},
		{"1月10日", "1月>一月 10日>十日"},
		{"二十岁", "二十岁>20岁"},
		{"99岁", "99岁>九十九岁"},
		{"2倍", "2倍>二倍 2倍>两倍"},
		{"两倍", "两倍>2倍"},
		{"2月", "2月>二月"},
		{"劳动法第三十八条", "三十八条>38条"},
		{"第1260条", "1260条>一千二百六十条"},
		{"第一千零六条", "一千零六条>1006条"},
		{"世界500强", "500强>五百强"},
		{"二〇二五年", "二〇二五年>2025年"},
		{"2025年", "2025年>二〇二五年"},
		{"三百五十个", "三百五十个>350个"},
		{"100天", "100天>一百天"},
		// Texts that are not numbers, or must not be read as numbers.
		{"十分重要", ""},
		{"10分", ""},
		{"一个人", ""},
		{"哪一天", ""},
		{"有第三人", ""},
		{"他们三人", "三人>3人"},
		{"百年孤独", ""},
		{"千万级", ""},
		{"三百五个", ""},
		{"三国演义", ""},
		{"5g套餐 b2b 3d年", ""},
		{"1,500元", ""},
		{"2.5倍", ""},
		{"007集", ""},
		{"12345个", ""},
		{"九", ""},
		{"", ""},
	} {
		if got := shown(Numerals([]rune(c.query))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.query, got, c.want)
		}
	}
}

func TestNumeralsSpanHoldsTheUnit(t *testing.T) {
	got := Numerals([]rune("打八折了"))
	if len(got) != 1 || got[0].Start != 1 || got[0].End != 3 || got[0].Kind != Number {
		t.Errorf("got %+v", got)
	}
}

func TestHanNumbersReadBack(t *testing.T) {
	for n := 1; n <= 9999; n++ {
		han := formatHan(n)
		if back, ok := parseHan([]rune(han)); !ok || back != n {
			t.Errorf("%d is written %s and read %d, %t", n, han, back, ok)
		}
	}
	for _, s := range []string{"十十", "百", "千二", "十百", "两两", "〇", "二三十", "三百五", "二〇二五一"} {
		if n, ok := parseHan([]rune(s)); ok {
			t.Errorf("%s is read as %d", s, n)
		}
	}
}

func FuzzNumerals(f *testing.F) {
	for _, s := range []string{"打八折", "2025年1月10日", "第一千二百六十条", "百千零〇两个", "1,500.5倍"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := []rune(s)
		end := 0
		for _, a := range Numerals(text) {
			if a.Start < 0 || a.End > len(text) || a.Start >= a.End || a.Start < end && !slices.Equal(text[a.Start:a.End], []rune(a.From)) {
				t.Errorf("%q: %+v", s, a)
			}
			if a.Text == string(text[a.Start:a.End]) {
				t.Errorf("%q: %s is no alternative to itself", s, fmt.Sprint(a.Text))
			}
			end = a.End
		}
	})
}
