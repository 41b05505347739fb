package main

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/pflag"
	"gopkg.in/yaml.v3"
)

// printConfig checks the settings and prints them, with the sources of the command line
// in place of those of the file, as the first index would be built of them.
func (s *serving) printConfig(ctx context.Context, all *settings, args []string) error {
	sources := s.sources
	if len(args) > 0 {
		sources = named(args)
	}
	if err := s.try(ctx, sources); err != nil {
		return err
	}
	sources, err := withAbsolutePaths(sources)
	if err != nil {
		return err
	}
	place := s.place()
	if !s.inCluster() {
		if place, err = filepath.Abs(place); err != nil { // in a file it would be relative to the folder of that
			return err
		}
	}
	text, err := all.print(s.placeFlag(), place, sources)
	fmt.Fprint(s.out, text)
	return err
}

// named returns sources that the command line names.
func named(args []string) []sourceConfig {
	var all []sourceConfig
	for _, arg := range args {
		all = append(all, sourceConfig{path: arg, from: "command line"})
	}
	return all
}

// withAbsolutePaths returns sources with paths that mean the same from every folder.
func withAbsolutePaths(sources []sourceConfig) ([]sourceConfig, error) {
	all := slices.Clone(sources)
	for i, one := range all {
		if one.path == stdin {
			continue
		}
		path, err := filepath.Abs(one.path)
		if err != nil {
			return nil, fmt.Errorf("source %q: %w", one.path, err)
		}
		all[i].path = path
	}
	return all, nil
}

// print writes all settings as a configuration file, each with a comment that says
// where its value comes from.
func (s *settings) print(placeFlag, place string, sources []sourceConfig) (string, error) {
	doc := mapping(scalar(placeFlag, ""), scalar(place, s.source(placeFlag)), scalar("serve", ""), s.section())
	if len(sources) > 0 {
		list := &yaml.Node{Kind: yaml.SequenceNode}
		for _, one := range sources {
			list.Content = append(list.Content, one.node())
		}
		doc.Content = append(doc.Content, scalar("sources", ""), list)
	}
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(doc); err != nil {
		return "", fmt.Errorf("print the configuration: %w", err)
	}
	return out.String(), e.Close()
}

// section is the section serve of a configuration file.
func (s *settings) section() *yaml.Node {
	section := &yaml.Node{Kind: yaml.MappingNode}
	s.each(func(f *pflag.Flag) {
		if f.Name == "index" {
			return
		}
		value := &yaml.Node{Kind: yaml.ScalarNode, Value: f.Value.String()}
		if f.Value.Type() == "string" || f.Value.Type() == "duration" {
			value.Tag = "!!str"
		}
		if list, ok := f.Value.(pflag.SliceValue); ok {
			value = sequence(list.GetSlice())
		}
		value.LineComment = s.source(f.Name)
		section.Content = append(section.Content, scalar(f.Name, ""), value)
	})
	return section
}

// node is a source as a configuration file has it.
func (s sourceConfig) node() *yaml.Node {
	n := mapping(scalar("path", ""), scalar(s.path, s.from))
	add := func(to *yaml.Node, key, value string) {
		if value != "" {
			to.Content = append(to.Content, scalar(key, ""), scalar(value, ""))
		}
	}
	addList := func(to *yaml.Node, key string, values []string) {
		if len(values) > 0 {
			to.Content = append(to.Content, scalar(key, ""), sequence(values))
		}
	}
	if s.name != s.path { // add leaves out an empty one
		add(n, "name", s.name)
	}
	add(n, "encoding", s.read.Encoding)
	addList(n, "include", s.read.Include)
	addList(n, "exclude", s.read.Exclude)
	if s.read.Drafts {
		n.Content = append(n.Content, scalar("drafts", ""), &yaml.Node{Kind: yaml.ScalarNode, Value: "true"})
	}
	defaults := mapping()
	add(defaults, "category", s.read.Defaults.Category)
	add(defaults, "author", s.read.Defaults.Author)
	addList(defaults, "tags", s.read.Defaults.Tags)
	if len(defaults.Content) > 0 {
		n.Content = append(n.Content, scalar("defaults", ""), defaults)
	}
	return n
}

// mapping is a YAML mapping of keys and their values, in turn.
func mapping(pairs ...*yaml.Node) *yaml.Node {
	return &yaml.Node{Kind: yaml.MappingNode, Content: pairs}
}

// scalar is a YAML text with a comment behind it.
func scalar(text, comment string) *yaml.Node {
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: text, LineComment: comment}
}

// sequence is a YAML list of texts on one line.
func sequence(texts []string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle}
	for _, t := range texts {
		n.Content = append(n.Content, scalar(t, ""))
	}
	return n
}
