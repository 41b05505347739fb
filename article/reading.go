package article

// A Reading is what became of one document.
type Reading struct {
	Article  Article
	Names    []string  // ids that it could have, the first being Article.ID; nil for one that names itself
	Encoding string    // that the text was decoded from, "" where the format says it
	Dialect  string    // of the format, as far as it was recognised; "" for none
	Sources  []Field   // where the metadata came from, in the order of Article
	Private  string    // what marks it as not meant for readers, "" for nothing
	Dropped  []Dropped // what the reader left out, in reading order
}

// A Field says where a field of the metadata came from, such as "front matter".
type Field struct {
	Name string `json:"name"` // as in the JSON of an article
	From string `json:"from"`
}

// A Dropped is a block of a document that is no text of the article.
type Dropped struct {
	Reason Reason `json:"reason"`
	Text   string `json:"text"`
}

// A Reason says why a block was left out.
type Reason string

// The reasons, from what a page's own marks say to what its text tells.
const (
	DroppedHidden     Reason = "hidden"         // the page hides it, or it is a comment
	DroppedNavigation Reason = "navigation"     // menus, side bars, footers, what is beside the main content
	DroppedLinks      Reason = "links"          // cards, rows of links, buttons
	DroppedFurniture  Reason = "furniture"      // title, author, date, counts and brief, said again around the text
	DroppedReading    Reason = "reading"        // how characters are read, beside them
	DroppedMetadata   Reason = "metadata"       // values of front matter that no field takes
	DroppedSyntax     Reason = "unknown syntax" // what is written for a program, and not known
)

// Parse is Read for those who want the article alone.
func Parse(r Raw, o Options) (Article, error) {
	reading, err := Read(r, o)
	return reading.Article, err
}

// sources are where the fields of an article came from, by metadataNames.
type sources [10]string

// metadataNames are the fields that a Field names, in their order.
func metadataNames() [10]string {
	return [...]string{"title", "brief", "author", "category", "published", "updated", "tags", "aliases", "url", "views"}
}

// note says where the fields came from that an article has and had not before.
func (s *sources) note(a *Article, from string) {
	for i, known := range [...]bool{a.Title != "", a.Brief != "", a.Author != "", a.Category != "",
		!a.Published.IsZero(), !a.Updated.IsZero(), len(a.Tags) > 0, len(a.Aliases) > 0, a.URL != "", a.Views != 0} {
		if known && s[i] == "" {
			s[i] = from
		}
	}
}

func (s *sources) list() []Field {
	var all []Field
	names := metadataNames()
	for i, from := range s {
		if from != "" {
			all = append(all, Field{Name: names[i], From: from})
		}
	}
	return all
}
