package web

// A Site is the names that the owner of a site has chosen.
type Site struct {
	Name    string            // "" for 寻章
	BaseURL string            // public address without a path, for links that leave the site
	Labels  map[string]string // what readers see of a category, where that is not its name
}

// DefaultName is the name of a site whose owner gave none.
const DefaultName = "寻章"

// within is what readers see of a category that is listed below another: its own
// label or, if it has none, its path below that of the other.
func (s Site) within(kind, value, rest string) string {
	if text := s.label(kind, value); text != value {
		return text
	}
	return rest
}

// label is what readers see of a value of a filter.
func (s Site) label(kind, value string) string {
	if text := s.Labels[value]; kind == "category" && text != "" {
		return text
	}
	return value
}
