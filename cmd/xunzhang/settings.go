package main

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/pflag"
	"gopkg.in/yaml.v3"
)

// Settings are flags that can also be set by the environment and by a configuration
// file. The command line comes first, then the environment, then the file.
type settings struct {
	flags *pflag.FlagSet
	from  map[string]string // by a flag's name: where its value comes from
}

// unsettable returns the flags that only the command line can set.
func unsettable() []string { return []string{"help", "config", "print-config", "engine"} }

// newSettings returns the settings with the flags of the command line.
func newSettings(flags *pflag.FlagSet) *settings {
	s := &settings{flags: flags, from: map[string]string{}}
	flags.Visit(func(f *pflag.Flag) { s.from[f.Name] = "--" + f.Name })
	return s
}

// each calls fn for every flag that is a setting, in the order of their names.
func (s *settings) each(fn func(*pflag.Flag)) {
	s.flags.VisitAll(func(f *pflag.Flag) {
		if !slices.Contains(unsettable(), f.Name) {
			fn(f)
		}
	})
}

// variable is the name of a flag in the environment.
func variable(flag string) string {
	return "XUNZHANG_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// environment sets the flags that the command line did not set from the
// environment. The elements of a list are separated by commas.
func (s *settings) environment() error {
	var failed error
	s.each(func(f *pflag.Flag) {
		name := variable(f.Name)
		text, ok := os.LookupEnv(name)
		if !ok || text == "" || s.from[f.Name] != "" || failed != nil {
			return
		}
		values := []string{text}
		if _, list := f.Value.(pflag.SliceValue); list {
			values = strings.Split(text, ",")
		}
		if err := s.set(f, name, values); err != nil {
			failed = usageError{fmt.Errorf("%s: %w", name, err)}
		}
	})
	return failed
}

// set sets a flag, and notes where its value comes from.
func (s *settings) set(f *pflag.Flag, from string, values []string) error {
	s.from[f.Name] = from
	if list, ok := f.Value.(pflag.SliceValue); ok {
		f.Changed = true
		return list.Replace(values)
	}
	for _, v := range values {
		if err := s.flags.Set(f.Name, v); err != nil {
			return plainFlagError(err)
		}
	}
	return nil
}

// plainFlagError says of a value that a flag does not take what would be one; other
// errors stay as they are.
func plainFlagError(err error) error {
	wrong := new(pflag.InvalidValueError)
	if !errors.As(err, &wrong) {
		return err
	}
	wanted, ok := map[string]string{
		"int": "a whole number", "int64": "a whole number", "float64": "a number",
		"bool": "true or false", "duration": "a time such as 5s or 1m30s",
	}[wrong.GetFlag().Value.Type()]
	if !ok {
		return err
	}
	return fmt.Errorf("--%s: %q is not %s", wrong.GetFlag().Name, wrong.GetValue(), wanted)
}

// file sets the flags that are not set yet from a section of a configuration file.
func (s *settings) file(c *config, section *yaml.Node) error {
	known := map[string]field{}
	s.each(func(f *pflag.Flag) {
		known[f.Name] = func(n *yaml.Node) error {
			values, err := c.values(f, n)
			if err != nil || s.from[f.Name] != "" {
				return err
			}
			if err := s.set(f, fmt.Sprintf("%s:%d", c.file, n.Line), values); err != nil {
				return c.fault(n, "%v", err)
			}
			return nil
		}
	})
	return c.fields(section, known)
}

// values decodes the value of a flag: a text, or a list for a flag that may be
// repeated.
func (c *config) values(f *pflag.Flag, n *yaml.Node) (values []string, err error) {
	if _, list := f.Value.(pflag.SliceValue); list {
		return values, c.texts(&values)(n)
	}
	if n.Kind != yaml.ScalarNode || n.Tag == "!!null" {
		return nil, c.fault(n, "a text or number is expected here")
	}
	return []string{n.Value}, nil
}

func (s *settings) source(flag string) string {
	if from := s.from[flag]; from != "" {
		return from
	}
	return "default"
}
