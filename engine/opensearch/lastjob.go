package opensearch

import (
	"context"
	"fmt"
	"net/http"

	"github.com/xunzhang/xunzhang/engine"
)

// lastJobID is the document of the side index with the report of the last job. It
// belongs to no generation, and is not removed with one.
const lastJobID = "last-job"

// KeepJob stores the report of the last job.
func (e *Engine) KeepJob(ctx context.Context, report []byte) error {
	if err := e.checkLayout(ctx, e.o.sideName()); err != nil { // writing would create what is not there
		return fmt.Errorf("report of the last job: %w", err)
	}
	doc := sideDoc{Kind: kindJob, Data: e.codec.compress(report)}
	if err := e.client.order(ctx, http.MethodPut, "/"+e.o.sideName()+"/_doc/"+lastJobID, doc, nil); err != nil {
		return fmt.Errorf("report of the last job: %w", err)
	}
	return nil
}

// LastJob returns the report of the last job.
func (e *Engine) LastJob(ctx context.Context) ([]byte, error) {
	var answer struct {
		Source sideDoc `json:"_source"`
	}
	err := e.client.ask(ctx, http.MethodGet, "/"+e.o.sideName()+"/_doc/"+lastJobID, nil, &answer)
	if statusOf(err) == http.StatusNotFound {
		err = engine.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("report of the last job: %w", err)
	}
	report, err := e.codec.expand(answer.Source.Data)
	if err != nil {
		return nil, fmt.Errorf("report of the last job: %w: %w", engine.ErrDamaged, err)
	}
	return report, nil
}
