package opensearch

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"net/http"

	"github.com/xunzhang/xunzhang/engine"
)

// The side index holds documents that are read by their ids alone: manifests,
// chunks of files, blocks of vocabularies, the lock, the report of the last job. Each
// generation has a random token, which all of its documents but the manifest hold.

// Kinds of documents in the side index.
const (
	kindManifest = "manifest"
	kindChunk    = "chunk"
	kindLock     = "lock"
	kindJob      = "job"
)

// A sideDoc is a document of the side index.
type sideDoc struct {
	Kind  string `json:"kind"`
	Token string `json:"token,omitempty"`
	Data  []byte `json:"data,omitempty"`
	Body  any    `json:"body,omitempty"`
}

// ensureSide creates the side index where there is none, and refuses one that
// is not ours.
func (e *Engine) ensureSide(ctx context.Context) error {
	err := e.checkLayout(ctx, e.o.sideName())
	if statusOf(err) != http.StatusNotFound {
		return err
	}
	err = e.client.order(ctx, http.MethodPut, "/"+e.o.sideName(), sideBody(), nil)
	if alreadyThere(err) { // another job has just created it
		return e.checkLayout(ctx, e.o.sideName())
	}
	if err != nil {
		return fmt.Errorf("create index %s: %w", e.o.sideName(), err)
	}
	return nil
}

// checkLayout refuses an index that another program made, or this one with another
// layout.
func (e *Engine) checkLayout(ctx context.Context, index string) error {
	var answer map[string]struct {
		Mappings struct {
			Meta struct {
				Ours *struct {
					Layout string `json:"layout"`
				} `json:"xunzhang"`
			} `json:"_meta"`
		} `json:"mappings"`
	}
	if err := e.client.ask(ctx, http.MethodGet, "/"+index+"/_mapping", nil, &answer); err != nil {
		return fmt.Errorf("index %s: %w", index, err)
	}
	ours := answer[index].Mappings.Meta.Ours
	switch {
	case ours == nil:
		return fmt.Errorf("index %s: %w: it is of another program; choose another name", index, ErrForeign)
	case ours.Layout != Layout:
		return fmt.Errorf("index %s: %w: it has layout %q, this program reads %q; reindex under another name", index, engine.ErrFingerprint, ours.Layout, Layout)
	}
	return nil
}

// ErrForeign says that an index with our name belongs to another program.
var ErrForeign = errors.New("the index is not of xunzhang")

// getMost is how many documents one request reads at most.
const getMost = 64

// sideData returns the data of documents, in the order of ids. A missing one is
// engine.ErrDamaged.
func (e *Engine) sideData(ctx context.Context, ids []string) ([][]byte, error) {
	data := make([][]byte, 0, len(ids))
	for len(ids) > 0 {
		some := ids[:min(getMost, len(ids))]
		ids = ids[len(some):]
		var answer struct {
			Docs []struct {
				ID     string `json:"_id"`
				Found  bool   `json:"found"`
				Source struct {
					Data []byte `json:"data"`
				} `json:"_source"`
				Error *fault `json:"error"`
			} `json:"docs"`
		}
		if err := e.client.ask(ctx, http.MethodPost, "/"+e.o.sideName()+"/_mget", object{"ids": some}, &answer); err != nil {
			return nil, err
		}
		for _, d := range answer.Docs {
			switch {
			case d.Error != nil:
				return nil, fmt.Errorf("%w: index %s: document %s: %s", engine.ErrUnavailable, e.o.sideName(), d.ID, d.Error.text())
			case !d.Found:
				return nil, fmt.Errorf("index %s: %w: document %s is missing", e.o.sideName(), engine.ErrDamaged, d.ID)
			}
			data = append(data, d.Source.Data)
		}
	}
	return data, nil
}

// A fileInfo is what is needed to find a file and to verify it.
type fileInfo struct {
	Size   int64  `json:"size"`
	CRC32C uint32 `json:"crc32c"`
	Chunks int    `json:"chunks"`
	Name   string `json:"name"` // what the ids of its chunks begin with
}

// chunkBytes is the largest chunk of a compressed file. Each chunk is one document.
const chunkBytes = 1 << 20

func checksum(b []byte) uint32 { return crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)) }

func chunkID(name string, n int) string { return fmt.Sprintf("%s-%d", name, n) }

// writeFile stores a file in chunks under a name that no other file has.
func (e *Engine) writeFile(ctx context.Context, token, name string, data []byte) (fileInfo, error) {
	info := fileInfo{Size: int64(len(data)), CRC32C: checksum(data), Name: name}
	b := e.newBulk(e.o.sideName())
	for rest := e.codec.compress(data); len(rest) > 0; info.Chunks++ {
		some := rest[:min(chunkBytes, len(rest))]
		rest = rest[len(some):]
		if err := b.index(ctx, chunkID(name, info.Chunks), name, sideDoc{Kind: kindChunk, Token: token, Data: some}); err != nil {
			return info, err
		}
	}
	return info, b.flush(ctx)
}

func (e *Engine) readFile(ctx context.Context, info fileInfo) ([]byte, error) {
	ids := make([]string, info.Chunks)
	for i := range ids {
		ids[i] = chunkID(info.Name, i)
	}
	chunks, err := e.sideData(ctx, ids)
	if err != nil {
		return nil, err
	}
	data, err := e.codec.expand(bytes.Join(chunks, nil))
	if err != nil {
		return nil, fmt.Errorf("file %s: %w: %w", info.Name, engine.ErrDamaged, err)
	}
	if int64(len(data)) != info.Size || checksum(data) != info.CRC32C {
		return nil, fmt.Errorf("file %s: %w: its checksum is wrong", info.Name, engine.ErrDamaged)
	}
	return data, nil
}

// deleteSide removes documents of the side index that match a query.
func (e *Engine) deleteSide(ctx context.Context, query object) error {
	path := "/" + e.o.sideName() + "/_refresh"
	if err := e.client.order(ctx, http.MethodPost, path, nil, nil); err != nil {
		return err
	}
	var answer struct {
		Failures []json.RawMessage `json:"failures"`
	}
	path = "/" + e.o.sideName() + "/_delete_by_query?conflicts=proceed"
	if err := e.client.order(ctx, http.MethodPost, path, object{"query": query}, &answer); err != nil {
		return err
	}
	if len(answer.Failures) > 0 {
		return fmt.Errorf("%w: index %s: %d documents cannot be removed: %.300s", engine.ErrUnavailable, e.o.sideName(), len(answer.Failures), answer.Failures[0])
	}
	return nil
}
