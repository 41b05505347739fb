// Command load measures a server under load and under attack, on this machine: it
// starts the program with an index, sends requests, and prints tables of Markdown.
//
//	go run ./tools/load --program bin/xunzhang --index /tmp/woshipm --queries queries.txt
//
// Clients and server share the processors, so that figures are those of a machine
// that does both; the load that it had before is printed. Every client has an address
// of its own on the loopback (127.0.0.0/8), which needs Linux.
package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

// options has the values of the flags.
type options struct {
	program, index string
	span, soak     time.Duration
	parts          string
	queries        []string
}

var errFlags = errors.New("give --program, --index and --queries")

func readOptions(args []string) (o options, err error) {
	f := flag.NewFlagSet("load", flag.ContinueOnError)
	f.StringVar(&o.program, "program", "", "the program to start")
	f.StringVar(&o.index, "index", "", "folder of its index")
	queries := f.String("queries", "", "file with a query a line")
	f.DurationVar(&o.span, "span", 30*time.Second, "how long each row of a table is measured")
	f.DurationVar(&o.soak, "soak", 10*time.Minute, "how long everything is done at once")
	f.StringVar(&o.parts, "parts", "clients,attacks,soak", "what is measured")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.program == "" || o.index == "" || *queries == "" {
		return o, errFlags
	}
	o.queries, err = readQueries(*queries)
	return o, err
}

func readQueries(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []string
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if q := strings.TrimSpace(lines.Text()); q != "" {
			all = append(all, q)
		}
	}
	if len(all) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("%s: there are no queries in it", file)
	}
	return all, lines.Err()
}

func run(ctx context.Context, args []string) error {
	o, err := readOptions(args)
	if err != nil {
		return err
	}
	before, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return fmt.Errorf("this needs Linux: %w", err)
	}
	fmt.Printf("%s, %d processors, which clients and server share; load before: %s", time.Now().Format(time.DateOnly), runtime.NumCPU(), before)
	for _, part := range []struct {
		name string
		run  func(context.Context, options) error
	}{{"clients", clients}, {"attacks", attacks}, {"soak", soak}} {
		if !strings.Contains(","+o.parts+",", ","+part.name+",") {
			continue
		}
		if err := part.run(ctx, o); err != nil {
			return fmt.Errorf("%s: %w", part.name, err)
		}
	}
	return ctx.Err()
}
