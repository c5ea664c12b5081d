package sink

// Line is a number as its company knows it.
type Line struct {
	Mute  bool   // it can neither send nor receive texts
	State string // the company's own word for how it is; empty is its word for well
	Hook  string // where what people text to it goes, as it was told to the company
}

// Lines are the numbers of an account, in E.164 with +. Of nil every number that is
// asked for is the account's, as whoever only tries a set-up has none.
type Lines map[string]Line

// Of is the line of that number; false if the account has none. One that is asked for
// of nil has its texts go to hook.
func (l Lines) Of(number, hook string) (Line, bool) {
	if l == nil {
		return Line{Hook: hook}, true
	}
	line, ok := l[number]
	return line, ok
}

// LinesTo are well, and have their texts go to hook; nil of no number.
func LinesTo(hook string, numbers ...string) Lines {
	if len(numbers) == 0 {
		return nil
	}
	l := Lines{}
	for _, number := range numbers {
		l[number] = Line{Hook: hook}
	}
	return l
}
