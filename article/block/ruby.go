package block

// A Ruby says how characters of a text are pronounced, as its author wrote above or
// next to them.
type Ruby struct {
	Base    string // the characters
	Reading string
}

// maxRuby is the greatest length of the characters, and of their pronunciation, in bytes.
const maxRuby = 100

// BeginRuby begins characters whose pronunciation follows.
func (l *Line) BeginRuby() { l.base = l.b.Len() }

// Reading adds the pronunciation of the characters that were added since BeginRuby
// or since the last Reading.
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

// Hush begins text that is not part of the line, such as pronunciations. Speak ends
// it.
func (l *Line) Hush() {
	l.silent = true
	l.aside.Reset()
}

// Speak continues the line, and returns the text since Hush.
func (l *Line) Speak() (aside string) {
	l.silent = false
	aside = l.aside.String()
	l.aside.Reset()
	return aside
}
