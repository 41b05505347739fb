package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// A sourcesReport is what an audit of sources prints with --json.
type sourcesReport struct {
	Documents int       `json:"documents"`
	Runs      int       `json:"runs"`     // of twelve Han characters or more in them
	Sampled   int       `json:"sampled"`  // of these that were looked for in the index
	Repeated  int       `json:"repeated"` // of the sample, left out as what the site repeats
	Lost      []lostRun `json:"lost"`
}

// A lostRun is text of a source that the index does not hold, although nothing
// says why.
type lostRun struct {
	Source string `json:"source"`
	Text   string `json:"text"`
	Where  string `json:"where"` // "reading" or "index"
}

// A drawnRun is a run that a reading holds, with its article, before what the
// site repeats is known.
type drawnRun struct {
	lostRun
	article article.Article
	jsonl   bool
}

// A sourceAudit compares the bytes of sources with what became of them.
type sourceAudit struct {
	report    sourcesReport
	random    *rand.Rand
	n         int // runs to draw
	drawn     []drawnRun
	held      int // runs that readings hold
	furniture map[string]*article.Furniture
}

// auditSources reads sources again, and names the runs of Han that are neither
// in what the readers made of them nor left out for a reason, and of a sample
// those that the index does not hold.
func (u *auditing) auditSources(ctx context.Context, view engine.View, sources []string) (sourcesReport, error) {
	a := sourceAudit{random: rand.New(rand.NewPCG(u.seed, 0)), n: u.n, furniture: map[string]*article.Furniture{}}
	a.report.Lost = []lostRun{}
	for _, source := range sources {
		a.furniture[source] = article.NewFurniture()
		err := article.Walk(ctx, source, u.read, article.Visitor{Raw: func(raw article.Raw) error { return a.document(raw, u.read) }})
		if err != nil {
			return a.report, err
		}
	}
	return a.report, a.compare(ctx, view)
}

// document looks at one document. What cannot be read is a matter of the
// report of a job, which names it.
func (a *sourceAudit) document(raw article.Raw, o article.Options) error {
	reading, err := article.Read(raw, o)
	if err != nil {
		return nil
	}
	a.report.Documents++
	if raw.Format != article.JSONL {
		a.furniture[raw.Source].Add(reading.Article)
	}
	runs, err := article.Runs(raw, o)
	if err != nil {
		return fmt.Errorf("%s: %w", raw.Name(), err)
	}
	a.report.Runs += len(runs)
	for _, run := range reading.Lacks(runs) {
		a.report.Lost = append(a.report.Lost, lostRun{Source: raw.Name(), Text: run, Where: "reading"})
	}
	for _, p := range reading.Article.Paragraphs {
		for _, run := range block.HanRuns(p.Text) {
			a.draw(drawnRun{lostRun: lostRun{Source: raw.Name(), Text: run, Where: "index"}, article: reading.Article, jsonl: raw.Format == article.JSONL}, raw.Source)
		}
	}
	return nil
}

// draw keeps each of the runs met so far with the same chance.
func (a *sourceAudit) draw(run drawnRun, source string) {
	a.held++
	run.Where = source
	if len(a.drawn) < a.n {
		a.drawn = append(a.drawn, run)
	} else if i := a.random.IntN(a.held); i < a.n {
		a.drawn[i] = run
	}
}

// compare looks for the sample in the stored text.
func (a *sourceAudit) compare(ctx context.Context, view engine.View) error {
	wanted := map[string][]*drawnRun{} // by the first twelve characters
	for i := range a.drawn {
		d := &a.drawn[i]
		left := d.article
		if !d.jsonl {
			left, _ = a.furniture[d.Where].Drop(d.article)
		}
		a.report.Sampled++
		if !holds(left, d.Text) {
			a.report.Repeated++
			continue
		}
		wanted[headOf(d.Text)] = append(wanted[headOf(d.Text)], d)
	}
	err := eachPart(ctx, view, func(h engine.Hit) error {
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		for c := v.Paragraphs(); c.Next(); {
			found(part.Decode(c.Text), wanted)
		}
		return ctx.Err()
	})
	for i := range a.drawn {
		d := &a.drawn[i]
		for _, w := range wanted[headOf(d.Text)] {
			if w == d {
				d.Where = "index"
				a.report.Lost = append(a.report.Lost, d.lostRun)
			}
		}
	}
	return err
}

// drawnHead is how many runes of a run it is looked up by.
const drawnHead = 12

func headOf(run string) string {
	n := 0
	for i := range run {
		if n == drawnHead {
			return run[:i]
		}
		n++
	}
	return run
}

func holds(a article.Article, run string) bool {
	for _, p := range a.Paragraphs {
		if strings.Contains(p.Text, run) {
			return true
		}
	}
	return false
}

// found strikes off the wanted runs that a text holds.
func found(text string, wanted map[string][]*drawnRun) {
	for _, run := range block.HanRuns(text) {
		for i := range run {
			head := headOf(run[i:])
			left := wanted[head][:0]
			for _, w := range wanted[head] {
				if !strings.HasPrefix(run[i:], w.Text) {
					left = append(left, w)
				}
			}
			if len(left) > 0 {
				wanted[head] = left
			} else {
				delete(wanted, head)
			}
		}
	}
}

// printSources ends an audit of sources.
func (u *auditing) printSources(r sourcesReport) error {
	var failed error
	if len(r.Lost) > 0 {
		failed = fmt.Errorf("%w: %d of %d runs of the sources", errMissed, len(r.Lost), r.Runs)
	}
	if u.json {
		return errors.Join(printJSON(u.out, r), failed)
	}
	var b strings.Builder
	for _, l := range r.Lost {
		fmt.Fprintf(&b, "lost in the %s: %s: %s\n", l.Where, clean(l.Source), clean(l.Text))
	}
	fmt.Fprintf(&b, "%d documents, %d runs, %d looked for in the index, %d of these repeated by the site, %d lost\n",
		r.Documents, r.Runs, r.Sampled, r.Repeated, len(r.Lost))
	_, err := fmt.Fprint(u.out, b.String())
	return errors.Join(err, failed)
}
