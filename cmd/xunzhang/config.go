package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/indexer"
)

// errConfig says that a configuration file is not understood.
var errConfig = errors.New("the configuration is not understood")

// A sourceConfig is a source of a configuration file.
type sourceConfig struct {
	name string // to choose it by; its path when it has none
	path string // as a job names it
	read article.Options
	from string // what named it: the command line, or file and line
}

// readConfig reads the sources of a configuration file. Errors wrap errConfig
// and name file and line, or say why the file cannot be read.
func readConfig(file string) ([]sourceConfig, error) {
	c, err := parseConfig(file)
	if err != nil {
		return nil, err
	}
	if len(c.sources) == 0 {
		return nil, c.fault(c.top, "it names no sources")
	}
	return c.sources, nil
}

// parseConfig reads a configuration file. It does not check the section serve: the
// command serve does, which knows its flags.
func parseConfig(file string) (*config, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("read the configuration: %w", err)
	}
	c := &config{file: file}
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%w: %s: %s", errConfig, file, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, fmt.Errorf("%w: %s: it is empty", errConfig, file)
	}
	c.top = doc.Content[0]
	return c, c.fields(c.top, map[string]field{
		"sources": c.list(c.source),
		"index": func(n *yaml.Node) error {
			err := c.text(&c.index)(n)
			if err == nil && !filepath.IsAbs(c.index) {
				c.index = filepath.Join(filepath.Dir(c.file), c.index)
			}
			return err
		},
		"engine": c.text(&c.engine),
		"serve":  func(n *yaml.Node) error { c.serve = n; return nil },
	})
}

// A config is a configuration file while it is decoded. Decoding is done by hand,
// so that a misspelled key is an error with a message that names it.
type config struct {
	file    string
	top     *yaml.Node
	index   string     // folder of the index, "" when the file does not say
	engine  string     // value of --engine, "" when the file does not say
	serve   *yaml.Node // settings of the command serve; nil for none
	sources []sourceConfig
}

// A field decodes the value of a key.
type field func(*yaml.Node) error

func (c *config) fault(n *yaml.Node, format string, args ...any) error {
	return fmt.Errorf("%w: %s:%d: %s", errConfig, c.file, n.Line, fmt.Sprintf(format, args...))
}

// fields decodes a mapping; an unknown key, or a key that occurs twice, is an error.
func (c *config) fields(n *yaml.Node, known map[string]field) error {
	if n.Kind != yaml.MappingNode {
		return c.fault(n, "keys and values are expected here: %s", names(known))
	}
	seen := map[string]bool{}
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		decode, ok := known[key.Value]
		switch {
		case !ok:
			return c.fault(key, "unknown key %q; the keys here are %s", key.Value, names(known))
		case seen[key.Value]:
			return c.fault(key, "the key %q occurs twice", key.Value)
		}
		seen[key.Value] = true
		if err := decode(value); err != nil {
			return err
		}
	}
	return nil
}

func names(known map[string]field) string {
	var all []string
	for name := range known {
		all = append(all, name)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// list decodes a sequence.
func (c *config) list(each field) field {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.SequenceNode {
			return c.fault(n, "a list is expected here")
		}
		for _, item := range n.Content {
			if err := each(item); err != nil {
				return err
			}
		}
		return nil
	}
}

// text decodes a text that is not empty.
func (c *config) text(to *string) field {
	return func(n *yaml.Node) error {
		if n.Kind != yaml.ScalarNode || n.Value == "" || n.Tag == "!!null" {
			return c.fault(n, "a text is expected here")
		}
		*to = n.Value
		return nil
	}
}

// truth decodes true or false.
func (c *config) truth(to *bool) field {
	return func(n *yaml.Node) error {
		if n.Decode(to) != nil {
			return c.fault(n, "true or false is expected here")
		}
		return nil
	}
}

// texts decodes a list of texts.
func (c *config) texts(to *[]string) field {
	return c.list(func(n *yaml.Node) error {
		var s string
		if err := c.text(&s)(n); err != nil {
			return err
		}
		*to = append(*to, s)
		return nil
	})
}

func (c *config) source(n *yaml.Node) error {
	var s sourceConfig
	defaults := &s.read.Defaults
	err := c.fields(n, map[string]field{
		"name": c.text(&s.name), "path": c.text(&s.path), "encoding": c.text(&s.read.Encoding),
		"drafts": c.truth(&s.read.Drafts), "include": c.texts(&s.read.Include), "exclude": c.texts(&s.read.Exclude),
		"defaults": func(n *yaml.Node) error {
			return c.fields(n, map[string]field{
				"category": c.text(&defaults.Category), "author": c.text(&defaults.Author), "tags": c.texts(&defaults.Tags),
			})
		},
	})
	if err != nil {
		return err
	}
	if s.path == "" {
		return c.fault(n, "the source has no path")
	}
	if s.name == "" {
		s.name = s.path
	}
	if s.path != stdin && !filepath.IsAbs(s.path) {
		s.path = filepath.Join(filepath.Dir(c.file), s.path)
	}
	for _, other := range c.sources {
		if other.name == s.name || other.path == s.path {
			return c.fault(n, "the source %q occurs twice", s.name)
		}
	}
	if err := s.read.Check(); err != nil {
		return c.fault(n, "%v", err)
	}
	s.from = fmt.Sprintf("%s:%d", c.file, n.Line)
	c.sources = append(c.sources, s)
	return nil
}

// configured sets the sources of a job from a configuration: those chosen by their
// names, or all. In the second case the job deletes the articles of all others.
func configured(job *indexer.Job, file string, chosen []string) error {
	sources, err := readConfig(file)
	if err != nil {
		return err
	}
	return chooseSources(job, file, sources, chosen)
}

// chooseSources does the same with the sources that were read from the file.
func chooseSources(job *indexer.Job, file string, sources []sourceConfig, chosen []string) error {
	for _, name := range chosen {
		if !slices.ContainsFunc(sources, func(s sourceConfig) bool { return s.name == name }) {
			return usageError{fmt.Errorf("%s has no source %q", file, name)}
		}
	}
	job.Sources, job.Whole, job.Each = nil, len(chosen) == 0, map[string]article.Options{}
	for _, s := range sources {
		if len(chosen) == 0 || slices.Contains(chosen, s.name) {
			job.Sources, job.Each[s.path] = append(job.Sources, s.path), s.read
		}
	}
	return nil
}
