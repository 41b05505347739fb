package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync/atomic"

	"github.com/spf13/cobra"
)

// An app is what every command shares.
type app struct {
	in        io.Reader
	out, err  io.Writer
	index     string                 // folder of the index
	engine    string                 // "bleve", or the address of an index in a cluster
	indexFrom string                 // variable or file that named one of them, "" for the command line or the default
	temp      string                 // folder for the temporary files of a job, "" for the system's
	aliases   string                 // file of the owner's other words, "" for none
	engineLog *slog.Logger           // log for engines, nil for messages on standard error
	stays     bool                   // whether many searches are answered, so that it pays to prepare for them
	json      bool                   // whether data is printed as JSON
	running   bool                   // whether the command line was understood
	tidied    atomic.Pointer[string] // what the first interruption says: what is cleaned up
}

// run executes a command line and returns the exit code.
func run(args []string, in io.Reader, out, err io.Writer) int {
	a := &app{in: in, out: out, err: err}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(err)
	ctx, stop := a.interruptible(context.Background())
	defer stop()
	failed := root.ExecuteContext(ctx)
	if failed == nil {
		return exitDone
	}
	if !a.running {
		failed = usageError{failed}
	}
	return a.report(failed)
}

const rootHelp = `寻章 finds the paragraph that you remember, in a folder or an archive of Chinese
articles. It builds an index of Markdown, HTML, text, EPUB, Word documents and
JSONL, and serves it to a browser and to scripts.`

const rootExamples = `  xunzhang serve                          # look around in the sample articles
  xunzhang reindex docs/ archive.tar.gz   # build or update the index
  xunzhang serve                          # and search it at http://127.0.0.1:8080
  xunzhang search 小红书 TikTok 难民       # or here`

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:               "xunzhang",
		Short:             "Full-text search for Chinese articles",
		Long:              rootHelp,
		Example:           rootExamples,
		SilenceUsage:      true,
		SilenceErrors:     true,
		PersistentPreRunE: func(c *cobra.Command, _ []string) error { a.running = true; return a.whereIndex(c) },
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return plainFlagError(err) })
	root.PersistentFlags().StringVar(&a.index, "index", defaultIndex(), "folder of the index; environment XUNZHANG_INDEX")
	root.PersistentFlags().StringVar(&a.engine, "engine", defaultEngine(), "`ENGINE`: bleve, or opensearch://HOST:PORT[,HOST...]/NAME for an index in a cluster; environment XUNZHANG_ENGINE")
	root.AddCommand(
		a.reindexCommand(), a.serveCommand(), a.searchCommand(), a.analyzeCommand(), a.evalCommand(),
		a.checkCommand(), a.aliasesCommand(), a.auditCommand(), a.generationsCommand(), a.backupCommand(), a.restoreCommand(), a.copyCommand(), a.keysCommand(), a.statsCommand(), a.mcpCommand(), a.healthCommand(), a.versionCommand(),
	)
	return root
}

// withJSON adds the flag --json to a command that prints data.
func (a *app) withJSON(c *cobra.Command) *cobra.Command {
	c.Flags().BoolVar(&a.json, "json", false, "print JSON")
	return c
}

// say prints a message for people.
func (a *app) say(format string, args ...any) {
	fmt.Fprintf(a.err, format+"\n", args...)
}

// tempFlag adds --temp to a command that writes large temporary files.
func (a *app) tempFlag(c *cobra.Command) {
	c.Flags().StringVar(&a.temp, "temp", "", "`FOLDER` for temporary files, about as large as the articles; without it the system's, which TMPDIR names")
}

// checkTemp returns an error if the folder of --temp cannot be used.
func (a *app) checkTemp() error {
	if a.temp == "" {
		return nil
	}
	info, err := os.Stat(a.temp)
	if err == nil && !info.IsDir() {
		err = fmt.Errorf("%s is not a folder", a.temp)
	}
	if err != nil {
		return usageError{fmt.Errorf("--temp: %w", err)}
	}
	return nil
}
