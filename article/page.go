package article

// A page is a document in the reading.
type page struct {
	meta     Meta
	original string // address of the original that the document itself names
	blocks   []block
	encoding string
	dialect  string
	from     sources
	dropped  []Dropped
	private  string // what marks it as not meant for readers, "" for nothing
}
