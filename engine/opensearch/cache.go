package opensearch

import (
	"container/list"
	"sync"
)

// A cache keeps data of generations, which never change, up to a number of bytes.
// The least recently used entry is dropped first. It is safe for concurrent use.
type cache[V any] struct {
	mu    sync.Mutex
	most  int // bytes
	bytes int
	order *list.List // of *cached[V], the latest first
	by    map[string]*list.Element
}

type cached[V any] struct {
	key   string
	value V
	bytes int
}

func newCache[V any](most int) *cache[V] {
	return &cache[V]{most: most, order: list.New(), by: map[string]*list.Element{}}
}

func (c *cache[V]) get(key string) (V, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	element, ok := c.by[key]
	if !ok {
		var none V
		return none, false
	}
	c.order.MoveToFront(element)
	return element.Value.(*cached[V]).value, true
}

// put keeps a value, unless it is larger than a quarter of the cache.
func (c *cache[V]) put(key string, value V, bytes int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.by[key]; ok || bytes > c.most/4 {
		return
	}
	c.by[key] = c.order.PushFront(&cached[V]{key, value, bytes})
	for c.bytes += bytes; c.bytes > c.most; {
		last := c.order.Back()
		gone := c.order.Remove(last).(*cached[V])
		delete(c.by, gone.key)
		c.bytes -= gone.bytes
	}
}
