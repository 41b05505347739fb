package indexer

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/titlelist"
)

// Versions of the rules of this package. When one of them changes, existing
// generations must be rebuilt.
const (
	schemaVersion = "9" // what is indexed of a part, and its stored form
	parserVersion = "7" // how articles are read, and which blocks are furniture
)

// Names of rules, as a report prints them.
const (
	ruleSchema     = "schema"
	ruleParser     = "reading rules"
	ruleAnalysis   = "analysis rules"
	ruleDictionary = "dictionaries"
)

// rules returns the versions of everything that changes what is indexed, by name.
func rules(a Analyzer, more map[string]string) map[string]string {
	m := map[string]string{
		ruleSchema:     schemaVersion,
		ruleParser:     parserVersion,
		ruleAnalysis:   fmt.Sprint(analysis.RulesVersion),
		ruleDictionary: a.Fingerprint(),
	}
	maps.Copy(m, more)
	return m
}

// fingerprint returns a short hash of rules.
func fingerprint(rules map[string]string) string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		fmt.Fprintf(h, "%q=%q\n", name, rules[name])
	}
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// Fingerprint returns the fingerprint of a generation that is built with an
// analyzer and further rules (see Job.Rules): the value of State.Fingerprint.
func Fingerprint(a Analyzer, more map[string]string) string { return fingerprint(rules(a, more)) }

// A base is the state from which a job starts.
type base struct {
	mode  engine.Mode
	why   string       // why a rebuild is necessary, "" when it is not or when the job asks for one
	state engine.State // of the current generation, zero without one
	old   *catalog     // of the current generation; without sources in mode Empty
	rules map[string]string
	// titles are those of the current generation in mode Current, nil when it has
	// no list of them; else an empty list.
	titles *titlelist.List
}

// begin starts a generation, and determines the base. It takes the lock first, so
// that no other job publishes in between. A dry run has no generation.
func begin(ctx context.Context, e engine.Engine, job Job, rules map[string]string) (engine.Generation, base, error) {
	if job.DryRun {
		b, err := loadBase(ctx, e, job, rules, nil)
		return nil, b, err
	}
	mode := engine.Current
	if job.Full {
		mode = engine.Empty
	}
	gen, err := e.Begin(ctx, mode, fingerprint(rules))
	problem := err
	if errors.Is(err, engine.ErrNoIndex) || errors.Is(err, engine.ErrFingerprint) || errors.Is(err, engine.ErrDamaged) {
		gen, err = e.Begin(ctx, engine.Empty, fingerprint(rules))
	}
	if err != nil {
		return nil, base{}, fmt.Errorf("begin a generation: %w", err)
	}
	b, err := loadBase(ctx, e, job, rules, problem)
	if err == nil && problem == nil && mode != b.mode { // the clone has no usable catalogue
		if err = gen.Discard(); err == nil {
			gen, err = e.Begin(ctx, b.mode, fingerprint(rules))
		}
	}
	if err != nil && gen != nil {
		err = errors.Join(err, gen.Discard())
	}
	return gen, b, err
}

// loadBase determines the base. Problem is the error for which the current
// generation could not be cloned, nil for none.
func loadBase(ctx context.Context, e engine.Engine, job Job, rules map[string]string, problem error) (base, error) {
	b := base{mode: engine.Empty, rules: rules, old: &catalog{}, titles: &titlelist.List{}}
	v, err := e.View(ctx)
	switch {
	case errors.Is(err, engine.ErrNoIndex), errors.Is(err, engine.ErrDamaged) && job.Full:
		return b, nil
	case errors.Is(err, engine.ErrFingerprint): // written by another version of the program
		return unreadable(b, job, err)
	case errors.Is(err, engine.ErrDamaged): // a rebuild could lose the articles of sources that the job does not name
		return b, fmt.Errorf("of which sources the index was made cannot be read: %w", err)
	case err != nil:
		return b, fmt.Errorf("open the current generation: %w", err)
	}
	b.state = v.State()
	old, why := readCatalog(ctx, v, rules)
	titles, damaged := readTitles(ctx, v)
	if damaged != nil && why == "" {
		why = damaged.Error()
	}
	if err := v.Close(); err != nil {
		return b, fmt.Errorf("close the current generation: %w", err)
	}
	if why == "" && problem != nil {
		why = problem.Error()
	}
	switch {
	case job.Full:
		return b, nil
	case why != "":
		b.why = why
		if job.Whole {
			return b, nil
		}
		return b, unnamed(old, job.Sources, why)
	}
	b.mode, b.old, b.titles = engine.Current, old, titles
	return b, nil
}

// unreadable returns the base when the index has a format that this program cannot
// read, so that its catalogue is unknown.
func unreadable(b base, job Job, why error) (base, error) {
	switch {
	case job.Full:
		return b, nil
	case job.Whole:
		b.why = why.Error()
		return b, nil
	}
	return b, fmt.Errorf("%w: the index must be rebuilt, and of which sources it was made cannot be read; name them all, with --full: %w", ErrUnnamed, why)
}

// readCatalog returns a generation's catalogue, and why an incremental job cannot
// start from it; "" when it can.
func readCatalog(ctx context.Context, v engine.View, rules map[string]string) (c *catalog, why string) {
	data, err := v.File(ctx, catalogName)
	if err == nil {
		c, err = decodeCatalog(data)
	}
	if err != nil {
		return &catalog{}, "the catalogue of the index cannot be read: " + err.Error()
	}
	if v.State().Fingerprint == fingerprint(rules) {
		return c, ""
	}
	return c, "other " + strings.Join(changedRules(c.Rules, rules), ", ") + " than the index was made with"
}

// changedRules returns the names of the rules that differ. The fingerprint of the
// dictionaries also changes with the analysis rules, so that it is left out when
// these differ.
func changedRules(old, now map[string]string) []string {
	var names []string
	for name, value := range now {
		if old[name] != value {
			names = append(names, name)
		}
	}
	for name := range old {
		if _, ok := now[name]; !ok {
			names = append(names, name)
		}
	}
	if slices.Contains(names, ruleAnalysis) {
		names = slices.DeleteFunc(names, func(s string) bool { return s == ruleDictionary })
	}
	slices.Sort(names)
	return names
}

// unnamed returns an error when a rebuild from the named sources would lose the
// articles of other sources.
func unnamed(old *catalog, named []string, why string) error {
	lost := maps.Clone(old.Sources)
	for _, name := range named {
		key, err := sourceKey(name)
		if err != nil {
			return err
		}
		delete(lost, key)
	}
	if len(lost) == 0 {
		return nil
	}
	return fmt.Errorf("%w: the index must be rebuilt (%s) and also holds articles of %q; name these too, or build without them by --full",
		ErrUnnamed, why, slices.Sorted(maps.Keys(lost)))
}
