package plan

import "testing"

// How much a search may read is limited in bytes, so that its result depends on
// neither the machine nor the time. Above 16 MB here a gate decides once whether it
// continues.
func TestVerifierCountsWhatIsRead(t *testing.T) {
	const mb = 1 << 20
	for _, c := range []struct {
		name    string
		limit   int
		closed  bool  // whether the gate refuses
		reads   []int // bytes that are requested, in this order
		allowed []bool
		asked   int // how often the gate is asked
	}{
		{"below both limits", 40 * mb, false, []int{mb, 2 * mb}, []bool{true, true}, 0},
		{"exactly up to the gate", 40 * mb, true, []int{16 * mb}, []bool{true}, 0},
		{"the gate is asked before more is read", 40 * mb, true, []int{16 * mb, 1, 1}, []bool{true, false, false}, 1},
		{"a gate that is open is asked once", 40 * mb, false, []int{17 * mb, 10 * mb, 10 * mb}, []bool{true, true, true}, 1},
		{"exactly up to the limit", 3 * mb, false, []int{2 * mb, mb}, []bool{true, true}, 0},
		{"what exceeds the limit is not read", 3 * mb, false, []int{2 * mb, mb + 1}, []bool{true, false}, 0},
		{"nothing is read after that", 3 * mb, false, []int{4 * mb, 1}, []bool{false, false}, 0},
		{"no limit", 0, false, []int{500 * mb, 500 * mb}, []bool{true, true}, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			x := NewVerifier(nil, ReadLimit{Bytes: c.limit, Heavy: 16 * mb, Gate: func() bool { asked++; return !c.closed }})
			for i, bytes := range c.reads {
				if got := x.MayRead(bytes); got != c.allowed[i] {
					t.Errorf("read %d of %d bytes: allowed %t", i+1, bytes, got)
				}
			}
			last := c.allowed[len(c.allowed)-1]
			if x.MayReadMore() != last || x.Refused != (c.closed && asked > 0) || asked != c.asked {
				t.Errorf("open %t, refused %t, gate asked %d times", x.MayReadMore(), x.Refused, asked)
			}
		})
	}
	if x := NewVerifier(nil, ReadLimit{Heavy: mb}); !x.MayRead(2 * mb) {
		t.Error("without a gate a heavy search is refused")
	}
}
