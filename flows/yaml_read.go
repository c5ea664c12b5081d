package flows

import (
	"errors"
	"strings"

	"go.yaml.in/yaml/v4"
)

// The limits of one file.
const (
	maxFile  = 64 << 10
	maxSheet = 4 * maxFile // a translation holds each text two or three times
	deepest  = 32
)

// mapping reads the file as YAML and returns its top mapping, or nil. What an
// author wrote wrongly is reported in an author's words; where the mistake can
// be mended, reading goes on, so that all faults show at once.
func (s *source) mapping() *yaml.Node {
	if !s.readable() {
		return nil
	}
	doc := s.parsed()
	if doc == nil {
		return nil
	}
	top := doc.Content[0]
	if top.Kind != yaml.MappingNode {
		s.faultAt("not-keys", top, "this file must be a list of keys, each with a colon and a space.",
			"nothing in it can be read.", "begin with a line such as  title: Groups near me")
		return nil
	}
	if !s.wellShaped(top) {
		return nil
	}
	return top
}

// parsed parses the file, mending what can be explained.
func (s *source) parsed() *yaml.Node {
	s.reading = true
	defer func() { s.reading = false }()
	before := len(*s.found)
	lines, whole := s.tidied()
	if !whole {
		return nil
	}
	doc, err := parse(lines)
	if err != nil && s.tabs(lines) {
		doc, err = parse(lines)
	}
	if err != nil && s.readLines(lines) {
		doc, err = parse(lines)
	}
	if err == nil {
		return doc
	}
	if len(*s.found) == before {
		s.explainWhole(yamlFault(err))
	}
	return nil
}

// parse parses lines as one YAML document.
func parse(lines []string) (*yaml.Node, error) {
	var doc yaml.Node
	if err := yaml.Load([]byte(strings.Join(lines, "\n")), &doc); err != nil {
		return nil, err
	}
	if len(doc.Content) != 1 {
		return nil, errNothing
	}
	return &doc, nil
}

var errNothing = errors.New("the file has nothing in it")

// explainWhole reports a file that is empty, or that nobody can explain.
func (s *source) explainWhole(e yamlError) {
	if e.line == 0 {
		s.fault("empty", Pos{}, 0, "this file is empty.", "it was most likely saved too early.", "write it, or delete it.")
		return
	}
	line, column := e.line, e.column
	if e.began > 0 && strings.Contains(e.message, "end of stream") {
		line, column = e.began, e.beganC
	}
	s.fault("yaml", Pos{Line: min(line, len(s.lines)), Column: column}, 1, "this line can't be read.", "nothing below it can be read either.",
		"check its spaces, colons and quotes, and those of the line above. If it is a text, put the whole text in double quotes.")
}

// yamlError is what the YAML library says is wrong, and where.
type yamlError struct {
	message       string
	line, column  int
	began, beganC int // where the text or list began that went wrong; 0 if not known
}

func yamlFault(err error) yamlError {
	var several *yaml.LoadErrors
	if errors.As(err, &several) && len(several.Errors) > 0 {
		return yamlError{message: several.Errors[0].Message}
	}
	var one *yaml.LoadError
	if errors.As(err, &one) {
		return yamlError{one.Message, one.Mark.Line, one.Mark.Column, one.ContextMark.Line, one.ContextMark.Column}
	}
	return yamlError{message: "no documents"}
}
