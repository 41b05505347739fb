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
)

// embedded is the engine in a folder, which is used unless --engine names another.
const embedded = "bleve"

// A store is an engine with what commands do to it beside searching.
type store interface {
	engine.Engine
	engine.Keeper
	// Backup copies the current generation to a place that the engine knows how
	// to read: a folder, or a snapshot in a cluster's repository.
	Backup(ctx context.Context, to string) (engine.State, error)
	// Restore makes such a copy the current generation.
	Restore(ctx context.Context, from string) (engine.State, error)
}

// errEngine says that --engine, or what it needs of the environment, is wrong.
var errEngine = errors.New("the engine is not understood")

func defaultEngine() string {
	if name := os.Getenv("XUNZHANG_ENGINE"); name != "" {
		return name
	}
	return embedded
}

// inCluster says whether the index lies in a cluster and not in a folder.
func (a *app) inCluster() bool { return a.engine != "" && a.engine != embedded }

// place names where the index is, for messages.
func (a *app) place() string {
	if a.inCluster() {
		return a.engine
	}
	return a.index
}

// checkEngine refuses a command line that names a folder and a cluster.
func (a *app) checkEngine(c *cobra.Command) error {
	if !a.inCluster() {
		return nil
	}
	if c.Flags().Changed("index") {
		return usageError{fmt.Errorf("--index is the folder of an index, and --engine %s has none", a.engine)}
	}
	_, err := clusterOptions(a.engine)
	return err
}

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
	o.Logger = a.engineLogger()
	return opensearch.Open(o)
}

// openFolder opens the index in a folder.
func (a *app) openFolder(dir string) (store, error) {
	e, err := bleve.Open(dir, bleve.Options{Logger: a.engineLogger()})
	if err != nil {
		return nil, fmt.Errorf("open the index in %s: %w", dir, err)
	}
	return e, nil
}

// room is what refuses a job that would not fit; how much is free in a cluster
// is the cluster's own to watch.
func (a *app) room() func(bytes int64) error {
	if a.inCluster() {
		return nil
	}
	return roomIn(a.index)
}

// indexRules are the rules of an index that the indexer does not know of.
func (a *app) indexRules() map[string]string {
	if a.inCluster() {
		return clusterRules()
	}
	return folderRules()
}

func clusterRules() map[string]string { return map[string]string{"engine": opensearch.Layout} }

func folderRules() map[string]string { return map[string]string{"engine": bleve.Format} }

// isAddress says whether a text is meant as the address of an index in a cluster.
func isAddress(text string) bool { return strings.Contains(text, "://") }

// engineLogger is where engines log.
func (a *app) engineLogger() *slog.Logger {
	if a.engineLog != nil {
		return a.engineLog
	}
	return a.logger()
}

// logger prints what an engine has to say as messages.
func (a *app) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// clusterOptions reads the value of --engine, and who we are from the
// environment: a command line would show a password to all users.
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
