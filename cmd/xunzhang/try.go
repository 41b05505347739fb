package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"syscall"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/querystats"
	"github.com/xunzhang/xunzhang/server"
)

// try does what a start does with the settings, and undoes it, so that
// --print-config refuses what a start would, in the same words. What a start takes a
// long time for, dictionaries and the index, is left out. The sources are those that a
// start would build an index of.
func (s *serving) try(ctx context.Context, sources []sourceConfig) error {
	if err := s.tryLog(); err != nil {
		return err
	}
	if s.readers != "" {
		if err := querystats.Check(s.readers); err != nil {
			return fmt.Errorf("--reader-stats: %w", err)
		}
	}
	if _, err := s.newServer(&server.Pending{}); err != nil {
		return err
	}
	if _, err := s.tls(); err != nil {
		return err
	}
	if err := s.tryAddresses(ctx); err != nil {
		return err
	}
	e, err := s.openEngine()
	if err != nil {
		return err
	}
	if err := errors.Join(s.trySources(ctx, e, sources), e.Close()); err != nil {
		return err
	}
	_, err = s.otherWords()
	return err
}

// trySources returns the error with which building the first index would end at once.
// Where there is an index the sources do not matter; a cluster is not asked.
func (s *serving) trySources(ctx context.Context, e store, sources []sourceConfig) error {
	if s.inCluster() {
		return nil
	}
	all, err := e.Generations(ctx)
	if err != nil && !errors.Is(err, engine.ErrNoIndex) || len(all) > 0 {
		return nil // what is wrong with an index is not known before it is opened
	}
	for _, one := range sources {
		if err := indexer.CheckSource(one.path); err != nil {
			return err
		}
	}
	return nil
}

// tryLog opens the file of the log. A file that was not there is removed again.
func (s *serving) tryLog() error {
	_, missing := os.Stat(s.log)
	done, err := s.openLog()
	s.config.Logger = nil // nothing is served, so nothing is logged
	if err != nil {
		return err
	}
	err = done()
	if s.log != "" && s.log != "-" && errors.Is(missing, fs.ErrNotExist) {
		err = errors.Join(err, os.Remove(s.log))
	}
	return err
}

// tryAddresses listens for a moment. An address that is in use is a good one: the
// server that the settings are for may be running.
func (s *serving) tryAddresses(ctx context.Context) error {
	admin, err := server.AdminAddr(s.config.AdminAddr)
	if err != nil {
		return err
	}
	for _, addr := range []string{s.config.Addr, admin} {
		if addr == "" {
			continue
		}
		l, err := server.Listen(ctx, addr)
		if err == nil {
			err = l.Close()
		}
		if err != nil && !errors.Is(err, syscall.EADDRINUSE) {
			return err
		}
	}
	return nil
}

// overlap reports whether two addresses cannot be listened on at once.
func overlap(addr, admin string) bool {
	host, port, err := net.SplitHostPort(addr)
	other, otherPort, otherErr := net.SplitHostPort(admin)
	if err != nil || otherErr != nil {
		return addr == admin && addr != ""
	}
	anyPort := port == "" || port == "0" // the system chooses one
	return port == otherPort && !anyPort && (host == other || unspecified(host) || unspecified(other))
}

// unspecified reports whether a host stands for all addresses of the machine.
func unspecified(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}
