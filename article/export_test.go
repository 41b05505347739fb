package article

// Values that the tests of the package are written with.
const (
	Edge       = edge
	MinRepeats = minRepeats
)

// PathID is pathID, for the tests.
func PathID(r Raw) string { return pathID(r) }
