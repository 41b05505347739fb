package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/querystats"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/server"
	"github.com/xunzhang/xunzhang/web"
)

// An opened holds an index and what else the owner's page shows.
type opened struct {
	service *search.Service
	engine  store
}

// countReaders starts to count what readers search for, if that is wanted; end
// writes the counts.
func (s *serving) countReaders() (end func() error, err error) {
	if s.readers == "" {
		return nothing, nil
	}
	c, err := querystats.Open(s.readers, s.config.Logger)
	if err != nil {
		return nothing, fmt.Errorf("--reader-stats: %w", err)
	}
	s.counter, s.config.Readers = c, c
	return c.Close, nil
}

// ownerPage returns the owner's page of the administration.
func (s *serving) ownerPage(ctx context.Context) (web.OwnerPage, error) {
	o := s.opened.Load()
	if o == nil {
		return web.OwnerPage{}, server.ErrStarting
	}
	found, err := survey(ctx, o.service)
	if err != nil {
		return web.OwnerPage{}, err
	}
	if found.generations, err = o.engine.Generations(ctx); err != nil {
		return web.OwnerPage{}, err
	}
	if s.counter != nil {
		r, err := s.counter.Report(ctx)
		if err != nil {
			return web.OwnerPage{}, err
		}
		found.Readers = &r
	}
	if found.LastJob, err = lastJob(ctx, o.engine); err != nil {
		s.config.Logger.Warn("the report of the last job cannot be read", "error", err)
	}
	return ownerPage(found), nil
}

// ownerPage is a census as a page.
func ownerPage(c *census) web.OwnerPage {
	page := web.OwnerPage{Title: "索引里有什么", Months: web.MonthsOf(c.all), Facts: facts(c.State), Tables: readerTables(c.Readers)}
	page.Tables = append(page.Tables, countTable("新标签（最近三个月）", c.NewTags), countTable("分类", c.Categories),
		countTable("作者", c.Authors), countTable("标签", c.Tags), jobTable(c.LastJob), generationTable(c.generations))
	page.Tables = slices.DeleteFunc(page.Tables, func(t web.Table) bool { return len(t.Rows) == 0 })
	return page
}

// shownOnPage is how many values of a kind the page shows.
const shownOnPage = 50

func facts(state engine.State) []web.Fact {
	newest := "没有文章有日期"
	if !state.Newest.IsZero() {
		newest = web.Day(state.Newest.Format(time.DateOnly))
	}
	return []web.Fact{
		{Name: "文章", Text: web.Number(state.Articles)}, {Name: "段落", Text: web.Number(state.Paragraphs)},
		{Name: "最新的一篇", Text: newest}, {Name: "索引", Text: size(state.IndexBytes)},
		{Name: "建于", Text: state.BuiltAt.Local().Format(time.DateTime)},
	}
}

func countTable(title string, counts []engine.Count) web.Table {
	t := web.Table{Title: title, Columns: []string{"名称", "篇数"}}
	for _, c := range counts[:min(shownOnPage, len(counts))] {
		t.Rows = append(t.Rows, []string{c.Value, web.Number(c.Count)})
	}
	switch {
	case len(counts) == search.MaxFacets:
		t.Title += fmt.Sprintf("：前 %d 个", shownOnPage)
	case len(counts) > shownOnPage:
		t.Title += fmt.Sprintf("：前 %d 个，共 %s 个", shownOnPage, web.Number(len(counts)))
	}
	return t
}

func generationTable(all []engine.GenerationInfo) web.Table {
	t := web.Table{Title: "各代索引", Columns: []string{"文件夹", "建于", "状态", "大小", "篇数"}}
	for _, g := range all {
		status := cmp.Or(g.Problem, map[bool]string{true: "当前"}[g.Current], "以前的")
		t.Rows = append(t.Rows, []string{g.Folder, g.BuiltAt.Local().Format(time.DateTime), status, size(g.IndexBytes), web.Number(g.Articles)})
	}
	return t
}

// A job is the report of the last job that ended well, whether it published a
// generation or not, with when it ended.
type job struct {
	Ended  time.Time      `json:"ended"`
	Report indexer.Report `json:"report"`
}

// keepJob keeps the report of a job for the owner's page; when that fails, the job
// has still succeeded.
func (a *app) keepJob(ctx context.Context, e store, r indexer.Report) {
	if r.DryRun {
		return
	}
	data, err := json.Marshal(job{time.Now().UTC().Truncate(time.Second), r})
	if err == nil {
		err = e.KeepJob(ctx, append(data, '\n'))
	}
	if err != nil {
		a.say("the report of the job was not kept: %v", err)
	}
}

// lastJob reads the report of the last job, nil for none.
func lastJob(ctx context.Context, e store) (*job, error) {
	data, err := e.LastJob(ctx)
	if errors.Is(err, engine.ErrNotFound) {
		return nil, nil
	}
	var j job
	if err == nil {
		err = json.Unmarshal(data, &j)
	}
	if err != nil {
		return nil, fmt.Errorf("the report of the last job: %w", err)
	}
	return &j, nil
}

// readerTables returns tables of what readers search for without finding it.
func readerTables(r *querystats.Report) []web.Table {
	if r == nil {
		return nil
	}
	of := fmt.Sprintf("（近 %d 天，至少 %d 位读者搜过；另有 %s 种搜的人太少，不显示）", querystats.KeptDays, querystats.MinReaders, web.Number(r.Rare))
	missed := web.Table{Title: "读者搜过但没有找到" + of, Columns: []string{"查询", "读者", "没有找到", "搜索次数"}}
	for _, l := range r.Missed {
		missed.Rows = append(missed.Rows, []string{l.Text, web.Number(l.Readers), web.Number(l.Missed), web.Number(l.Searches)})
	}
	unopened := web.Table{Title: "找到了但没有人打开" + of, Columns: []string{"查询", "读者", "搜索次数"}}
	for _, l := range r.Unopened {
		unopened.Rows = append(unopened.Rows, []string{l.Text, web.Number(l.Readers), web.Number(l.Searches)})
	}
	return []web.Table{missed, unopened}
}

// jobTable returns a table about the last job.
func jobTable(j *job) web.Table {
	if j == nil {
		return web.Table{}
	}
	r := j.Report
	t := web.Table{Title: "最近一次更新：" + j.Ended.Local().Format(time.DateTime), Columns: []string{"", "数量"}}
	for _, row := range []struct {
		name string
		n    int
	}{{"新增的文章", r.Added}, {"改动的文章", r.Changed}, {"没有变化的文章", r.Unchanged}, {"删除的文章", r.Deleted},
		{"跳过的文件", len(r.Skipped)}, {"可疑的文件", len(r.Suspicious)}, {"去掉的站点套话段落", r.Furniture}, {"近似重复的文章", r.NearDuplicates}} {
		t.Rows = append(t.Rows, []string{row.name, web.Number(row.n)})
	}
	t.Rows = append(t.Rows, []string{"用时（秒）", fmt.Sprintf("%.1f", r.Seconds)})
	for _, w := range r.Warnings {
		t.Rows = append(t.Rows, []string{w, ""})
	}
	return t
}
