package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/engine/opensearch"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A store is an engine with the operations that commands need besides searching.
type store interface {
	engine.Engine
	engine.Keeper
	// Backup copies the current generation to a place that the engine knows how
	// to read: a folder, or a snapshot in a cluster's repository.
	Backup(ctx context.Context, to string) (engine.State, error)
	// Restore makes such a copy the current generation.
	Restore(ctx context.Context, from string) (engine.State, error)
}

// errEngine says that --engine, or a variable of the environment that it needs, is
// wrong.
var errEngine = errors.New("the engine is not understood")

// openEngine opens the index, which need not be there yet.
func (a *app) openEngine() (store, error) {
	if !a.inCluster() {
		return a.openFolder(a.index)
	}
	return a.openCluster(a.engine)
}

// openCluster opens the index that an address names.
func (a *app) openCluster(address string) (store, error) {
	o, err := clusterOptions(address)
	if err != nil {
		return nil, err
	}
	o.Logger, o.Temp = a.engineLogger(), a.temp
	return opensearch.Open(o)
}

// openFolder opens the index in a folder.
func (a *app) openFolder(dir string) (store, error) {
	o := bleve.Options{Logger: a.engineLogger()}
	if a.stays {
		o.SignatureOf = plan.SignatureOf
	}
	e, err := bleve.Open(dir, o)
	if err != nil {
		return nil, fmt.Errorf("open the index in %s: %w", dir, err)
	}
	return e, nil
}

// openPlace opens an index by what names it: an address or a folder.
func (a *app) openPlace(place string) (store, map[string]string, error) {
	if isAddress(place) {
		e, err := a.openCluster(place)
		return e, clusterRules(), err
	}
	e, err := a.openFolder(place)
	return e, folderRules(), err
}

// room returns the check that refuses a job for which the disk has no room. A
// cluster watches its own disks.
func (a *app) room() func(bytes int64) error {
	if a.inCluster() {
		return nil
	}
	return roomIn(a.index)
}

// indexRules returns the rules of an index that the indexer does not know.
func (a *app) indexRules() map[string]string {
	if a.inCluster() {
		return clusterRules()
	}
	return folderRules()
}

func clusterRules() map[string]string { return map[string]string{"engine": opensearch.Layout} }

func folderRules() map[string]string { return map[string]string{"engine": bleve.Format} }

// engineLogger returns the log of engines.
func (a *app) engineLogger() *slog.Logger {
	if a.engineLog != nil {
		return a.engineLog
	}
	return a.logger()
}

// logger prints the log of an engine as messages.
func (a *app) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// clusterOptions reads the value of --engine, and user and password from the
// environment, because a command line would show a password to all users.
func clusterOptions(name string) (opensearch.Options, error) {
	if !isAddress(name) {
		return opensearch.Options{}, usageError{fmt.Errorf("%w: --engine must be %s or opensearch://HOST:PORT/NAME, not %q", errEngine, embedded, name)}
	}
	o, err := opensearch.ParseAddress(name)
	if err != nil {
		return o, usageError{fmt.Errorf("--engine: %w", err)}
	}
	o.Username = os.Getenv("XUNZHANG_OPENSEARCH_USER")
	o.Password = os.Getenv("XUNZHANG_OPENSEARCH_PASSWORD")
	password, err := fileOf("XUNZHANG_OPENSEARCH_PASSWORD_FILE")
	if err != nil {
		return o, err
	}
	if password != nil {
		o.Password = strings.TrimRight(string(password), "\r\n")
	}
	for variable, to := range map[string]*[]byte{"XUNZHANG_OPENSEARCH_CA": &o.CA, "XUNZHANG_OPENSEARCH_CERT": &o.Cert, "XUNZHANG_OPENSEARCH_KEY": &o.Key} {
		if *to, err = fileOf(variable); err != nil {
			return o, err
		}
	}
	switch {
	case (o.Cert == nil) != (o.Key == nil):
		return o, usageError{fmt.Errorf("%w: XUNZHANG_OPENSEARCH_CERT and XUNZHANG_OPENSEARCH_KEY belong together", errEngine)}
	case o.Username == "" && o.Password != "":
		return o, usageError{fmt.Errorf("%w: a password is given, and no XUNZHANG_OPENSEARCH_USER", errEngine)}
	}
	return o, nil
}

// fileOf reads the file that a variable of the environment names, nil for none.
func fileOf(variable string) ([]byte, error) {
	name := os.Getenv(variable)
	if name == "" {
		return nil, nil
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", variable, err)
	}
	return data, nil
}

// onEngine runs fn with the engine of the index.
func (a *app) onEngine(fn func(context.Context, store) error) func(*cobra.Command, []string) error {
	return func(c *cobra.Command, _ []string) error {
		e, err := a.openEngine()
		if err != nil {
			return err
		}
		return errors.Join(fn(c.Context(), e), e.Close())
	}
}
