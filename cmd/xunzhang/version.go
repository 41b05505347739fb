package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/indexer"
)

// enginePath is the module of the embedded engine.
const enginePath = "github.com/blevesearch/bleve/v2"

// A build describes this program, as `version --json` prints it.
type build struct {
	Version     string `json:"version"`
	Engine      string `json:"engine"`
	Fingerprint string `json:"fingerprint"` // of the generations that it makes
	Go          string `json:"go"`
}

func (a *app) versionCommand() *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "version",
		Short:   "Print version, engine and fingerprint",
		Example: "  xunzhang version --json",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return a.version() },
	})
}

func (a *app) version() error {
	an, err := newLateAnalyzer()
	if err != nil {
		return err
	}
	b := build{
		Version: moduleVersion(""), Engine: "bleve " + moduleVersion(enginePath), Go: runtime.Version(),
		Fingerprint: indexer.Fingerprint(an, indexRules()),
	}
	if a.json {
		return printJSON(a.out, b)
	}
	_, err = fmt.Fprintf(a.out, "xunzhang %s\nengine %s\nfingerprint %s\n%s\n", b.Version, b.Engine, b.Fingerprint, b.Go)
	return err
}

// moduleVersion is the version of a module in this program, "" meaning the
// program's own.
func moduleVersion(path string) string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	if path == "" {
		return info.Main.Version
	}
	for _, m := range info.Deps {
		if m.Path == path {
			return m.Version
		}
	}
	return "unknown"
}

// indexRules returns the rules for an index that package indexer does not know: see
// indexer.Job.Rules.
func indexRules() map[string]string {
	return map[string]string{"engine": bleve.Format}
}
