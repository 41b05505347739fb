package opensearch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"

	"github.com/xunzhang/xunzhang/engine"
)

// A backup is a snapshot in one of the cluster's repositories: the index of the
// current generation, and the side index, of which a restore reads what belongs
// to that generation.

// ErrSnapshot says that the place of a backup does not have the form
// REPOSITORY/SNAPSHOT, or that the cluster has no such repository or snapshot.
var ErrSnapshot = errors.New("not a snapshot of a repository that the cluster knows")

func snapshotPath(place string) (string, error) {
	if !regexp.MustCompile(`^[A-Za-z0-9._-]+/[a-z0-9][a-z0-9._-]*$`).MatchString(place) {
		return "", fmt.Errorf("%w: %q: give REPOSITORY/SNAPSHOT, the snapshot in small letters", ErrSnapshot, place)
	}
	return "/_snapshot/" + place, nil
}

// A snapshotInfo is the cluster's description of a snapshot.
type snapshotInfo struct {
	State   string   `json:"state"`
	Indices []string `json:"indices"`
	Shards  struct {
		Total      int `json:"total"`
		Failed     int `json:"failed"`
		Successful int `json:"successful"`
	} `json:"shards"`
}

func (s *snapshotInfo) check(place string) error {
	if s.State != "SUCCESS" || s.Shards.Failed > 0 || s.Shards.Successful < s.Shards.Total {
		return fmt.Errorf("snapshot %s: %w: it is %s, %d of %d shards failed", place, engine.ErrUnavailable, s.State, s.Shards.Failed, s.Shards.Total)
	}
	return nil
}

// Backup makes a snapshot, REPOSITORY/SNAPSHOT, of the current generation. The
// repository must be registered in the cluster. Where there is a snapshot of that
// name already, the error wraps fs.ErrExist.
func (e *Engine) Backup(ctx context.Context, place string) (engine.State, error) {
	path, err := snapshotPath(place)
	if err != nil {
		return engine.State{}, err
	}
	opened, err := e.View(ctx)
	if err != nil {
		return engine.State{}, fmt.Errorf("back up: %w", err)
	}
	v := opened.(*view) // keeps the generation from being collected
	var answer struct {
		Snapshot snapshotInfo `json:"snapshot"`
	}
	err = e.client.order(ctx, http.MethodPut, path+"?wait_for_completion=true", object{
		"indices": v.x.name + "," + e.o.sideName(), "include_global_state": false, "ignore_unavailable": false,
	}, &answer)
	if err == nil {
		err = answer.Snapshot.check(place)
	}
	return v.State(), errors.Join(snapshotError(err, place), v.Close())
}

// snapshotError turns what the cluster says of a snapshot into our errors, with the
// place of the snapshot.
func snapshotError(err error, place string) error {
	r := (*refusal)(nil)
	if !errors.As(err, &r) {
		return err
	}
	switch r.kind {
	case "repository_missing_exception", "snapshot_missing_exception":
		return fmt.Errorf("%s: %w: %w: %s", place, ErrSnapshot, fs.ErrNotExist, r.reason)
	case "invalid_snapshot_name_exception", "snapshot_name_already_in_use_exception":
		return fmt.Errorf("snapshot %s: %w: %s", place, fs.ErrExist, r.reason)
	}
	return fmt.Errorf("snapshot %s: %w", place, err)
}

// Restore makes the generation of a snapshot the current one, under a new
// number. It is verified before the alias is switched.
func (e *Engine) Restore(ctx context.Context, place string) (s engine.State, err error) {
	path, err := snapshotPath(place)
	if err != nil {
		return s, err
	}
	if err := e.checkVersion(ctx); err != nil {
		return s, err
	}
	if err := e.ensureSide(ctx); err != nil {
		return s, err
	}
	err = e.locked(ctx, func(ctx context.Context, l *lease) error {
		s, err = e.restore(ctx, l, place, path)
		return err
	})
	if err != nil {
		return engine.State{}, fmt.Errorf("restore: %w", err)
	}
	return s, nil
}

func (e *Engine) restore(ctx context.Context, l *lease, place, path string) (engine.State, error) {
	var answer struct {
		Snapshots []snapshotInfo `json:"snapshots"`
	}
	if err := e.client.order(ctx, http.MethodGet, path, nil, &answer); err != nil {
		return engine.State{}, snapshotError(err, place)
	}
	old, from, ok := e.inSnapshot(answer.Snapshots)
	if !ok {
		return engine.State{}, fmt.Errorf("%w: %s holds no generation of xunzhang with its side index", ErrSnapshot, place)
	}
	whole, err := e.sweep(ctx)
	if err != nil {
		return engine.State{}, err
	}
	before, err := e.current(ctx)
	if err != nil && !errors.Is(err, engine.ErrNoIndex) {
		return engine.State{}, err
	}
	number := l.number(whole)
	// The side index of the snapshot is restored under another name, and removed
	// when it has been read.
	aside := &Engine{o: e.o, log: e.log, client: e.client, codec: e.codec, bulkBytes: e.bulkBytes, blocks: newCache[[]entry](blocksKept), texts: e.texts, articles: e.articles, open: map[int]int{}}
	aside.o.Name = e.o.Name + "-restored"
	name := e.o.indexName(number)
	for index, as := range map[string]string{from.indexName(old): name, from.sideName(): aside.o.sideName()} {
		if err := e.restoreIndex(ctx, path, place, index, as); err != nil {
			return engine.State{}, err
		}
	}
	l.publishes(number)
	m, err := e.adopt(ctx, aside, old, number)
	if err == nil {
		err = e.point(ctx, name)
	}
	if err == nil {
		e.stale()
		_, err = e.collect(ctx, number, before)
	} else {
		err = errors.Join(err, e.deleteIndex(ctx, name))
	}
	if err = errors.Join(err, e.deleteIndex(ctx, aside.o.sideName())); err != nil {
		return engine.State{}, err
	}
	return m.state(), nil
}

// inSnapshot finds the generation in a snapshot. It may have been an index of
// another name, which from has.
func (e *Engine) inSnapshot(list []snapshotInfo) (number int, from Options, ok bool) {
	if len(list) != 1 {
		return 0, from, false
	}
	for _, index := range list[0].Indices {
		found := regexp.MustCompile(`^(.+)-gen-[0-9]+$`).FindStringSubmatch(index)
		if found == nil {
			continue
		}
		from.Name = found[1]
		if number, ok = from.numberOf(index); ok {
			return number, from, true
		}
	}
	return 0, from, false
}

func (e *Engine) restoreIndex(ctx context.Context, path, place, index, as string) error {
	if err := e.deleteIndex(ctx, as); err != nil {
		return err
	}
	body := object{"indices": index, "include_aliases": false, "include_global_state": false, "rename_pattern": "^.*$", "rename_replacement": as}
	if err := e.client.order(ctx, http.MethodPost, path+"/_restore?wait_for_completion=true", body, nil); err != nil {
		return snapshotError(err, place)
	}
	return e.awaitShards(ctx, as, "yellow")
}

// adopt copies the manifest, the attached files and the vocabulary of generation
// old from the restored side index under a new number, and verifies the restored
// index.
func (e *Engine) adopt(ctx context.Context, aside *Engine, old, number int) (*manifest, error) {
	m, err := aside.readManifest(ctx, old)
	if err != nil {
		return nil, err
	}
	v, err := aside.openVocabulary(ctx, m)
	if err != nil {
		return nil, err
	}
	copied := *m
	copied.Number, copied.Files = number, map[string]fileInfo{}
	if copied.Token, err = newToken(); err != nil {
		return nil, err
	}
	for name, info := range m.Files {
		data, err := aside.readFile(ctx, info)
		if err != nil {
			return nil, err
		}
		if copied.Files[name], err = e.writeFile(ctx, copied.Token, fmt.Sprintf("%s-file-%x", copied.Token, name), data); err != nil {
			return nil, err
		}
	}
	if err := e.writeVocabulary(ctx, &copied, newCounts(e.o.Temp), v); err != nil {
		return nil, err
	}
	x := &index{e: e, name: e.o.indexName(number), manifest: &copied}
	if x.vocabulary, err = e.openVocabulary(ctx, &copied); err != nil {
		return nil, err
	}
	a, err := newView(x).one(ctx, object{"size": 0, "track_total_hits": true})
	if err != nil {
		return nil, err
	}
	if a.Hits.Total.Value != m.Parts {
		return nil, fmt.Errorf("index %s: %w: %d parts instead of %d", x.name, engine.ErrDamaged, a.Hits.Total.Value, m.Parts)
	}
	if err := x.canaries(ctx); err != nil {
		return nil, err
	}
	return &copied, e.writeManifest(ctx, &copied)
}
