package encoding

import (
	"bytes"
	"testing"
)

// FuzzDecode checks that what is decoded without a name is text, and that text
// is never changed.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(simplified), "")
	f.Add([]byte("\xff\xfea\x00"), "utf-16")
	f.Add([]byte("\xce\xc4\xd5\xc2"), "gbk")
	f.Fuzz(func(t *testing.T, b []byte, name string) {
		s, _, err := Decode(b, Plain, name)
		if err == nil && bytes.IndexByte([]byte(s), 0) >= 0 {
			t.Errorf("NUL in %q", s)
		}
		if s, _, err := Decode([]byte(s), Plain, ""); err == nil && garbled(s) == "" {
			if again, _, err := Decode([]byte(s), Plain, "utf-8"); err != nil || again != s {
				t.Errorf("%q became %q, %v", s, again, err)
			}
		}
	})
}
