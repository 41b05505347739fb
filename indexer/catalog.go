package indexer

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"io"
	"path/filepath"
	"time"

	"github.com/klauspost/compress/zstd"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/near"
)

// catalogName is the file of a generation that holds its catalogue.
const catalogName = "catalog"

// maxCatalogBytes bounds what a catalogue may inflate to.
const maxCatalogBytes = 4 << 30

// A catalog says from which sources and documents a generation was built. It is
// stored as a compressed gob; fields may be added without a new version.
type catalog struct {
	Rules   map[string]string // what the fingerprint is made of
	Sources map[string]*source
	Groups  int // number of groups of near-duplicate articles
	Repeats int // articles in these groups, without the first of each
}

// A source holds the documents of one source. Its key in the catalogue is its
// absolute path, or "-".
type source struct {
	Documents []*document // in reading order
}

// A document is one raw document that became an article.
type document struct {
	Path       string // within the source
	Hash       hash
	ID         string   // of the article
	Names      []string // ids that it may have, the preferred one first; nil when it states its id itself
	Paragraphs int      // paragraphs in the index
	Dropped    int      // blocks dropped as furniture
	Bytes      int64    // size of the raw document
	Blocks     []uint64 // keys of the blocks that count towards furniture
	Text       near.Text
	Left       map[article.Reason]int // blocks that the reader left out, by reason
	Size       int                    // bytes of the article's paragraphs
	LeftSize   int                    // bytes of what the reader left out
	Private    bool                   // whether it is marked as not public (a draft, say), and is read on request
	Expires    time.Time              // UTC day from which its site no longer shows it, zero for never
	Suspicious string                 // why the text looks as if it had been decoded wrongly, "" for none
	References []article.Reference    // references that the reader found, as they are written
	Position   string                 // that it states among those beside it, a number; "" for none
	Within     string                 // its address within its site, where its path does not say it
	Called     []string               // names, besides its path, by which pages of a wiki refer to it
	Relations  relations              // where the references lead, and the articles before and after
	written    bool                   // whether this job writes the article
}

// A hash identifies the bytes of a raw document together with the options by which
// they are read.
type hash [16]byte

func hashOf(raw *article.Raw, o article.Options) hash {
	h := sha256.New()
	_, _ = io.WriteString(h, string(raw.Format)+"\x00"+o.Encoding+"\x00") // a hash never fails
	if d := o.Defaults; d.Category != "" || d.Author != "" || len(d.Tags) > 0 {
		fmt.Fprintf(h, "%q\x00", append([]string{d.Category, d.Author}, d.Tags...))
	}
	if raw.Site != nil {
		_, _ = io.WriteString(h, raw.Site.Rules(raw.Path)+"\x00")
	}
	_, _ = h.Write(raw.Bytes)
	return hash(h.Sum(nil)[:16])
}

// CheckSource returns an error that wraps ErrSource, the one that a job would end with,
// when a source is not there. Standard input always is.
func CheckSource(name string) error {
	if name == "-" {
		return nil
	}
	if _, err := article.Stat(name); err != nil {
		return unreadableSource(name, err)
	}
	return nil
}

func unreadableSource(name string, err error) error {
	return fmt.Errorf("%w %q: %w", ErrSource, name, err)
}

// sourceKey is the identity of a source as a user names it.
func sourceKey(name string) (string, error) {
	if name == "-" {
		return name, nil
	}
	key, err := filepath.Abs(name)
	if err != nil {
		return "", unreadableSource(name, err)
	}
	return key, nil
}

func (c *catalog) encode() ([]byte, error) {
	var b bytes.Buffer
	if err := gob.NewEncoder(&b).Encode(c); err != nil {
		return nil, fmt.Errorf("encode the catalogue: %w", err)
	}
	w, err := zstd.NewWriter(nil)
	if err != nil {
		return nil, fmt.Errorf("encode the catalogue: %w", err)
	}
	return w.EncodeAll(b.Bytes(), nil), w.Close()
}

func decodeCatalog(data []byte) (*catalog, error) {
	r, err := zstd.NewReader(bytes.NewReader(data), zstd.WithDecoderMaxMemory(maxCatalogBytes))
	if err != nil {
		return nil, fmt.Errorf("decode the catalogue: %w", err)
	}
	defer r.Close()
	c := &catalog{}
	if err := gob.NewDecoder(r).Decode(c); err != nil {
		return nil, fmt.Errorf("decode the catalogue: %w", err)
	}
	return c, nil
}

// owners maps every article id to the key of the source that it came from.
func (c *catalog) owners() map[string]string {
	m := map[string]string{}
	for key, s := range c.Sources {
		for _, d := range s.Documents {
			m[d.ID] = key
		}
	}
	return m
}
