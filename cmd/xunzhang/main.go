// Command xunzhang searches Chinese articles: it builds an index, serves it to
// a browser, and answers in the terminal. It knows every other package, wires
// them together, and decides nothing that they could decide.
package main

import (
	"os"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
