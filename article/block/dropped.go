package block

// A Dropped is a block of a document that is not text of the article.
type Dropped struct {
	Reason Reason `json:"reason"`
	Text   string `json:"text"`
}

// A Reason says why a block was left out.
type Reason string

// The reasons.
const (
	DroppedHidden     Reason = "hidden"         // the page hides it, or it is a comment
	DroppedNavigation Reason = "navigation"     // menus, side bars, footers, everything outside of the main content
	DroppedLinks      Reason = "links"          // cards, rows of links, buttons
	DroppedFurniture  Reason = "furniture"      // title, author, date, counts and brief, where they are repeated around the text
	DroppedReading    Reason = "reading"        // ruby text: how characters are pronounced
	DroppedMetadata   Reason = "metadata"       // values of front matter for which there is no field
	DroppedOutput     Reason = "output"         // what the code of a notebook printed
	DroppedSyntax     Reason = "unknown syntax" // text for a program that is not known here
)
