package opensearch

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A manifest describes a generation. It is written last: an index without one was
// left behind by a job that died.
type manifest struct {
	Layout      string              `json:"layout"`
	Number      int                 `json:"number"`
	Token       string              `json:"token"`
	Fingerprint string              `json:"fingerprint"`
	BuiltAt     time.Time           `json:"built_at"`
	Parts       int                 `json:"parts"`
	Articles    int                 `json:"articles"`
	Long        int                 `json:"long"` // articles of several parts
	Paragraphs  int                 `json:"paragraphs"`
	Runes       int64               `json:"runes"`
	Length      int64               `json:"length"` // grams of all parts
	Newest      time.Time           `json:"newest,omitzero"`
	Bytes       int64               `json:"bytes"`
	Shards      int                 `json:"shards"`
	Files       map[string]fileInfo `json:"files"`
	Vocabulary  fileInfo            `json:"vocabulary"` // where its blocks begin
	Blocks      int                 `json:"blocks"`
	Canaries    []canary            `json:"canaries"`
}

// A canary is a term and a part that holds it. A search for the term must find the
// part.
type canary struct {
	Field engine.Field `json:"field"`
	Term  []byte       `json:"term"`
	Part  []byte       `json:"part"`
}

func (m *manifest) state() engine.State {
	return engine.State{
		Generation: m.Number, Fingerprint: m.Fingerprint, BuiltAt: m.BuiltAt, Parts: m.Parts, Articles: m.Articles,
		Paragraphs: m.Paragraphs, Runes: m.Runes, IndexBytes: m.Bytes, Newest: m.Newest,
	}
}

func manifestID(number int) string { return fmt.Sprintf("manifest-%06d", number) }

// writeManifest stores a manifest and its checksum.
func (e *Engine) writeManifest(ctx context.Context, m *manifest) error {
	text, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("manifest: %w", err)
	}
	doc := sideDoc{Kind: kindManifest, Data: fmt.Appendf(text, "\n%08x", checksum(text))}
	path := fmt.Sprintf("/%s/_doc/%s?refresh=true", e.o.sideName(), manifestID(m.Number))
	if err := e.client.order(ctx, http.MethodPut, path, doc, nil); err != nil {
		return fmt.Errorf("manifest of generation %d: %w", m.Number, err)
	}
	return nil
}

// readManifest returns the manifest of a generation; engine.ErrNotFound says
// that it has none.
func (e *Engine) readManifest(ctx context.Context, number int) (*manifest, error) {
	var answer struct {
		Source struct {
			Data string `json:"data"`
		} `json:"_source"`
	}
	what := fmt.Sprintf("manifest of generation %d", number)
	err := e.client.ask(ctx, http.MethodGet, "/"+e.o.sideName()+"/_doc/"+manifestID(number), nil, &answer)
	if statusOf(err) == http.StatusNotFound {
		return nil, fmt.Errorf("%s: %w", what, engine.ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	data, err := base64.StdEncoding.DecodeString(answer.Source.Data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w: %w", what, engine.ErrDamaged, err)
	}
	text, sum, _ := bytes.Cut(data, []byte("\n"))
	m := &manifest{}
	if string(sum) != fmt.Sprintf("%08x", checksum(text)) {
		return nil, fmt.Errorf("%s: %w: its checksum is wrong", what, engine.ErrDamaged)
	}
	if err := json.Unmarshal(text, m); err != nil {
		return nil, fmt.Errorf("%s: %w: %w", what, engine.ErrDamaged, err)
	}
	switch {
	case m.Layout != Layout:
		return nil, fmt.Errorf("%s: %w: it has layout %q, this program reads %q; reindex", what, engine.ErrFingerprint, m.Layout, Layout)
	case m.Number != number:
		return nil, fmt.Errorf("%s: %w: it describes generation %d", what, engine.ErrDamaged, m.Number)
	}
	return m, nil
}
