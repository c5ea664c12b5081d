package graph

// headHeight is how much room a box's name takes.
const headHeight = 24.0

// noteGap stands between a box's words and its notes, badgeHeight is the height
// of the number of people who wait, with the gap above it.
const (
	noteGap     = 4.0
	noteHeight  = lineHeight - 2
	badgeHeight = 28.0
)

// icon is the width of the sign before a box's name.
const icon = 22.0

const warning = "Tells of an emergency number"

// sizeOf is how large a box is.
func sizeOf(b Box) (w, h float64) {
	switch b.Kind {
	case Exit:
		return width(b.Words, fontSize) + 3*padding, lineHeight + padding
	case Start:
		w = width(b.Does, fontSize) + 4*padding
		lines := b.startLines()
		for _, l := range lines {
			w = max(w, width(l, fontSize)*boldly+4*padding)
		}
		return w, padding*1.5 + lineHeight*float64(1+len(lines))
	}
	words, notes := b.lines()
	h = padding*1.6 + headHeight + lineHeight*float64(len(words)) + noteHeight*float64(len(notes))
	if len(words)*len(notes) > 0 {
		h += noteGap
	}
	if b.Urgent {
		h += lineHeight
	}
	if b.Waiting > 0 {
		h += badgeHeight
	}
	if len(words)+len(notes) == 0 && !b.Urgent && b.Waiting == 0 {
		h -= 6
	}
	return boxWidth, h
}

// startWidth is how wide a line may be that says what begins a flow.
const startWidth = 420.0

// startLines are the lines that say what begins a flow.
func (b Box) startLines() []string {
	var lines []string
	for _, note := range b.begins() {
		lines = append(lines, wrapped(note, startWidth, fontSize*boldly)...)
	}
	return lines
}

// lines are a step's words and notes, as they are written in its box.
func (b Box) lines() (words, notes []string) {
	room := boxWidth - 2*padding
	words = wrapped(b.Words, room, fontSize)
	for _, note := range b.Notes {
		notes = append(notes, wrapped(note, room, smallSize)...)
	}
	return words, notes
}

// boldly is how much wider bold letters are.
const boldly = 1.08

// head is what stands in the first line of a step: its name, the size at which
// the name fits, and what the step does where there is room for that beside it.
func (b Box) head() (name string, size float64, does string) {
	room := boxWidth - 2*padding - icon
	wide := width(b.Name, fontSize) * boldly
	if wide <= room-width(b.Does, smallSize)-8 {
		return b.Name, fontSize, b.Does
	}
	size = min(max(0.999*fontSize*room/wide, leastSize), fontSize)
	return cutTo(b.Name, room/boldly, size), size, ""
}

// flat is how far from its corners the edge of a box is straight, so that
// arrows can begin and end there.
func (b Box) flat() float64 {
	switch b.Kind {
	case Start:
		return 26
	case Exit:
		return 16
	case When, Wait:
		return hexagon + 8
	case Ask:
		return 22
	}
	return 12
}
