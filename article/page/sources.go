package page

// A Field says where a field of the metadata came from, such as "front matter".
type Field struct {
	Name string `json:"name"` // as in the JSON of an article
	From string `json:"from"`
}

// Sources are where the fields of an article came from, in the order of
// metadataNames.
type Sources [10]string

// metadataNames are the fields that a Field names, in their order.
func metadataNames() [10]string {
	return [...]string{"title", "brief", "author", "category", "published", "updated", "tags", "aliases", "url", "views"}
}

// Note records from as the source of the fields that an article has now, unless a
// source is known.
func (s *Sources) Note(a *Meta, from string) {
	for i, is := range known(a) {
		if is && s[i] == "" {
			s[i] = from
		}
	}
}

// Forget removes the sources of fields that an article no longer has, such as a brief
// that repeats the text.
func (s *Sources) Forget(a *Meta) {
	for i, is := range known(a) {
		if !is {
			s[i] = ""
		}
	}
}

// known says which fields an article has, in the order of metadataNames.
func known(a *Meta) [10]bool {
	return [...]bool{a.Title != "", a.Brief != "", a.Author != "", a.Category != "",
		!a.Published.IsZero(), !a.Updated.IsZero(), len(a.Tags) > 0, len(a.Aliases) > 0, a.URL != "", a.Views != 0}
}

// List returns the known sources, in the order of metadataNames.
func (s *Sources) List() []Field {
	var all []Field
	names := metadataNames()
	for i, from := range s {
		if from != "" {
			all = append(all, Field{Name: names[i], From: from})
		}
	}
	return all
}
