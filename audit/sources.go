package audit

import (
	"context"
	"fmt"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/part"
)

// A SourcesReport says what Sources found out. A run is an unbroken sequence of
// twelve Han characters or more.
type SourcesReport struct {
	Documents int       `json:"documents"`
	Runs      int       `json:"runs"`     // in the bytes of the documents
	Sampled   int       `json:"sampled"`  // of the runs that the readers kept, those looked for in the index
	Repeated  int       `json:"repeated"` // of the sample, left out as site furniture
	Lost      []LostRun `json:"lost"`
}

// A LostRun is text of a source that the index does not hold, although no
// reader left it out for a reason.
type LostRun struct {
	Source string `json:"source"`
	Text   string `json:"text"`
	Where  string `json:"where"` // "reading" or "index": where it was lost
}

// A readRun is a run of text that a reader kept of a document.
type readRun struct {
	text    string
	raw     article.Raw // without its bytes
	article article.Article
}

// A sourceAudit compares the bytes of sources with what was read and indexed of
// them.
type sourceAudit struct {
	report    SourcesReport
	read      article.Options
	drawn     reservoir[readRun]
	furniture map[string]*article.Furniture // by source
}

// Sources reads sources again, with the options of the job that indexed them.
// It names the runs of Han characters that are neither in what the readers made
// of the documents nor left out for a reason; and of a sample of o.N runs that
// the readers kept, those that the index does not hold.
func Sources(ctx context.Context, view engine.View, sources []string, read article.Options, o Options) (SourcesReport, error) {
	a := sourceAudit{
		report:    SourcesReport{Lost: []LostRun{}},
		read:      read,
		drawn:     reservoir[readRun]{random: o.random(), size: o.N},
		furniture: map[string]*article.Furniture{},
	}
	for _, source := range sources {
		a.furniture[source] = article.NewFurniture()
		if err := article.Walk(ctx, source, read, article.Visitor{Raw: a.document}); err != nil {
			return a.report, err
		}
	}
	return a.report, a.compare(ctx, view)
}

// document compares one document. A document that cannot be read is named in the
// report of a job, and not here.
func (a *sourceAudit) document(raw article.Raw) error {
	reading, err := article.Read(raw, a.read)
	if err != nil {
		return nil
	}
	a.report.Documents++
	if raw.Format != article.JSONL {
		a.furniture[raw.Source].Add(reading.Article)
	}
	runs, err := article.Runs(raw, a.read)
	if err != nil {
		return fmt.Errorf("%s: %w", raw.Name(), err)
	}
	a.report.Runs += len(runs)
	for _, run := range reading.Lacks(runs) {
		a.report.Lost = append(a.report.Lost, LostRun{Source: raw.Name(), Text: run, Where: "reading"})
	}
	raw.Bytes = nil
	for _, p := range reading.Article.Paragraphs {
		for _, run := range block.HanRuns(p.Text) {
			a.drawn.offer(func() readRun { return readRun{text: run, raw: raw, article: reading.Article} })
		}
	}
	return nil
}

// compare looks for the drawn runs in the stored text of the index.
func (a *sourceAudit) compare(ctx context.Context, view engine.View) error {
	missing := missingRuns{}
	for i := range a.drawn.kept {
		d := &a.drawn.kept[i]
		left := d.article
		if d.raw.Format != article.JSONL {
			left, _ = a.furniture[d.raw.Source].Drop(d.article)
		}
		a.report.Sampled++
		if !holds(left, d.text) {
			a.report.Repeated++
			continue
		}
		missing.add(d)
	}
	err := export.EachPart(ctx, view, func(_ engine.Hit, v part.View) error {
		for c := v.Paragraphs(); c.Next(); {
			missing.read(part.Decode(c.Text))
		}
		return nil
	})
	for i := range a.drawn.kept {
		if d := &a.drawn.kept[i]; missing.has(d) {
			a.report.Lost = append(a.report.Lost, LostRun{Source: d.raw.Name(), Text: d.text, Where: "index"})
		}
	}
	return err
}

func holds(a article.Article, run string) bool {
	for _, p := range a.Paragraphs {
		if strings.Contains(p.Text, run) {
			return true
		}
	}
	return false
}
