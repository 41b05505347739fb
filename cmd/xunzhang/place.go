package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// embedded is the engine in a folder, which is used unless --engine names another.
const embedded = "bleve"

func defaultEngine() string {
	if name := os.Getenv("XUNZHANG_ENGINE"); name != "" {
		return name
	}
	return embedded
}

func defaultIndex() string {
	if dir := os.Getenv("XUNZHANG_INDEX"); dir != "" {
		return dir
	}
	return filepath.Join("data", "index")
}

// whereIndex finds out where the index is.
func (a *app) whereIndex(c *cobra.Command) error {
	if err := a.indexOfConfig(c); err != nil {
		return err
	}
	return a.checkEngine(c)
}

// indexOfConfig takes the engine and the folder of the index from the configuration
// file of a command that has one, unless the command line or the environment names
// them. A folder on the command line means the embedded engine.
func (a *app) indexOfConfig(c *cobra.Command) error {
	given := c.Flags().Lookup("config")
	folder := c.Flags().Changed("index") || os.Getenv("XUNZHANG_INDEX") != ""
	if !c.Flags().Changed("index") && folder {
		a.indexFrom = "XUNZHANG_INDEX"
	}
	if !folder && !c.Flags().Changed("engine") && os.Getenv("XUNZHANG_ENGINE") != "" {
		a.indexFrom = "XUNZHANG_ENGINE"
	}
	engine := folder || c.Flags().Changed("engine") || os.Getenv("XUNZHANG_ENGINE") != ""
	if folder || given == nil || given.Value.String() == "" {
		return nil
	}
	parsed, err := parseConfig(given.Value.String())
	if err != nil {
		return err
	}
	if parsed.index != "" {
		a.index, a.indexFrom = parsed.index, parsed.file
	}
	if parsed.engine != "" && !engine {
		a.engine, a.indexFrom = parsed.engine, parsed.file
	}
	return nil
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

// inCluster says whether the index lies in a cluster and not in a folder.
func (a *app) inCluster() bool { return a.engine != "" && a.engine != embedded }

// place returns the place of the index, for messages.
func (a *app) place() string {
	if a.inCluster() {
		return a.engine
	}
	return a.index
}

// placeFlag is the flag that names the place.
func (a *app) placeFlag() string {
	if a.inCluster() {
		return "engine"
	}
	return "index"
}

// isAddress says whether a text is the address of an index in a cluster, and not a folder.
func isAddress(text string) bool { return strings.Contains(text, "://") }
