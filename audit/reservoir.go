package audit

import "math/rand/v2"

// A reservoir keeps some of the items that it is offered, each with the same
// probability, without knowing how many will come (reservoir sampling).
type reservoir[T any] struct {
	random *rand.Rand
	size   int // items to keep
	met    int // items offered so far
	kept   []T
}

// offer offers an item, which is made only when it is kept.
func (r *reservoir[T]) offer(item func() T) {
	r.met++
	if len(r.kept) < r.size {
		r.kept = append(r.kept, item())
	} else if i := r.random.IntN(r.met); i < r.size {
		r.kept[i] = item()
	}
}
