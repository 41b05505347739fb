package markup

import (
	"cmp"
	"encoding/json"
	"strings"
)

// A cell is a piece of a notebook.
type cell struct {
	Kind    string          `json:"cell_type"`
	Level   int             `json:"level"` // of a heading, in notebooks before 2015
	Source  lines           `json:"source"`
	Input   lines           `json:"input"` // source of code, in notebooks before 2015
	Outputs json.RawMessage `json:"outputs"`
}

// printed returns the texts that the code of a cell printed; none where their form is
// not known.
func (c *cell) printed() []string {
	var outputs []struct {
		Text lines `json:"text"`
		Data struct {
			Plain    lines `json:"text/plain"`
			Markdown lines `json:"text/markdown"`
			HTML     lines `json:"text/html"`
		} `json:"data"`
	}
	if len(c.Outputs) == 0 || json.Unmarshal(c.Outputs, &outputs) != nil {
		return nil
	}
	var all []string
	for _, o := range outputs {
		for _, text := range []lines{o.Text, cmp.Or(o.Data.Plain, o.Data.Markdown, o.Data.HTML)} {
			if text != "" {
				all = append(all, string(text))
			}
		}
	}
	return all
}

// Notebook turns a notebook of Jupyter into Markdown: its texts and its code. The
// output of the code is returned by itself. Errors are those of JSON.
func Notebook(b []byte) (text string, printed []string, err error) {
	var book struct {
		Cells  []cell `json:"cells"`
		Sheets []struct {
			Cells []cell `json:"cells"`
		} `json:"worksheets"` // before 2015
		Metadata struct {
			Title   string `json:"title"`
			Authors []struct {
				Name string `json:"name"`
			} `json:"authors"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(b, &book); err != nil {
		return "", nil, err
	}
	var d document
	d.front.set("title", book.Metadata.Title)
	if len(book.Metadata.Authors) > 0 {
		d.front.set("author", book.Metadata.Authors[0].Name)
	}
	for _, sheet := range book.Sheets {
		book.Cells = append(book.Cells, sheet.Cells...)
	}
	for _, c := range book.Cells {
		printed = append(printed, c.printed()...)
		source := string(cmp.Or(c.Source, c.Input))
		if strings.TrimSpace(source) == "" {
			continue
		}
		switch c.Kind {
		case "heading":
			source = strings.Repeat("#", min(max(c.Level, 1), 6)) + " " + source
		case "code":
			source = fence + "\n" + source + "\n" + fence
		}
		d.line(source)
		d.line("")
	}
	return d.String(), printed, nil
}

// lines are a text that JSON has as one string, or as a list of lines.
type lines string

// UnmarshalJSON implements json.Unmarshaler.
func (l *lines) UnmarshalJSON(b []byte) error {
	var list []string
	if json.Unmarshal(b, &list) == nil {
		*l = lines(strings.Join(list, ""))
		return nil
	}
	return json.Unmarshal(b, (*string)(l))
}
