package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/server"
)

// accessFlags are the flags for keys, and for what may be done without one.
type accessFlags struct {
	keys   string   // file, "" for none
	public []string // scopes that need no key
}

func (a *accessFlags) add(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&a.keys, "keys", "", "`FILE` of keys that `xunzhang keys create` made; read again when it changes")
	f.StringArrayVar(&a.public, "public", []string{string(apikey.Search), string(apikey.Read)}, "`SCOPE` that needs no key: search or read, \"\" for none; may be repeated")
}

// read checks the flags, and puts their values into a server's configuration.
func (a *accessFlags) read(c *server.Config) error {
	var public []apikey.Scope
	for _, list := range a.public {
		for name := range strings.SplitSeq(list, ",") {
			if name == "" {
				continue
			}
			scope, err := apikey.ParseScope(name)
			if err != nil || scope == apikey.Admin {
				return usageError{fmt.Errorf("--public %s: want search or read, or \"\" for none", name)}
			}
			public = append(public, scope)
		}
	}
	c.Protected = nil
	for _, scope := range apikey.Scopes() {
		if scope != apikey.Admin && !slices.Contains(public, scope) {
			c.Protected = append(c.Protected, scope)
		}
	}
	if a.keys == "" {
		return nil
	}
	store, err := apikey.Open(a.keys, c.Logger)
	c.Keys = store
	return err
}
