package block

// A Ruby is how characters of a text are read, as their author has it beside them.
type Ruby struct {
	Base    string // the characters
	Reading string
}

// maxRuby is the length in bytes of characters with a reading of their own.
const maxRuby = 100

// BeginRuby begins characters whose reading follows.
func (l *Line) BeginRuby() { l.base = l.b.Len() }

// Reading says how the characters are read that were written since BeginRuby, or
// since the reading before.
func (l *Line) Reading(reading string) {
	if reading = Squash(reading); reading == "" {
		return
	}
	base := Squash(l.b.String()[min(l.base, l.b.Len()):])
	l.base = l.b.Len()
	if base != "" && len(base) <= maxRuby && len(reading) <= maxRuby {
		l.ruby = append(l.ruby, Ruby{Base: base, Reading: reading})
	}
}

// Hush begins text that stands beside the line, as readings do, and Speak ends it
// and returns it.
func (l *Line) Hush() {
	l.silent = true
	l.aside.Reset()
}

// Speak goes on with the line.
func (l *Line) Speak() (aside string) {
	l.silent = false
	aside = l.aside.String()
	l.aside.Reset()
	return aside
}
