// Package data embeds what ships with the program: sample articles,
// dictionaries and judged queries. It knows where they lie and nothing of what
// they mean.
package data

import (
	"embed"
	"io/fs"
)

//go:embed all:articles all:dict all:eval
var files embed.FS

// Articles are the sample articles, Markdown files in a folder a category.
func Articles() (fs.FS, error) { return fs.Sub(files, "articles") }

// Dictionaries are the word lists and tables in dict.
func Dictionaries() (fs.FS, error) { return fs.Sub(files, "dict") }

// Evaluation is the judged sample over Articles.
func Evaluation() (fs.FS, error) { return fs.Sub(files, "eval") }
