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

// bulkBytes is the largest body of a bulk request, in bytes. Only a single document
// may be larger.
const bulkBytes = 8 << 20

// A bulk request is sent bulkTries times at most while the cluster is busy. The
// pause before a try is twice that before the last one, and begins at twice
// bulkWait.
const (
	bulkTries = 8
	bulkWait  = 200 * time.Millisecond
)

// bulkPatience is how long a job waits for a cluster that accepts no documents. A
// node that restarts is back by then. Waiting longer would not help: an index that
// is being built has no replicas, and a shard whose node is lost for good never
// accepts documents again.
const bulkPatience = time.Minute

// ErrRefused says that the cluster rejects a document, which the error names.
var ErrRefused = errors.New("the cluster refuses a document")

// ErrFull says that the cluster does not let an index be written because the disk
// of a node is nearly full. It wraps engine.ErrUnavailable.
var ErrFull = fmt.Errorf("%w: the disk of a node is nearly full", engine.ErrUnavailable)

// full says whether a document was refused because of ErrFull: the disk is above
// the flood-stage watermark. Sending the document again does not help.
func (f *fault) full(status int) bool {
	return status == http.StatusTooManyRequests && f.Type == kindBlocked
}

const kindBlocked = "cluster_block_exception"

// A bulk collects operations on one index, and sends them in requests of bounded
// size. Only one goroutine may use it.
type bulk struct {
	e       *Engine
	target  string
	most    int
	items   []bulkItem
	bytes   int
	refused string // name of a document that has to be sent again, and why; for an error
}

// A bulkItem is one operation. Errors call it by its name.
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

// flush sends the collected operations, and again those for which the cluster was
// too busy.
func (b *bulk) flush(ctx context.Context) error {
	items, begun := b.items, time.Now()
	b.items, b.bytes = nil, 0
	var err error
	for try := range bulkTries {
		if len(items) == 0 {
			return nil
		}
		if try > 0 && time.Since(begun) > b.e.patience {
			break
		}
		if try > 0 {
			if err := pause(ctx, bulkWait<<try); err != nil {
				return err
			}
		}
		if items, err = b.send(ctx, items); err != nil && !busy(statusOf(err)) && !errors.Is(err, errCut) {
			return fmt.Errorf("write to index %s: %w", b.target, err)
		}
	}
	if len(items) > 0 && err == nil {
		err = fmt.Errorf("%w: %d documents were not taken for %.0f s, such as %s", engine.ErrUnavailable, len(items), time.Since(begun).Seconds(), b.refused)
	}
	if err != nil {
		return fmt.Errorf("write to index %s: %w", b.target, err)
	}
	return nil
}

// pause waits between d/2 and 3d/2, at random, so that several jobs do not retry at
// the same moments.
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

// busy says whether an operation may succeed when it is sent again: the cluster has
// too much to do, or a node was lost while it wrote.
func busy(status int) bool {
	return status == http.StatusTooManyRequests || status >= http.StatusInternalServerError
}

// send sends items, and returns those that have to be sent again, which are all of
// them after an error.
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
	wait := max(1, int(b.e.patience.Seconds()/2)) // seconds that the cluster waits for a missing shard; half of ours, so that there is time for a second try
	if err := b.e.client.order(ctx, http.MethodPost, fmt.Sprintf("/%s/_bulk?timeout=%ds", b.target, wait), body.Bytes(), &answer); err != nil {
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
			case result.Error.full(result.Status):
				return items, fmt.Errorf("%w: document %.200q: %s", ErrFull, items[i].name, result.Error.text())
			case busy(result.Status):
				again = append(again, items[i])
				b.refused = fmt.Sprintf("%.200q: %s", items[i].name, result.Error.text())
			default:
				return items, fmt.Errorf("%w: %.200q: %s: %s", ErrRefused, items[i].name, result.Error.Type, result.Error.text())
			}
		}
	}
	return again, nil
}
