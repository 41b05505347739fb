package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/apikey"
)

const keysHelp = `Makes, lists and revokes keys, by which programs are let in by a server that
was started with --keys FILE. The file holds no secrets, only their hashes; the
server reads it again when it changes.

Scopes: search (find articles and paragraphs), read (whole articles, export),
admin (everything). A key with --category sees only articles of these categories and
of those within them.
Requests with a key count together, wherever they come from; --rate, --burst and
--searches give it limits of its own.`

const keysExamples = `  xunzhang keys create --keys keys.jsonl --name newsroom --scope search --scope read
  xunzhang keys create --keys keys.jsonl --scope search --category 科技 --expires 90d
  xunzhang keys create --keys keys.jsonl --name crawler --scope read --rate 2 --searches 1
  xunzhang keys list --keys keys.jsonl
  xunzhang keys revoke --keys keys.jsonl k3jx2m5q
  xunzhang serve --keys keys.jsonl --public search`

// A keyring is the command with its flags.
type keyring struct {
	*app
	file               string
	name               string
	scopes, categories []string
	expires            string
	limits             apikey.Limits
	now                func() time.Time
}

func (a *app) keysCommand() *cobra.Command {
	k := &keyring{app: a, now: time.Now}
	c := &cobra.Command{Use: "keys", Short: "Make, list and revoke keys for programs", Long: keysHelp, Example: keysExamples}
	c.PersistentFlags().StringVar(&k.file, "keys", os.Getenv(variable("keys")), "`FILE` of the keys; environment XUNZHANG_KEYS")
	create := &cobra.Command{
		Use: "create", Short: "Make a key, and print it", Args: cobra.NoArgs,
		Long: "Makes a key and prints it on standard output, once: it is kept nowhere.",
		RunE: func(*cobra.Command, []string) error { return k.create() },
	}
	f := create.Flags()
	f.StringVar(&k.name, "name", "", "whose it is, for the list")
	f.StringArrayVar(&k.scopes, "scope", nil, "what it allows: search, read or admin; may be repeated")
	f.StringArrayVar(&k.categories, "category", nil, "the only category of articles that it sees; may be repeated")
	f.Float64Var(&k.limits.Rate, "rate", 0, "requests a second with this key, wherever they come from; 0 for the server's limit for a client")
	f.IntVar(&k.limits.Burst, "burst", 0, "requests at once, with --rate; as many as come in ten seconds when left out")
	f.IntVar(&k.limits.Searches, "searches", 0, "searches at once with this key; 0 for the server's limit for a client")
	f.StringVar(&k.expires, "expires", "", "a day (2027-01-31), or how long from now (90d, 12h); never when left out")
	list := &cobra.Command{
		Use: "list", Short: "List the keys", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return k.list() },
	}
	revoke := &cobra.Command{
		Use: "revoke ID...", Short: "Revoke keys by their ids", Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, ids []string) error { return k.revoke(ids) },
	}
	c.AddCommand(create, a.withJSON(list), revoke)
	return c
}

var errNoKeyFile = errors.New("name the file of the keys: --keys FILE, or XUNZHANG_KEYS")

func (k *keyring) create() error {
	if k.file == "" {
		return usageError{errNoKeyFile}
	}
	wanted := apikey.Key{Name: k.name, Categories: k.categories, Limits: k.limits}
	for _, name := range k.scopes {
		wanted.Scopes = append(wanted.Scopes, apikey.Scope(name))
	}
	var err error
	if wanted.Expires, err = expiry(k.expires, k.now()); err != nil {
		return usageError{fmt.Errorf("--expires: %w", err)}
	}
	made, token, err := apikey.New(wanted, k.now())
	if err != nil {
		return usageError{err}
	}
	if err := apikey.Add(k.file, made); err != nil {
		return err
	}
	k.say("the key %s was made; it is printed this once, and kept nowhere", made.ID)
	fmt.Fprintln(k.out, token)
	return nil
}

var errExpiry = errors.New("want a day as 2027-01-31, or how long from now as 90d or 12h")

// expiry reads a day, which is good until it ends, or a time from now.
func expiry(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, time.Local); err == nil {
		return day.AddDate(0, 0, 1).UTC(), nil
	}
	if days, ok := strings.CutSuffix(text, "d"); ok {
		if n, err := strconv.Atoi(days); err == nil && n > 0 && n < 100_000 {
			return now.AddDate(0, 0, n).UTC().Truncate(time.Second), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d > 0 {
		return now.Add(d).UTC().Truncate(time.Second), nil
	}
	return time.Time{}, fmt.Errorf("%w, not %q", errExpiry, text)
}

// A listedKey is a key as `keys list --json` prints it.
type listedKey struct {
	ID         string         `json:"id"`
	Name       string         `json:"name"`
	State      string         `json:"state"` // active, expired or revoked
	Scopes     []apikey.Scope `json:"scopes"`
	Categories []string       `json:"categories,omitempty"`
	apikey.Limits
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires,omitzero"`
	Revoked time.Time `json:"revoked,omitzero"`
}

func (k *keyring) list() error {
	if k.file == "" {
		return usageError{errNoKeyFile}
	}
	ring, err := apikey.Load(k.file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	keys := []listedKey{}
	if err == nil {
		for _, key := range ring.Keys() {
			keys = append(keys, listedKey{key.ID, key.Name, key.State(k.now()), key.Scopes, key.Categories, key.Limits, key.Created, key.Expires, key.Revoked})
		}
	}
	if k.json {
		return printJSON(k.out, keys)
	}
	if len(keys) == 0 {
		k.say("there are no keys in %s", k.file)
		return nil
	}
	w := tabwriter.NewWriter(k.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tSTATE\tSCOPES\tCATEGORIES\tLIMITS\tEXPIRES\tNAME")
	for _, key := range keys {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\n", key.ID, key.State, scopeNames(key.Scopes), orDash(strings.Join(key.Categories, ",")), orDash(limitNames(key.Limits)), orNever(key.Expires), cleanLines(key.Name))
	}
	return w.Flush()
}

func scopeNames(scopes []apikey.Scope) string {
	var list []string
	for _, s := range scopes {
		list = append(list, string(s))
	}
	return strings.Join(list, ",")
}

// limitNames are the limits that a key has itself: "2/s,20,1 at once".
func limitNames(l apikey.Limits) string {
	var list []string
	if l.Rate > 0 {
		list = append(list, strconv.FormatFloat(l.Rate, 'g', -1, 64)+"/s", strconv.Itoa(l.AtOnce()))
	}
	if l.Searches > 0 {
		list = append(list, strconv.Itoa(l.Searches)+" at once")
	}
	return strings.Join(list, ",")
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return cleanLines(s)
}

func orNever(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.Local().Format("2006-01-02 15:04")
}

func (k *keyring) revoke(ids []string) error {
	if k.file == "" {
		return usageError{errNoKeyFile}
	}
	if _, err := os.Stat(k.file); err != nil {
		return fmt.Errorf("keys: %w", err)
	}
	for _, id := range ids {
		if err := apikey.Revoke(k.file, id, k.now()); err != nil {
			return err
		}
		k.say("the key %s is revoked", cleanLines(id))
	}
	return nil
}
