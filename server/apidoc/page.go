package apidoc

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

//go:embed docs.html
var pageSource string

// Style is the style sheet of the page, which links to it as StylePath.
//
//go:embed docs.css
var Style []byte

// StylePath is where the page expects Style.
const StylePath = "/docs.css"

// A spec has the members of the document that the page shows.
type spec struct {
	Info struct {
		Title, Version, Description string
	}
	Servers    []struct{ URL string }
	Paths      map[string]map[string]*operation
	Components struct {
		Schemas    map[string]*schema
		Parameters map[string]*parameter
		Responses  map[string]*response
		Headers    map[string]*header
	}
}

type operation struct {
	ID          string `json:"operationId"`
	Summary     string
	Description string
	Security    []map[string][]string
	Parameters  []*parameter
	Body        *struct {
		Content map[string]media
	} `json:"requestBody"`
	Responses map[string]*response
}

type parameter struct {
	Ref, Name, In, Description string
	Required                   bool
	Schema                     *schema
	Example                    any
}

// UnmarshalJSON also reads $ref, which is not a name that a Go field gets by
// itself.
func (p *parameter) UnmarshalJSON(b []byte) error {
	type plain parameter
	return withRef(b, (*plain)(p), &p.Ref)
}

type response struct {
	Ref, Description string
	Headers          map[string]*header
	Content          map[string]media
}

// UnmarshalJSON reads $ref too.
func (r *response) UnmarshalJSON(b []byte) error {
	type plain response
	return withRef(b, (*plain)(r), &r.Ref)
}

type header struct{ Ref, Description string }

// UnmarshalJSON reads $ref too.
func (h *header) UnmarshalJSON(b []byte) error {
	type plain header
	return withRef(b, (*plain)(h), &h.Ref)
}

type media struct {
	Schema   *schema
	Examples map[string]struct{ Value any }
}

type schema struct {
	Ref, Type, Description string
	Enum                   []any
	Default                any
	Minimum, Maximum       *json.Number
	MaxLength, MaxItems    *json.Number
	Required               []string
	Properties             map[string]*schema
	Items                  *schema
	AnyOf                  []*schema
	AdditionalProperties   json.RawMessage
}

// UnmarshalJSON reads $ref too.
func (s *schema) UnmarshalJSON(b []byte) error {
	type plain schema
	return withRef(b, (*plain)(s), &s.Ref)
}

// withRef decodes an object, and the name that its $ref ends with.
func withRef(b []byte, to any, ref *string) error {
	var r struct {
		Ref string `json:"$ref"`
	}
	if err := json.Unmarshal(b, &r); err != nil {
		return err
	}
	err := json.Unmarshal(b, to)
	*ref = r.Ref[strings.LastIndexByte(r.Ref, '/')+1:]
	return err
}

// Page shows a document as HTML, for people.
func Page(document []byte) ([]byte, error) {
	var s spec
	if err := json.Unmarshal(document, &s); err != nil {
		return nil, fmt.Errorf("openapi.json: %w", err)
	}
	page, err := template.New("docs").Funcs(template.FuncMap{"type": typeOf, "json": pretty, "prose": prose, "upper": strings.ToUpper}).Parse(pageSource)
	if err != nil {
		return nil, fmt.Errorf("docs.html: %w", err)
	}
	var out bytes.Buffer
	if err := page.Execute(&out, s.view()); err != nil {
		return nil, fmt.Errorf("docs.html: %w", err)
	}
	return out.Bytes(), nil
}

// A view has what the template shows, in the order in which it shows it.
type view struct {
	Title, Version, Description, Server string
	StylePath                           string
	Operations                          []operationView
	Schemas                             []schemaView
}

type operationView struct {
	*operation
	Method, Path, Anchor string
	Key                  string // "", "optional" or "needed"
	Parameters           []*parameter
	Sent                 *schema // what a body holds, nil for none
	Responses            []responseView
	Examples             []exampleView
}

type responseView struct {
	Status string
	*response
	HeaderNames []string
	Schema      *schema
}

type exampleView struct {
	Name  string
	Value any
}

type schemaView struct {
	Name string
	*schema
	Members []memberView
}

type memberView struct {
	Name     string
	Required bool
	Schema   *schema
}

func (s *spec) view() view {
	v := view{Title: s.Info.Title, Version: s.Info.Version, Description: s.Info.Description, StylePath: StylePath}
	if len(s.Servers) > 0 {
		v.Server = s.Servers[0].URL
	}
	for _, path := range slices.SortedFunc(maps.Keys(s.Paths), apiFirst) {
		for _, method := range slices.Sorted(maps.Keys(s.Paths[path])) {
			if method != "options" { // the head of the page describes these for all addresses
				v.Operations = append(v.Operations, s.operation(method, path))
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(s.Components.Schemas)) {
		if !strings.HasSuffix(name, "Fields") && !strings.HasSuffix(name, "Paths") { // derive added those
			v.Schemas = append(v.Schemas, viewSchema(name, s.Components.Schemas[name]))
		}
	}
	return v
}

// apiFirst sorts the addresses of the API before those of pages.
func apiFirst(a, b string) int {
	rank := func(path string) int {
		if strings.HasPrefix(path, "/api/") {
			return 0
		}
		return 1
	}
	return cmp.Or(rank(a)-rank(b), strings.Compare(a, b))
}

func (s *spec) operation(method, path string) operationView {
	o := s.Paths[path][method]
	v := operationView{operation: o, Method: method, Path: path, Anchor: "op-" + o.ID}
	if len(o.Security) > 0 {
		v.Key = "needed"
		if slices.ContainsFunc(o.Security, func(m map[string][]string) bool { return len(m) == 0 }) {
			v.Key = "optional"
		}
	}
	for _, p := range o.Parameters {
		if p.Ref != "" {
			p = s.Components.Parameters[p.Ref]
		}
		v.Parameters = append(v.Parameters, p)
	}
	if o.Body != nil {
		for _, m := range o.Body.Content {
			v.Sent = m.Schema
			v.Examples = append(v.Examples, examples("Request", m)...)
		}
	}
	for _, status := range slices.Sorted(maps.Keys(o.Responses)) {
		r := s.response(status, o.Responses[status])
		v.Responses = append(v.Responses, r)
		for _, name := range slices.Sorted(maps.Keys(r.Content)) {
			if status < "300" && strings.HasSuffix(name, "json") {
				v.Examples = append(v.Examples, examples("Answer, "+name, r.Content[name])...)
			}
		}
	}
	return v
}

func (s *spec) response(status string, r *response) responseView {
	if r.Ref != "" {
		r = s.Components.Responses[r.Ref]
	}
	v := responseView{Status: status, response: r, HeaderNames: slices.Sorted(maps.Keys(r.Headers))}
	for _, name := range slices.Sorted(maps.Keys(r.Content)) {
		if strings.Contains(name, "json") && v.Schema == nil {
			v.Schema = r.Content[name].Schema
		}
	}
	return v
}

func examples(name string, m media) []exampleView {
	var list []exampleView
	for _, key := range slices.Sorted(maps.Keys(m.Examples)) {
		list = append(list, exampleView{name, m.Examples[key].Value})
	}
	return list
}

func viewSchema(name string, s *schema) schemaView {
	v := schemaView{Name: name, schema: s}
	for _, member := range slices.Sorted(maps.Keys(s.Properties)) {
		v.Members = append(v.Members, memberView{member, slices.Contains(s.Required, member), s.Properties[member]})
	}
	return v
}

// typeOf says in words what a schema allows, with links to schemas by name.
func typeOf(s *schema) template.HTML {
	switch {
	case s == nil:
		return ""
	case strings.HasSuffix(s.Ref, "Paths"):
		name := strings.TrimSuffix(s.Ref, "Paths")
		return "paths into " + typeOf(&schema{Ref: name})
	case s.Ref != "":
		name := template.HTMLEscapeString(s.Ref)
		return template.HTML(`<a href="#schema-` + name + `">` + name + `</a>`)
	case len(s.AnyOf) > 0 && s.AnyOf[0].Ref != "":
		return typeOf(s.AnyOf[0]) // the other schemas are the same with fewer members
	case s.Type == "array" && s.Items != nil:
		return "list of " + typeOf(s.Items)
	}
	return template.HTML(template.HTMLEscapeString(cmp.Or(s.Type, "any") + s.bounds()))
}

// bounds are the limits of a value, and the values that it may have.
func (s *schema) bounds() string {
	var list []string
	if s.Minimum != nil && s.Maximum != nil {
		list = append(list, s.Minimum.String()+" to "+s.Maximum.String())
	}
	if s.MaxLength != nil {
		list = append(list, "at most "+s.MaxLength.String()+" characters")
	}
	for _, e := range s.Enum {
		list = append(list, fmt.Sprint(e))
	}
	if len(list) == 0 {
		return ""
	}
	return ": " + strings.Join(list, ", ")
}

// prose is a description as HTML. Text between backquotes is code.
func prose(text string) template.HTML {
	var b strings.Builder
	for i, piece := range strings.Split(text, "`") {
		piece = template.HTMLEscapeString(piece)
		if i%2 == 1 {
			piece = "<code>" + piece + "</code>"
		}
		b.WriteString(piece)
	}
	return template.HTML(b.String())
}

// pretty is a value as JSON that people can read.
func pretty(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(v)
	return strings.TrimSpace(b.String()), err
}
