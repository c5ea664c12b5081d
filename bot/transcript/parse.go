package transcript

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

const personName = `[a-z][a-z0-9_]*`

var (
	tight   = regexp.MustCompile(`^((?:` + personName + ` ?)?[<>]|staff>|=)(\S.*)$`)
	spoken  = regexp.MustCompile(`^(?:(` + personName + `) )?([<>])(?: (.*))?$`)
	staff   = regexp.MustCompile(`^staff(?: to (` + personName + `))?> (.+)$`)
	asking  = regexp.MustCompile(`^staff asks to hand over to ([a-z][a-z0-9_]{0,30})(?: for (` + personName + `))?$`)
	calling = regexp.MustCompile(`^staff cancels ([A-Za-z0-9_-]+)$`)
	closing = regexp.MustCompile(`^staff closes(?: (` + personName + `))?(?:: (.+))?$`)
)

// parser reads a file line by line and keeps every fault.
type parser struct {
	file  string
	zone  *time.Location
	orgs  []string // the ids of several organisations, if the talks are with several
	talks []talk
	fault []Failure
	open  bool // the last line was an expected text, which the next may go on with
}

// parse reads a file. Times are in the zone. Where it is about several
// organisations, their ids are given.
func parse(file string, src []byte, zone *time.Location, orgs ...string) ([]talk, []Failure) {
	p := &parser{file: file, zone: zone, orgs: orgs}
	for i, raw := range strings.Split(string(src), "\n") {
		p.read(i+1, strings.TrimRight(raw, " \t\r"))
	}
	return p.talks, p.fault
}

func (p *parser) read(n int, raw string) {
	switch title, isTitle := strings.CutPrefix(raw, "# "); {
	case raw == "" || strings.HasPrefix(raw, "//"):
		p.open = p.open && raw != ""
	case isTitle:
		p.talks = append(p.talks, talk{title: strings.TrimSpace(title), line: n})
		p.open = false
	case len(p.talks) == 0:
		p.fail(n, "the file must begin with a title, such as  # Joining a group")
	default:
		p.add(n, raw)
	}
}

func (p *parser) add(n int, raw string) {
	l, err := p.line(raw)
	if err != nil {
		p.fail(n, err.Error())
		return
	}
	l.n, l.last = n, n
	lines := &p.talks[len(p.talks)-1].lines
	if l.kind == expect && p.open {
		if before := &(*lines)[len(*lines)-1]; before.who == l.who {
			before.text += "\n" + l.text
			before.last = n
			return
		}
	}
	p.open = l.kind == expect
	*lines = append(*lines, l)
}

// line reads one line.
func (p *parser) line(raw string) (line, error) {
	first, rest, _ := strings.Cut(raw, " ")
	switch first {
	case "given":
		return p.given(rest)
	case "after":
		wait, err := duration(rest)
		return line{kind: after, wait: wait}, err
	case "at":
		when, err := p.moment(rest)
		return line{kind: at, at: when}, err
	case "=":
		return readEffect(rest)
	}
	if first == "broadcast" {
		return readBroadcast(raw)
	}
	if m := staff.FindStringSubmatch(raw); m != nil {
		return line{kind: staffSays, who: m[1], text: m[2]}, nil
	}
	if m := asking.FindStringSubmatch(raw); m != nil {
		return line{kind: staffAsks, who: m[2], text: m[1]}, nil
	}
	if m := calling.FindStringSubmatch(raw); m != nil {
		return line{kind: staffCancels, text: m[1]}, nil
	}
	if m := closing.FindStringSubmatch(raw); m != nil {
		return line{kind: staffCloses, who: m[1], text: m[2]}, nil
	}
	if m := spoken.FindStringSubmatch(raw); m != nil {
		if m[2] == "<" {
			return line{kind: expect, who: m[1], text: m[3]}, nil
		}
		return line{kind: says, who: m[1], text: m[3]}, nil
	}
	if m := tight.FindStringSubmatch(raw); m != nil {
		return line{}, fmt.Errorf(`a space is missing in "%s": write  %s %s`, raw, m[1], m[2])
	}
	return line{}, fmt.Errorf(`I can't read "%s". A line begins with >, <, a name and one of these, given, after, at, staff>, staff closes, staff cancels, broadcast, = or //`, raw)
}

func (p *parser) fail(n int, why string) {
	f := Failure{File: p.file, Line: n, Why: why}
	if len(p.talks) > 0 {
		f.Talk = p.talks[len(p.talks)-1].title
	}
	p.fault = append(p.fault, f)
}
