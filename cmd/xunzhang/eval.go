package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/eval"
)

const evalExamples = `  xunzhang eval --queries data/eval/queries.tsv --qrels data/eval/qrels.tsv
  xunzhang eval --queries q.tsv --qrels j.txt --run mine.run        # keep the run
  xunzhang eval --queries q.tsv --qrels j.txt --baseline mine.run --per-query`

const evalHelp = `Searches for every query and measures the rankings against judgments: nDCG, MRR,
recall and others. Where there is no index, it searches the sample articles, which
the judgments in data/eval are about.`

// An evaluation is the command with its flags.
type evaluation struct {
	*app
	queries, qrels, unit string
	keep, baseline       string // files of TREC runs
	perQuery             bool
	workers              int
}

func (a *app) evalCommand() *cobra.Command {
	e := &evaluation{app: a}
	c := &cobra.Command{
		Use:     "eval [flags] --queries FILE --qrels FILE",
		Short:   "Measure the ranking on judged queries",
		Long:    evalHelp,
		Example: evalExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return e.run(c.Context()) },
	}
	f := c.Flags()
	f.StringVar(&e.queries, "queries", "", "`FILE` of queries: id, tab, text")
	f.StringVar(&e.qrels, "qrels", "", "`FILE` of TREC judgments: query 0 document grade")
	f.StringVar(&e.unit, "unit", "paragraph", "what the judgments are about: paragraph or article")
	f.StringVar(&e.keep, "run", "", "write the ranking to `FILE` as a TREC run")
	f.StringVar(&e.baseline, "baseline", "", "compare with the TREC run in `FILE`")
	f.BoolVar(&e.perQuery, "per-query", false, "print every query")
	f.IntVar(&e.workers, "workers", runtime.GOMAXPROCS(0), "queries at once")
	return a.withAliases(a.withJSON(c))
}

// A measured run, as --json prints it.
type measured struct {
	eval.Report
	Comparison *eval.Comparison `json:"comparison,omitempty"`
}

func (e *evaluation) run(ctx context.Context) error {
	if e.queries == "" || e.qrels == "" {
		return usageError{errors.New("--queries and --qrels are needed")}
	}
	if e.unit != "paragraph" && e.unit != "article" {
		return usageError{fmt.Errorf("--unit must be paragraph or article, not %q", e.unit)}
	}
	queries, err := readFile(e.queries, eval.ReadQueries)
	if err != nil {
		return err
	}
	qrels, err := readFile(e.qrels, eval.ReadQrels)
	if err != nil {
		return err
	}
	rankings, timing, err := e.rank(ctx, queries)
	if err != nil {
		return err
	}
	m := measured{Report: eval.Measure(queries, qrels, rankings)}
	m.Timing = &timing
	if m.Comparison, err = e.compare(m.Report, queries, qrels); err != nil {
		return err
	}
	if err := e.keepRun(rankings); err != nil {
		return err
	}
	return e.print(m)
}

func (e *evaluation) rank(ctx context.Context, queries []eval.Query) ([]eval.Ranking, eval.Timing, error) {
	service, done, err := e.openServiceOrSamples(ctx)
	if err != nil {
		return nil, eval.Timing{}, err
	}
	ranker := eval.Ranker(service.RankParagraphs)
	if e.unit == "article" {
		ranker = service.RankArticles
	}
	rankings, timing, err := eval.Run(ctx, ranker, queries, e.workers)
	return rankings, timing, errors.Join(err, done())
}

func (e *evaluation) compare(r eval.Report, queries []eval.Query, qrels eval.Qrels) (*eval.Comparison, error) {
	if e.baseline == "" {
		return nil, nil
	}
	base, err := readFile(e.baseline, eval.ReadRun)
	if err != nil {
		return nil, err
	}
	c := eval.Compare(r, eval.Measure(queries, qrels, base))
	return &c, nil
}

func (e *evaluation) keepRun(rankings []eval.Ranking) error {
	if e.keep == "" {
		return nil
	}
	f, err := os.Create(e.keep)
	if err != nil {
		return err
	}
	return errors.Join(eval.WriteRun(f, rankings, "xunzhang"), f.Close())
}

func (e *evaluation) print(m measured) error {
	if !e.json {
		return eval.WriteText(e.out, m.Report, m.Comparison, e.perQuery)
	}
	if !e.perQuery {
		m.PerQuery = nil
		if m.Comparison != nil {
			m.Comparison.PerQuery = nil
		}
	}
	return printJSON(e.out, m)
}

// readFile reads a file with one of eval's readers, whose errors name it.
func readFile[T any](name string, read func(string, io.Reader) (T, error)) (T, error) {
	f, err := os.Open(name)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	return read(name, f)
}
