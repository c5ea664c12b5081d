package flows

import "go.yaml.in/yaml/v4"

// casesKeys is what cases: of org.yaml can have.
func casesKeys() []key[Closings] {
	return []key[Closings]{
		{"reasons", "names, each with what staff read", "a list that fits most", "Why people wrote, for staff to choose from when they close a case.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "a reason", &c.Reasons)
		}},
		{"outcomes", "names, each with what staff read", "a list that fits most", "What cases came to.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "an outcome", &c.Outcomes)
		}},
		{"risks", "names, each with what staff read", "none, watch, safeguarding and crisis", "The risk that staff saw; nobody is asked whether it helped after safeguarding and crisis.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return readCodes(l, v, "a risk", &c.Risks)
		}},
		{"templates", "names, each with a text", "none", "Replies to begin with. Staff fill their blanks, such as <date>.", func(l *loader, v *yaml.Node, c *Closings) bool {
			return eachEntry(l, v, "a template", func(name string, v *yaml.Node) bool {
				text, ok := scalar(v)
				c.Templates = append(c.Templates, Template{name, text})
				return ok && text != ""
			})
		}},
	}
}

func readCodes(l *loader, v *yaml.Node, what string, into *Codes) bool {
	*into = Codes{}
	return eachEntry(l, v, what, func(name string, v *yaml.Node) bool {
		label, ok := scalar(v)
		*into = append(*into, Code{name, label})
		return ok && label != ""
	})
}
