package scan

// build makes the automaton of the encoded terms. States are numbered in the order
// in which the trie is built; 0 is the root.
func (m *Matcher) build(terms [][]uint8) {
	m.stride = len(m.classes) + firstClass
	m.next = append(m.next[:0], make([]uint16, m.stride)...)
	m.outputs, m.last = append(m.outputs[:0], nil), append(m.last[:0], none)
	for i, t := range terms {
		if len(t) > 0 {
			m.insert(t, int32(i))
		}
	}
	m.link()
}

func (m *Matcher) insert(t []uint8, index int32) {
	state := 0
	for _, c := range t {
		slot := state*m.stride + int(c)
		if m.next[slot] == 0 {
			if len(m.outputs) > 1<<16-1 {
				return
			}
			m.next[slot] = uint16(len(m.outputs))
			m.next = append(m.next, make([]uint16, m.stride)...)
			m.outputs, m.last = append(m.outputs, nil), append(m.last, c)
		}
		state = int(m.next[slot])
	}
	m.outputs[state] = append(m.outputs[state], index)
}

// link turns the trie into a deterministic automaton: a missing edge becomes
// the edge of the longest suffix that is a state, and a state also ends what
// its suffix ends.
func (m *Matcher) link() {
	fail := make([]uint16, len(m.outputs))
	queue := make([]uint16, 0, len(m.outputs))
	for c := firstClass; c < m.stride; c++ {
		if s := m.next[c]; s != 0 {
			queue = append(queue, s)
		}
	}
	for i := 0; i < len(queue); i++ {
		s := int(queue[i])
		m.outputs[s] = append(m.outputs[s], m.outputs[fail[s]]...)
		for c := firstClass; c < m.stride; c++ {
			slot, suffix := s*m.stride+c, m.next[int(fail[s])*m.stride+c]
			if child := m.next[slot]; child != 0 {
				fail[child] = suffix
				queue = append(queue, child)
			} else {
				m.next[slot] = suffix
			}
		}
	}
}
