package markup

import (
	"encoding/json"
	"strings"
)

// Notebook turns a notebook of Jupyter into Markdown: its texts, and its code as
// code; what the code printed is left out. Errors are those of JSON.
func Notebook(b []byte) (string, error) {
	var book struct {
		Cells []struct {
			Kind   string `json:"cell_type"`
			Source lines  `json:"source"`
		} `json:"cells"`
		Metadata struct {
			Title   string `json:"title"`
			Authors []struct {
				Name string `json:"name"`
			} `json:"authors"`
		} `json:"metadata"`
	}
	if err := json.Unmarshal(b, &book); err != nil {
		return "", err
	}
	var d document
	d.front.set("title", book.Metadata.Title)
	if len(book.Metadata.Authors) > 0 {
		d.front.set("author", book.Metadata.Authors[0].Name)
	}
	for _, c := range book.Cells {
		source := string(c.Source)
		if strings.TrimSpace(source) == "" {
			continue
		}
		if c.Kind == "code" {
			source = fence + "\n" + source + "\n" + fence
		}
		d.line(source)
		d.line("")
	}
	return d.String(), nil
}

// lines are a text, or a list of its lines.
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
