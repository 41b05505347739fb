package apidoc

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// The parameter fields chooses members of an answer. Which names it accepts, and
// what the answer then looks like, follows from the schema of the answer, so that
// the file contains only that: for each schema X in x-fields-of, derive adds
// XPaths, which lists every path into X, and XFields, which is X with no member
// required.

var errFieldsOf = errors.New("x-fields-of is no list of schemas that there are")

// prefix begins a reference to a schema.
const prefix = "#/components/schemas/"

// An object is a JSON object.
type object = map[string]any

// derive completes the schemas of a document.
func derive(doc object) error {
	components, _ := doc["components"].(object)
	schemas, _ := components["schemas"].(object)
	names, ok := doc["x-fields-of"].([]any)
	if !ok || schemas == nil {
		return errFieldsOf
	}
	delete(doc, "x-fields-of")
	for _, n := range names {
		name, _ := n.(string)
		schema, ok := schemas[name].(object)
		if !ok {
			return fmt.Errorf("%w: %v", errFieldsOf, n)
		}
		paths := pathsInto(schemas, schema)
		schemas[name+"Paths"] = object{"type": "string", "description": "A path into " + name + ".", "enum": paths}
		loosen(schemas, name)
	}
	return nil
}

// pathsInto are the paths into a schema, sorted. The name of a list stands for its
// elements.
func pathsInto(schemas, schema object) []string {
	if ref, ok := schema["$ref"].(string); ok {
		schema, _ = schemas[strings.TrimPrefix(ref, prefix)].(object)
	}
	if items, ok := schema["items"].(object); ok {
		return pathsInto(schemas, items)
	}
	members, _ := schema["properties"].(object)
	if other, ok := schema["additionalProperties"].(object); ok { // members with any of the listed names
		named, _ := schema["propertyNames"].(object)
		names, _ := named["enum"].([]any)
		members = object{}
		for _, n := range names {
			members[fmt.Sprint(n)] = other
		}
	}
	var all []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		member, _ := members[name].(object)
		all = append(all, name)
		for _, path := range pathsInto(schemas, member) {
			all = append(all, name+"."+path)
		}
	}
	return all
}

// loosen adds a copy of a schema in which no member is required, and of the schemas
// that it refers to.
func loosen(schemas object, name string) {
	if _, done := schemas[name+"Fields"]; done {
		return
	}
	loose, _ := withoutRequired(schemas[name]).(object)
	if _, isObject := loose["properties"]; isObject {
		loose["description"] = "Some members of " + name + ", as fields chose them."
	}
	schemas[name+"Fields"] = loose
	for _, ref := range references(schemas[name]) {
		loosen(schemas, ref)
	}
}

// withoutRequired is a copy of a schema in which no member is required. It refers
// to such copies of other schemas.
func withoutRequired(v any) any {
	switch v := v.(type) {
	case object:
		out := object{}
		for name, e := range v {
			_, isList := e.([]any)
			ref, isText := e.(string)
			switch {
			case name == "required" && isList:
			case name == "$ref" && isText:
				out[name] = ref + "Fields"
			default:
				out[name] = withoutRequired(e)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, e := range v {
			out[i] = withoutRequired(e)
		}
		return out
	}
	return v
}

// references are the names of the schemas that a schema refers to.
func references(v any) []string {
	var all []string
	switch v := v.(type) {
	case object:
		for name, e := range v {
			if ref, ok := e.(string); ok && name == "$ref" {
				all = append(all, strings.TrimPrefix(ref, prefix))
				continue
			}
			all = append(all, references(e)...)
		}
	case []any:
		for _, e := range v {
			all = append(all, references(e)...)
		}
	}
	return all
}
