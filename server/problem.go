package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// An outcome says how an error is reported: to programs in English as an RFC 9457
// problem, to readers in Chinese as a page.
type outcome struct {
	err     error
	status  int
	code    string // stable, for programs
	title   string
	heading string
	advice  string
}

// Sentinels of this package.
var (
	errParameter = errors.New("bad parameter")
	errBody      = errors.New("bad body")
	errTooLarge  = errors.New("the body is too large")
	errAddress   = errors.New("the address is too long")
	errCoding    = errors.New("the body has a content coding, and only identity is understood")
	errRoute     = errors.New("there is nothing at this address")
	errMethod    = errors.New("this address does not take this method")
	errHost      = errors.New("this server does not answer under this name")
	errOrigin    = errors.New("a cross-origin request was refused")
	errStopping  = errors.New("the server is stopping")
)

// statusClosed is the status in logs for a client that went away, as in nginx.
const statusClosed = 499

// outcomes is the only table from sentinels to answers. The first one that matches
// counts; the last one matches every error.
func outcomes() []outcome {
	return []outcome{
		{errParameter, 400, "bad_parameter", "A parameter is wrong", "这个地址有一处写错了", "请检查地址里的参数。"},
		{search.ErrQuery, 400, "bad_query", "The query cannot be searched for", "没有办法这样搜索", "请换一个写法再试。"},
		{errBody, 400, "bad_body", "The body is not understood", "请求的内容有误", "请检查请求的内容。"},
		{errNoKey, 401, "no_key", "A key is needed", "这里需要密钥", "请向管理员要一个密钥。"},
		{errBadKey, 401, "bad_key", "The key is not good", "密钥不能用", "它也许写错了，也许已经过期或停用。"},
		{errScope, 403, "bad_scope", "The key does not allow this", "这个密钥不能做这件事", "请向管理员要一个合适的密钥。"},
		{errOrigin, 403, "cross_origin", "Cross-origin requests are refused", "请求来自别的网站", "请直接在本站操作。"},
		{engine.ErrNotFound, 404, "not_found", "There is no such article", "没有这篇文章", "它也许改了地址，也许已经删除。可以搜一搜它的标题。"},
		{errRoute, 404, "no_route", "There is nothing at this address", "没有这个页面", "请检查地址，或者直接搜索。"},
		{errMethod, 405, "bad_method", "The method is not allowed", "不能这样访问这个页面", "请回到首页。"},
		{errAccept, 406, "not_acceptable", "The answer has no form that is accepted", "请求的格式这里没有", "请换一种格式再试。"},
		{search.ErrCursor, 409, "index_changed", "The index has changed since the cursor was given", "内容更新了", "请从第一页重新开始。"},
		{errTooLarge, 413, "too_large", "The body is too large", "请求的内容太大", "请分几次提交。"},
		{errAddress, 414, "address_too_long", "The address is too long", "这个地址太长了", "请写得短一些再试。"},
		{errCoding, 415, "bad_coding", "The content coding of the body is not understood", "请求的内容有误", "请不要压缩请求的内容。"},
		{errHost, 421, "bad_host", "The host is not served here", "这里不是您要找的网站", "请检查地址里的主机名。"},
		{errRate, 429, "rate_limited", "This client asks too often", "您的操作太快了", "请稍等一会儿再试。"},
		{errShare, 429, "client_overloaded", "This client has too many searches at once", "您同时进行的搜索太多了", "请等前面的搜索完成再试。"},
		{context.Canceled, statusClosed, "closed", "The client went away", "请求已取消", ""},
		{errOverload, 503, "overloaded", "Too many searches at once", "现在人有点多", "请稍等一秒再试。"},
		{search.ErrBusy, 503, "overloaded", "Too many searches at once", "现在人有点多", "请稍等一秒再试。"},
		{errExports, 503, "export_busy", "Too many exports at once", "正在导出别的内容", "请稍后再试。"},
		{context.DeadlineExceeded, 504, "timeout", "The search took too long", "这次搜索用时太久", "换个更短或更具体的说法会快一些。"},
		{ErrStarting, 503, "starting", "The server is starting", "正在准备，马上就好", "词典和索引还在读取，这一页会自己刷新。"},
		{errStopping, 503, "stopping", "The server is stopping", "服务器正在重启", "请稍后再试。"},
		{engine.ErrNoIndex, 503, "no_index", "There is no index yet", "还没有可以搜索的文章", "索引正在准备，或者还没有建立（xunzhang reindex）。"},
		{part.ErrVersion, 503, "no_index", "The index was written by another version", "索引是另一个版本建立的，暂时不能搜索", "管理员可以运行 xunzhang reindex 重新建立。"},
		{engine.ErrDamaged, 503, "index_damaged", "The index is damaged", "索引坏了，暂时不能搜索", "管理员可以运行 xunzhang check 查看。"},
		{engine.ErrTooBroad, 422, "too_broad", "The search is too broad", "这次搜索要读的内容太多了", "换个更短或更具体的说法再试。"},
		{engine.ErrUnavailable, 503, "unavailable", "The engine is unavailable", "暂时不能搜索", "存放索引的服务器现在连不上。请稍后再试。"},
		{engine.ErrClosed, 503, "unavailable", "The engine is unavailable", "暂时不能搜索", "请稍后再试。"},
		{nil, 500, "internal", "Something went wrong here", "出错了", "这是我们的问题，已经记录下来。"},
	}
}

// outcomeOf looks an error up in the table. Of what a search refuses, only its text is a
// matter of the query.
func outcomeOf(err error) outcome {
	table := outcomes()
	if p := new(search.ParameterError); errors.As(err, &p) && p.Parameter != "q" {
		err = errParameter
	}
	for _, o := range table {
		if o.err != nil && errors.Is(err, o.err) {
			return o
		}
	}
	return table[len(table)-1]
}

// A Fault names a parameter and what is wrong with it.
type Fault struct {
	Parameter string `json:"parameter"`
	Detail    string `json:"detail"`
}

// A faultError is one or more wrong parameters.
type faultError []Fault

// maxFaults is how many wrong parameters an answer names. A request can have thousands,
// and the answer would be many times as large as the request.
const maxFaults = 50

func (f faultError) Error() string {
	var list []string
	for _, fault := range f.named() {
		list = append(list, fault.Parameter+" "+fault.Detail)
	}
	if more := len(f) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, "; ")
}

// named are the faults that an answer names.
func (f faultError) named() faultError { return f[:min(len(f), maxFaults)] }

func (faultError) Unwrap() error { return errParameter }

// wrongParameters are the names of the parameters that an error is about, each once.
func wrongParameters(err error) []string {
	var names []string
	for _, f := range faultsOf(err) {
		if !slices.Contains(names, f.Parameter) {
			names = append(names, f.Parameter)
		}
	}
	return names
}

// faultsOf are the wrong parameters that an error is about; nil for none.
func faultsOf(err error) []Fault {
	var faults faultError
	var parameter *search.ParameterError
	switch {
	case errors.As(err, &faults):
		return faults.named()
	case errors.As(err, &parameter):
		return []Fault{{parameter.Parameter, clean(parameter.Detail)}}
	case errors.Is(err, search.ErrQuery):
		return []Fault{{"q", clean(err.Error())}} // all other parameters were checked before
	}
	return nil
}

// A Problem is the body of an API error, after RFC 9457.
type Problem struct {
	Type      string  `json:"type"`
	Title     string  `json:"title"`
	Status    int     `json:"status"`
	Detail    string  `json:"detail"`
	Instance  string  `json:"instance"`
	Code      string  `json:"code"`
	Errors    []Fault `json:"errors,omitempty"`
	RequestID string  `json:"request_id"`
}

// problemOf describes an error. Internal details of server errors, such as the
// names of files, are only in the log.
func problemOf(err error, path, id string) Problem {
	o := outcomeOf(err)
	p := Problem{Type: "urn:xunzhang:problem:" + o.code, Title: o.title, Status: o.status,
		Detail: o.title + ".", Instance: path, Code: o.code, RequestID: id}
	if o.status < 500 {
		p.Detail = clean(err.Error())
	}
	p.Errors = faultsOf(err)
	return p
}

// fail answers with an error: with a problem for programs (see wantsProblem), with a page for readers.
func (s *Server) fail(c *gin.Context, err error) {
	if c.Writer.Written() {
		c.Abort()
		return
	}
	c.Set(keyError, err)
	h := c.Writer.Header()
	h.Del("ETag")
	h.Set("Cache-Control", "no-store")
	o := outcomeOf(err)
	if retryAfter(o.status) && h.Get("Retry-After") == "" {
		h.Set("Retry-After", strconv.Itoa(RetryAfter))
	}
	if o.status == http.StatusUnsupportedMediaType {
		h.Set("Accept-Encoding", "identity")
	}
	s.countRefusal(err)
	if wantsProblem(c.Request) {
		s.failProblem(c, err)
	} else {
		s.failPage(c, o, err)
	}
	c.Abort()
}

// countRefusal counts requests that are refused to protect other clients or the
// server.
func (s *Server) countRefusal(err error) {
	if code := outcomeOf(err).code; slices.Contains(refusals(), code) {
		s.metrics.reject(code)
	}
}

func wantsProblem(r *http.Request) bool {
	for _, prefix := range []string{"/api/", "/livez", "/readyz", "/openapi.json", "/opensearch.xml", pathMCP} {
		if strings.HasPrefix(r.URL.Path, prefix) {
			return true
		}
	}
	return r.Method != http.MethodGet && r.Method != http.MethodHead
}

func (s *Server) failProblem(c *gin.Context, err error) {
	p := problemOf(err, cut(clean(c.Request.URL.Path)), c.GetString(keyID))
	body, err := json.Marshal(p)
	if err != nil {
		c.Status(http.StatusInternalServerError)
		return
	}
	c.Data(p.Status, "application/problem+json", append(body, '\n'))
}

// findingOffers are searches that find something, for readers who came to a page
// that does not exist. There are none while there is no index.
func (s *Server) findingOffers(c *gin.Context) []web.Offer {
	ctx := c.Request.Context()
	state, err := s.services.Finder.State(ctx)
	if err != nil {
		return nil
	}
	return s.home.of(ctx, state, s.services.Finder, s.config.Examples).examples
}

func (s *Server) failPage(c *gin.Context, o outcome, err error) {
	p := lenient(c.Request.URL.RawQuery)
	page := web.ErrorPage{
		Head:    web.Head{Kind: "error", Title: o.heading, Box: p.text("q", search.MaxQueryRunes, search.MaxQueryBytes)},
		Heading: o.heading, Detail: o.advice, RequestID: c.GetString(keyID),
	}
	if names := wrongParameters(err); len(names) > 0 {
		page.Detail = "请检查地址里的参数 " + strings.Join(names, "、") + "。"
	}
	if o.status == http.StatusNotFound && s.isPublic(apikey.Search) && len(accessOf(c).categories) == 0 {
		page.Offers = s.findingOffers(c)
	}
	if o.status >= 500 {
		page.Retry = c.Request.URL.RequestURI()
	}
	if errors.Is(o.err, ErrStarting) {
		c.Header("Refresh", strconv.Itoa(RetryAfter)) // the page loads itself again
	}
	c.Status(o.status)
	c.Header("Content-Type", "text/html; charset=utf-8")
	if err := s.pages.Error(c.Writer, page); err != nil {
		s.config.Logger.Error("error page", "error", err.Error())
	}
}

// retryAfter reports whether a status asks the client to try again later.
func retryAfter(status int) bool {
	return status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests
}
