package web

// A Site is what its owner calls things.
type Site struct {
	Name    string            // "" for 寻章
	BaseURL string            // public address without a path, for links that leave the site
	Labels  map[string]string // what readers see of a category, where that is not its name
}

// DefaultName is the name of a site whose owner gave none.
const DefaultName = "寻章"

// label is what readers see of a value of a filter.
func (s Site) label(kind, value string) string {
	if text := s.Labels[value]; kind == "category" && text != "" {
		return text
	}
	return value
}
