package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// bulkBytes is how large the body of a bulk request becomes at most, but for a
// single larger document.
const bulkBytes = 8 << 20

// How often a busy cluster is asked again, and how long to wait: twice as long
// each time.
const (
	bulkTries = 8
	bulkWait  = 200 * time.Millisecond
)

// ErrRefused says that the cluster does not take a document, which is named.
var ErrRefused = errors.New("the cluster refuses a document")

// A bulk gathers operations on one index to requests of bounded size. It
// belongs to one goroutine.
type bulk struct {
	e      *Engine
	target string
	most   int
	items  []bulkItem
	bytes  int
}

// A bulkItem is one operation; name is what an error calls it.
type bulkItem struct {
	name  string
	lines []byte
}

func (e *Engine) newBulk(index string) *bulk { return &bulk{e: e, target: index, most: e.bulkBytes} }

// index writes a document, or replaces it.
func (b *bulk) index(ctx context.Context, id, name string, doc any) error {
	text, err := json.Marshal(doc)
	if err != nil {
		return fmt.Errorf("document %q: %w", name, err)
	}
	lines := fmt.Appendf(nil, `{"index":{"_id":%q}}`+"\n", id)
	return b.add(ctx, bulkItem{name, append(append(lines, text...), '\n')})
}

// remove deletes a document, which need not exist.
func (b *bulk) remove(ctx context.Context, id, name string) error {
	return b.add(ctx, bulkItem{name, fmt.Appendf(nil, `{"delete":{"_id":%q}}`+"\n", id)})
}

func (b *bulk) add(ctx context.Context, item bulkItem) error {
	if b.bytes+len(item.lines) > b.most {
		if err := b.flush(ctx); err != nil {
			return err
		}
	}
	b.items = append(b.items, item)
	b.bytes += len(item.lines)
	return nil
}

// flush sends what was gathered, and again what the cluster was too busy for.
func (b *bulk) flush(ctx context.Context) error {
	items := b.items
	b.items, b.bytes = nil, 0
	var err error
	for try := range bulkTries {
		if len(items) == 0 {
			return nil
		}
		if try > 0 {
			if err := pause(ctx, bulkWait<<try); err != nil {
				return err
			}
		}
		if items, err = b.send(ctx, items); err != nil && !busy(statusOf(err)) {
			return fmt.Errorf("write to index %s: %w", b.target, err)
		}
	}
	if len(items) > 0 && err == nil {
		err = fmt.Errorf("%w: the cluster is too busy, %d documents were refused %d times", engine.ErrUnavailable, len(items), bulkTries)
	}
	if err != nil {
		return fmt.Errorf("write to index %s: %w", b.target, err)
	}
	return nil
}

// pause waits, for a little more or less so that jobs do not keep step.
func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d/2 + rand.N(d))
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func busy(status int) bool {
	return status == http.StatusTooManyRequests || status == http.StatusServiceUnavailable
}

// send sends items, and returns those that are to be sent again. After an error
// all are.
func (b *bulk) send(ctx context.Context, items []bulkItem) ([]bulkItem, error) {
	var body bytes.Buffer
	for _, item := range items {
		body.Write(item.lines)
	}
	var answer struct {
		Errors bool `json:"errors"`
		Items  []map[string]struct {
			Status int    `json:"status"`
			Error  *fault `json:"error"`
		} `json:"items"`
	}
	if err := b.e.client.order(ctx, http.MethodPost, "/"+b.target+"/_bulk", body.Bytes(), &answer); err != nil {
		return items, err
	}
	if len(answer.Items) != len(items) {
		return items, fmt.Errorf("%w: %d answers for %d documents", engine.ErrUnavailable, len(answer.Items), len(items))
	}
	if !answer.Errors {
		return nil, nil
	}
	var again []bulkItem
	for i, item := range answer.Items {
		for _, result := range item {
			switch {
			case result.Error == nil:
			case busy(result.Status):
				again = append(again, items[i])
			default:
				return items, fmt.Errorf("%w: %.200q: %s: %s", ErrRefused, items[i].name, result.Error.Type, result.Error.text())
			}
		}
	}
	return again, nil
}
