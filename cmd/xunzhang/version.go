package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/indexer"
)

// The modules of the embedded engine, and of the client of clusters.
const (
	enginePath = "github.com/blevesearch/bleve/v2"
	clientPath = "github.com/opensearch-project/opensearch-go/v4"
)

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
		Version: moduleVersion(""), Engine: a.engineVersion(), Go: runtime.Version(),
		Fingerprint: indexer.Fingerprint(an, a.indexRules()),
	}
	if a.json {
		return printJSON(a.out, b)
	}
	_, err = fmt.Fprintf(a.out, "xunzhang %s\nengine %s\nfingerprint %s\n%s\n", b.Version, b.Engine, b.Fingerprint, b.Go)
	return err
}

// engineVersion names the engine, with the version of its module in this program.
func (a *app) engineVersion() string {
	if a.inCluster() {
		return "opensearch, client " + moduleVersion(clientPath)
	}
	return "bleve " + moduleVersion(enginePath)
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
