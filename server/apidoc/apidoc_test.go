package apidoc

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
)

func TestDocument(t *testing.T) {
	text, err := Document("v9", "https://search.example.org")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"version":"v9"`, `"url":"https://search.example.org"`, `"ResponseFields"`, `"ResponsePaths"`} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(string(text), "x-fields-of") {
		t.Error("what is for us alone is there")
	}
}

// Paths and loose schemas follow from a schema, through references, lists and
// maps whose names are known.
func TestDerive(t *testing.T) {
	var doc object
	if err := json.Unmarshal([]byte(`{"x-fields-of":["A"],"components":{"schemas":{
		"A":{"type":"object","required":["n","b"],"properties":{"n":{"type":"integer"},"b":{"type":"array","items":{"$ref":"#/components/schemas/B"}},"m":{"$ref":"#/components/schemas/M"},
			"o":{"type":"object","required":["x"],"properties":{"x":{"type":"string"},"required":{"type":"boolean"}}}}},
		"B":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}},
		"M":{"type":"object","propertyNames":{"enum":["u","v"]},"additionalProperties":{"type":"array","items":{"$ref":"#/components/schemas/B"}}}
	}}}`), &doc); err != nil {
		t.Fatal(err)
	}
	if err := derive(doc); err != nil {
		t.Fatal(err)
	}
	schemas := doc["components"].(object)["schemas"].(object)
	want := strings.Fields("b b.id m m.u m.u.id m.v m.v.id n o o.required o.x")
	if got := schemas["APaths"].(object)["enum"].([]string); !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	got, err := json.Marshal([]any{schemas["AFields"], schemas["BFields"], schemas["MFields"]})
	if err != nil {
		t.Fatal(err)
	}
	const loose = `[{"description":"Some members of A, as fields chose them.","properties":{"b":{"items":{"$ref":"#/components/schemas/BFields"},"type":"array"},` +
		`"m":{"$ref":"#/components/schemas/MFields"},"n":{"type":"integer"},"o":{"properties":{"required":{"type":"boolean"},"x":{"type":"string"}},"type":"object"}},"type":"object"},` +
		`{"description":"Some members of B, as fields chose them.","properties":{"id":{"type":"string"}},"type":"object"},` +
		`{"additionalProperties":{"items":{"$ref":"#/components/schemas/BFields"},"type":"array"},"propertyNames":{"enum":["u","v"]},"type":"object"}]`
	if string(got) != loose {
		t.Errorf("%s\nwant\n%s", got, loose)
	}
}

func TestDeriveRefuses(t *testing.T) {
	for _, text := range []string{`{}`, `{"x-fields-of":["A"]}`, `{"x-fields-of":["A"],"components":{"schemas":{}}}`, `{"x-fields-of":[1],"components":{"schemas":{"A":{}}}}`} {
		var doc object
		if err := json.Unmarshal([]byte(text), &doc); err != nil {
			t.Fatal(err)
		}
		if err := derive(doc); !errors.Is(err, errFieldsOf) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestProse(t *testing.T) {
	for text, want := range map[string]string{"a `b` <c>": "a <code>b</code> &lt;c&gt;", "`<b>`": "<code>&lt;b&gt;</code>", "plain": "plain"} {
		if got := string(prose(text)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}

// A text that is not an OpenAPI document gives no page.
func TestPageOfNothing(t *testing.T) {
	if _, err := Page([]byte("[")); err == nil {
		t.Error("a page of no document")
	}
}

// The page says for each value what the schema allows.
func TestTypeOf(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                              "any",
		`{"type":"string"}`:               "string",
		`{"type":"string","maxLength":9}`: "string: at most 9 characters",
		`{"type":"integer","minimum":1}`:  "integer",
		`{"type":"integer","minimum":1,"maximum":5}`:          "integer: 1 to 5",
		`{"type":"string","enum":["a<b","c"]}`:                "string: a&lt;b, c",
		`{"type":"array","items":{"$ref":"#/c/Hit"}}`:         `list of <a href="#schema-Hit">Hit</a>`,
		`{"type":"array"}`:                                    "array",
		`{"$ref":"#/c/HitPaths"}`:                             `paths into <a href="#schema-Hit">Hit</a>`,
		`{"anyOf":[{"$ref":"#/c/Hit"},{"$ref":"#/c/Other"}]}`: `<a href="#schema-Hit">Hit</a>`,
	} {
		s := &schema{}
		if err := json.Unmarshal([]byte(text), s); err != nil {
			t.Fatal(err)
		}
		if got := string(typeOf(s)); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	if got := typeOf(nil); got != "" {
		t.Errorf("no schema: %s", got)
	}
}
