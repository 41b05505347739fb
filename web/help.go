package web

// A HelpPage shows every way to write a query, with what it finds.
type HelpPage struct {
	Head      Head
	Operators []Offer
}

// NewHelpPage lays out the ways to write a query, each with its count.
func NewHelpPage(operators []Offer) HelpPage {
	return HelpPage{Head: Head{Kind: "help", Title: "怎么写", Path: "/help"}, Operators: operators}
}
