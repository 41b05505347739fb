package block

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
