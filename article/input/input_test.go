package input_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/xunzhang/xunzhang/article/input"
)

// The limit holds whatever size was announced.
func TestReadAll(t *testing.T) {
	for _, test := range []struct {
		what        string
		text        string
		size, limit int64
		fits        bool
	}{
		{"the announced size", "12345", 5, 9, true},
		{"at the limit", "12345", 5, 5, true},
		{"announced above the limit", "12345", 6, 5, false},
		{"longer than announced", "123456789", 2, 9, true},
		{"longer than announced and than the limit", "123456789", 2, 8, false},
		{"shorter than announced", "12", 5, 9, true},
		{"no size", "12345", -1, 9, true},
		{"nothing", "", 0, 0, true},
	} {
		for _, in := range []string{"whole", "byte by byte"} {
			r := iotest.DataErrReader(strings.NewReader(test.text))
			if in == "byte by byte" {
				r = iotest.OneByteReader(strings.NewReader(test.text))
			}
			data, fits, err := input.ReadAll(r, test.size, test.limit)
			if fits != test.fits || err != nil || fits && string(data) != test.text {
				t.Errorf("%s, %s: %q %t %v", test.what, in, data, fits, err)
			}
		}
	}
	fault := errors.New("unreadable")
	if _, fits, err := input.ReadAll(iotest.ErrReader(fault), 5, 9); fits || !errors.Is(err, fault) {
		t.Errorf("a faulty reader: %t %v", fits, err)
	}
}
