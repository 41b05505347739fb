package bleve

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/util"
	api "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// writeBleve writes the files that make the folder a bleve index: index_meta.json,
// which says what kind of index it is, and a scorch snapshot, which lists the
// segments and their deleted documents.
func (g *generation) writeBleve() error {
	if _, ok := g.linked[metaName]; !ok {
		meta, err := json.Marshal(map[string]any{
			"storage": scorch.Name, "index_type": scorch.Name,
			"config": map[string]any{"read_only": true}, // so that opening it changes nothing
		})
		if err != nil {
			return fmt.Errorf("write %s: %w", metaName, err)
		}
		if err := writeFile(g.e.disk, filepath.Join(g.dir, metaName), meta); err != nil {
			return fmt.Errorf("write %s: %w", metaName, err)
		}
	}
	if err := g.e.disk.Make(filepath.Join(g.dir, rootName), g.writeSnapshot); err != nil {
		return fmt.Errorf("write %s: %w", rootName, err)
	}
	return nil
}

// writeSnapshot writes root.bolt with a single snapshot, as scorch does
// (prepareBoltSnapshot in its persister.go).
func (g *generation) writeSnapshot(path string) (err error) {
	db, err := util.OpenBolt(path, workFile, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.NoSync, db.NoGrowSync = true, true // the file is synced once, when it is whole
	return db.Update(func(tx *util.BoltTxImpl) error {
		all, err := tx.CreateBucketIfNotExists(util.BoltSnapshotsBucket)
		if err != nil {
			return err
		}
		snapshot, err := all.CreateBucketIfNotExists(ascending(1))
		if err != nil {
			return err
		}
		if err := errors.Join(describeSnapshot(snapshot), keepMapping(snapshot)); err != nil {
			return err
		}
		for _, s := range g.segments {
			if err := g.listSegment(snapshot, s); err != nil {
				return err
			}
		}
		return nil
	})
}

// describeSnapshot writes type and version of the segments.
func describeSnapshot(snapshot *util.BoltBucketImpl) error {
	meta, err := snapshot.CreateBucketIfNotExists(util.BoltMetaDataKey)
	if err != nil {
		return err
	}
	now, err := time.Now().UTC().MarshalText()
	if err != nil {
		return err
	}
	version := make([]byte, binary.MaxVarintLen32) // five bytes, as scorch writes it, of which four are used
	binary.BigEndian.PutUint32(version, zap.Version)
	return errors.Join(
		meta.Bucket.Put(util.BoltMetaDataSegmentTypeKey, []byte(zap.Type)),
		meta.Bucket.Put(util.BoltMetaDataSegmentVersionKey, version),
		meta.Bucket.Put(util.BoltMetaDataFileWriterIDKey, nil),
		meta.Bucket.Put(util.BoltMetaDataTimeStamp, now),
	)
}

// keepMapping writes the index mapping, by which bleve analyses queries.
func keepMapping(snapshot *util.BoltBucketImpl) error {
	internal, err := snapshot.CreateBucketIfNotExists(util.BoltInternalKey)
	if err != nil {
		return err
	}
	data, err := json.Marshal(indexMapping())
	if err != nil {
		return err
	}
	return internal.Bucket.Put(util.MappingInternalKey, data)
}

// listSegment writes the file name of a segment, and its deleted documents.
func (g *generation) listSegment(snapshot *util.BoltBucketImpl, s segmentFile) error {
	number, err := segmentNumber(s.name)
	if err != nil {
		return err
	}
	segment, err := snapshot.CreateBucketIfNotExists(ascending(number))
	if err != nil {
		return err
	}
	if err := segment.Bucket.Put(util.BoltPathKey, []byte(filepath.Base(s.name))); err != nil {
		return err
	}
	drops := g.drops(s)
	if drops == nil {
		return nil
	}
	dead, err := drops.ToBytes()
	if err != nil {
		return err
	}
	return segment.Bucket.Put(util.BoltDeletedKey, dead)
}

// Scorch encodes numbers as keys whose byte order is that of the numbers: a small
// one takes one byte; of a larger one the first byte says how many bytes follow.
const (
	smallZero  = 0x88
	smallMost  = 0xFD - 8 - smallZero
	lengthZero = smallZero + smallMost
)

// ascending returns the key of a number.
func ascending(n uint64) []byte {
	if n <= smallMost {
		return []byte{smallZero + byte(n)}
	}
	b := bytes.TrimLeft(binary.BigEndian.AppendUint64(nil, n), "\x00")
	return append([]byte{lengthZero + byte(len(b))}, b...)
}

// indexMapping describes the fields to bleve. It uses only analyzers that package
// bleve registers itself, so that a program needs no further import to open a
// generation. A query without a field searches grams, where a term is a pair of
// characters or a Latin word.
func indexMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultAnalyzer, m.DefaultField = keyword.Name, string(engine.Grams)
	m.ScoringModel = api.BM25Scoring
	m.StoreDynamic, m.IndexDynamic, m.DocValuesDynamic = false, false, false
	m.DefaultMapping = bleve.NewDocumentStaticMapping()
	for i, f := range schema() {
		if i == idField {
			continue
		}
		m.DefaultMapping.AddFieldMappingsAt(f.name, fieldMapping(i, f))
	}
	return m
}

func fieldMapping(number int, f field) *mapping.FieldMapping {
	var m *mapping.FieldMapping
	switch number {
	case publishedField:
		m = bleve.NewDateTimeFieldMapping()
	case viewsField:
		m = bleve.NewNumericFieldMapping()
	case titleField:
		m = bleve.NewTextFieldMapping()
		m.Analyzer = standard.Name
	default:
		m = bleve.NewTextFieldMapping()
		m.Analyzer = keyword.Name
	}
	m.Index, m.Store, m.DocValues = f.options.IsIndexed(), f.options.IsStored(), f.options.IncludeDocValues()
	m.IncludeInAll, m.IncludeTermVectors = false, false
	return m
}
