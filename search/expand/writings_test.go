package expand

import (
	"errors"
	"slices"
	"strings"
	"testing"
)

// The writings of a name are the same whichever of them is asked for, without those
// that a later list takes back.
func TestWritings(t *testing.T) {
	first := File{Name: "first", Kind: Alias, Text: strings.NewReader("AB测试 == ABtest == A/B test\n鹅厂 = 腾讯\n")}
	own := File{Name: "own", Kind: Alias, Text: strings.NewReader("ABtest == A/B test @0\n")}
	table, err := Load(first)
	if err != nil {
		t.Fatal(err)
	}
	all := []string{"ab测试", "abtest", "a/b test"}
	for _, w := range all {
		if got := table.Writings(w); !slices.Equal(got, all) {
			t.Errorf("%s: %v, want %v", w, got, all)
		}
		found := table.Match([]rune(w))
		if len(found) != 2 || found[0].Kind != Joined || found[0].Weight != 1 {
			t.Errorf("%s: %+v", w, found)
		}
	}
	for _, w := range []string{"鹅厂", "量子", ""} {
		if got := table.Writings(w); got != nil {
			t.Errorf("%s: %v, want none", w, got)
		}
	}
	first.Text = strings.NewReader("AB测试 == ABtest == A/B test\n")
	if table, err = Load(first, own); err != nil {
		t.Fatal(err)
	}
	if got := table.Writings("abtest"); !slices.Equal(got, []string{"ab测试", "abtest"}) {
		t.Errorf("after one was taken back: %v", got)
	}
}

func TestWritingsHaveNoWeight(t *testing.T) {
	if _, err := Load(File{Name: "f", Kind: Alias, Text: strings.NewReader("AB测试 == ABtest @0.5\n")}); !errors.Is(err, ErrFormat) {
		t.Errorf("error %v, want ErrFormat", err)
	}
}
