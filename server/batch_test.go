package server

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const pathBatch = "/api/v1/search:batch"

// statuses returns the statuses of the results of a batch.
func statuses(results []BatchResult) string {
	var list []string
	for _, r := range results {
		list = append(list, fmt.Sprint(r.Status))
	}
	return strings.Join(list, " ")
}

// Every search of a batch is answered as if it were requested alone.
func TestBatch(t *testing.T) {
	s := newServer(t, newFake())
	w := request(s, http.MethodPost, pathBatch, `{"searches":[
		{"q":"小红书","size":1.0,"fields":["total","articles.id"]},
		{"category":["写作"],"year":[2016],"sort":"newest","literal":true,"explain":false},
		{"q":"zzz","from":"","to":"2025-01-01","cursor":""}
	]}`)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("ETag") != "" {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	got := decode[BatchAnswer](t, w)
	if want := "200 200 200"; statuses(got.Results) != want {
		t.Fatalf("%s, want %s", statuses(got.Results), want)
	}
	if want := `{"total":2,"articles":[{"id":"it/6171431"}]}`; string(got.Results[0].Answer) != want {
		t.Errorf("%s, want %s", got.Results[0].Answer, want)
	}
	if s.admission.taken() != 0 {
		t.Error("a place is kept")
	}
}

// All mistakes in a batch are named at once, and nothing is searched for.
func TestWrongBatches(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	many := strings.TrimSuffix(strings.Repeat(`{"q":"a"},`, MaxBatch+1), ",")
	large := strings.TrimSuffix(strings.Repeat(`{"q":"a","size":100},`, 11), ",")
	for body, named := range map[string]string{ // parameters, or "!" and the code of the problem
		`{"searches":[]}`: "searches", `{}`: "searches", `{"searches":null}`: "searches", `[]`: "!bad_body",
		`{"searches":{}}`: "!bad_body", `{"searches":[{"q":"a"}],"more":1}`: "!bad_body", `{"searches":[{"q":"a"}]} x`: "!bad_body",
		`{"searches":[{"q":"a"}]}]`: "!bad_body", `{"searches":[[]]}`: "!bad_body", `{"searches":[{"q":"a","q":"b"}]}`: "!bad_body", `{"searches":[],"searches":[{"q":"a"}]}`: "!bad_body", `{"searches":[null]}`: "!bad_body",
		`{"searches":[` + many + `]}`: "searches", `{"searches":[` + large + `]}`: "searches",
		`{"searches":[{"q":"a"},{"q":"a","page":0},{"size":3,"more":1}]}`: "searches[1].page searches[2].q searches[2].more",
		`{"searches":[{"q":"\u0000"},{"q":"a","tag":["\u001b"]}]}`:        "searches[0].q searches[1].tag",
		`{"searches":[{"q":5}]}`: "searches[0].q", `{"searches":[{"q":"a","tag":"搜索"}]}`: "searches[0].tag", `{"searches":[{"q":"a","year":["2016"]}]}`: "searches[0].year",
		`{"searches":[{"q":"a","size":"3"}]}`: "searches[0].size", `{"searches":[{"q":"a","size":3.5}]}`: "searches[0].size", `{"searches":[{"q":"a","literal":"true"}]}`: "searches[0].literal",
		`{"searches":[{"q":"a","fields":"total"}]}`: "searches[0].fields", `{"searches":[{"q":"a","fields":["none"]}]}`: "searches[0].fields", `{"searches":[{"q":null}]}`: "searches[0].q",
		`{"searches":[{"q":"a","tag":[null]}]}`: "searches[0].tag", `{"searches":[{"q":"a","cursor":5}]}`: "searches[0].cursor", `{"searches":[{"q":"a","cursor":"x","page":2}]}`: "searches[0].cursor", `{"searches":[{"q":"a","fields":[]}]}`: "searches[0].fields",
	} {
		w := request(s, http.MethodPost, pathBatch, body)
		if code, is := strings.CutPrefix(named, "!"); is {
			problem(t, w, 400, code)
			continue
		}
		var got []string
		for _, f := range problem(t, w, 400, "bad_parameter").Errors {
			if len(got) == 0 || got[len(got)-1] != f.Parameter {
				got = append(got, f.Parameter)
			}
		}
		if strings.Join(got, " ") != named {
			t.Errorf("%.200s: %v are named, want %s", body, got, named)
		}
	}
	problem(t, request(s, http.MethodPost, pathBatch+"?q=a", `{"searches":[{"q":"a"}]}`), 400, "bad_parameter")
	problem(t, request(s, http.MethodPost, pathBatch, `{"searches":["`+strings.Repeat("a", MaxBodyBytes)+`"]}`), 413, "too_large")
	problem(t, get(s, pathBatch), 405, "bad_method")
	problem(t, get(s, "/api/v1/search:other"), 404, "no_route")
	if n := f.searches.Load(); n != 0 {
		t.Errorf("%d searches were made", n)
	}
}

// A batch counts as many requests as it has searches.
func TestBatchIsCharged(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.Limits.Rate, c.Limits.Burst = 0.001, 10 })
	batch := func(n int) (int, string) {
		w := request(s, http.MethodPost, pathBatch, `{"searches":[`+strings.TrimSuffix(strings.Repeat(`{"q":"a"},`, n), ",")+`]}`)
		return w.Code, w.Header().Get("RateLimit")
	}
	if code, left := batch(6); code != 200 || !strings.Contains(left, "r=4;") {
		t.Errorf("%d, left %s", code, left)
	}
	if code, _ := batch(6); code != 429 {
		t.Errorf("more than is left: %d", code)
	}
}

// A search of a batch that is aborted, or finds no place, says so itself; when the
// first one finds none, nothing was done, and the answer is 503.
func TestBatchUnderLoad(t *testing.T) {
	f := newFake()
	f.fail = func(text string) error {
		if text == "slow" {
			return context.DeadlineExceeded
		}
		return nil
	}
	s := newServer(t, f)
	got := decode[BatchAnswer](t, request(s, http.MethodPost, pathBatch, `{"searches":[{"q":"slow"},{"q":"a"}]}`))
	if statuses(got.Results) != "504 200" {
		t.Errorf("%s", statuses(got.Results))
	}
	if p := got.Results[0].Problem; p.Instance != pathBatch+"#/searches/0" || p.Code != "timeout" || p.RequestID == "" {
		t.Errorf("%+v", p)
	}
	for s.admission.taken() < s.admission.places { // others have them all
		if _, err := s.admission.take(t.Context(), from(byte(s.admission.taken())), 1); err != nil {
			t.Fatal(err)
		}
	}
	w := request(s, http.MethodPost, pathBatch, `{"searches":[{"q":"a"}]}`)
	if problem(t, w, 503, "overloaded"); w.Header().Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// FuzzBatch: whatever the body, every search is answered or named as wrong.
func FuzzBatch(f *testing.F) {
	for _, s := range []string{`{"searches":[{"q":"a"}]}`, `{"searches":[{"q":1e400}]}`, `{"searches":[null,1,"a",[],{}]}`, `{"searches":[{"year":[1e3]}]}`, `{`} {
		f.Add(s)
	}
	s := newServer(f, newFake())
	f.Fuzz(func(t *testing.T, body string) {
		w := request(s, http.MethodPost, pathBatch, body)
		if w.Code != 200 {
			problem(t, w, w.Code, decode[Problem](t, w).Code)
			return
		}
		for _, r := range decode[BatchAnswer](t, w).Results {
			if (r.Status == 200) != (r.Problem == nil) || r.Status != 200 || r.Status == 200 && len(r.Answer) == 0 {
				t.Errorf("%+v", r)
			}
		}
	})
}
