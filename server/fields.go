package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// maxFields is how many members one request may choose.
const maxFields = 50

// A fieldSet is the set of members of an answer that the parameter fields chooses,
// each with the chosen members within it. An empty set means all.
type fieldSet map[string]fieldSet

// fields reads the parameter fields, a list of paths such as
// "total,articles.id,articles.paragraphs.link". The name of a list stands for its
// elements. Every path must exist in the type of of.
func (p *params) fields(of any) fieldSet {
	text, ok := p.one("fields")
	if !ok {
		return nil
	}
	set := fieldSet{}
	for i, path := range strings.Split(text, ",") {
		if i == maxFields {
			p.fault("fields", "names more than %d members", maxFields)
			break
		}
		if missing, ok := set.add(strings.Split(path, "."), reflect.TypeOf(of)); !ok {
			p.fault("fields", "names %q, and there is no %q", cut(clean(path)), cut(clean(missing)))
		}
	}
	return set
}

// facetNames are the keys of the only map in answers.
func facetNames() []string { return []string{"author", "category", "tag", "year"} }

// add adds a path to the set. If the path does not exist, missing is its element
// that does not.
func (set fieldSet) add(path []string, t reflect.Type) (missing string, ok bool) {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	name, within := path[0], reflect.Type(nil)
	switch t.Kind() {
	case reflect.Map:
		if slices.Contains(facetNames(), name) {
			within = t.Elem()
		}
	case reflect.Struct:
		for _, m := range membersOf(t) {
			if m.name == name {
				within = m.field.Type
			}
		}
	}
	if within == nil {
		return name, false
	}
	sub, there := set[name]
	if len(path) == 1 {
		set[name] = nil
		return "", true
	}
	if there && len(sub) == 0 {
		return fieldSet{}.add(path[1:], within) // the whole member is chosen already
	}
	if sub == nil {
		sub = fieldSet{}
	}
	if missing, ok := sub.add(path[1:], within); !ok {
		return missing, false
	}
	set[name] = sub
	return "", true
}

// A member is a field of a struct as encoding/json names it.
type member struct {
	name  string
	omit  bool // whether it is left out when empty
	field reflect.StructField
}

// membersOf are the members that a struct has in JSON, with those of embedded
// structs.
func membersOf(t reflect.Type) []member {
	var list []member
	for _, f := range reflect.VisibleFields(t) {
		tag := f.Tag.Get("json")
		name, options, _ := strings.Cut(tag, ",")
		if !f.IsExported() || f.Anonymous && tag == "" || name == "-" {
			continue
		}
		if name == "" {
			name = f.Name
		}
		list = append(list, member{name, strings.Contains(options, "omit"), f})
	}
	return list
}

// encode writes a value as JSON with the members that the set chooses.
func (set fieldSet) encode(v any) ([]byte, error) {
	var b bytes.Buffer
	if err := set.write(&b, reflect.ValueOf(v)); err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	b.WriteByte('\n')
	return b.Bytes(), nil
}

func (set fieldSet) write(b *bytes.Buffer, v reflect.Value) error {
	for v.Kind() == reflect.Pointer && !v.IsNil() {
		v = v.Elem()
	}
	switch {
	case len(set) == 0:
		return plainJSON(b, v.Interface())
	case v.Kind() == reflect.Slice && !v.IsNil():
		return set.writeList(b, v)
	case v.Kind() == reflect.Map:
		return set.writeMap(b, v)
	case v.Kind() == reflect.Struct:
		return set.writeStruct(b, v)
	}
	return plainJSON(b, v.Interface())
}

func (set fieldSet) writeList(b *bytes.Buffer, v reflect.Value) error {
	b.WriteByte('[')
	for i := range v.Len() {
		if i > 0 {
			b.WriteByte(',')
		}
		if err := set.write(b, v.Index(i)); err != nil {
			return err
		}
	}
	b.WriteByte(']')
	return nil
}

func (set fieldSet) writeMap(b *bytes.Buffer, v reflect.Value) error {
	o := objectWriter{b: b}
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if value := v.MapIndex(reflect.ValueOf(name)); value.IsValid() {
			if err := o.member(name, set[name], value); err != nil {
				return err
			}
		}
	}
	o.end()
	return nil
}

func (set fieldSet) writeStruct(b *bytes.Buffer, v reflect.Value) error {
	o := objectWriter{b: b}
	for _, m := range membersOf(v.Type()) {
		sub, chosen := set[m.name]
		value := v.FieldByIndex(m.field.Index)
		if !chosen || m.omit && isEmpty(value) {
			continue
		}
		if err := o.member(m.name, sub, value); err != nil {
			return err
		}
	}
	o.end()
	return nil
}

// isEmpty reports whether encoding/json would leave a member with omitempty out.
func isEmpty(v reflect.Value) bool {
	if k := v.Kind(); k == reflect.Slice || k == reflect.Map {
		return v.Len() == 0
	}
	return v.IsZero()
}

// An objectWriter writes an object, a member at a time.
type objectWriter struct {
	b     *bytes.Buffer
	begun bool
}

func (o *objectWriter) member(name string, set fieldSet, v reflect.Value) error {
	separator := byte(',')
	if !o.begun {
		separator, o.begun = '{', true
	}
	o.b.WriteByte(separator)
	if err := plainJSON(o.b, name); err != nil {
		return err
	}
	o.b.WriteByte(':')
	return set.write(o.b, v)
}

func (o *objectWriter) end() {
	if !o.begun {
		o.b.WriteByte('{')
	}
	o.b.WriteByte('}')
}

// plainJSON writes a value whole, without the escapes that only HTML needs.
func plainJSON(b *bytes.Buffer, v any) error {
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line break
	return nil
}
