package flows

import (
	"regexp"
	"slices"
)

// mineNamed finds the me. fields that words or a condition name.
var mineNamed = regexp.MustCompile(`\bme\.([a-z][a-z0-9_]*)`)

// AsksAbout returns the me. fields that the open question of a conversation is
// about: the one that its answer is kept as, and those that its words, its
// choices and its way on speak of. Without an open question there are none.
func (o *Org) AsksAbout(c Conversation) []string {
	if c.Now == nil {
		return nil
	}
	_, step, err := o.at(c.Now)
	if err != nil || step.Ask == nil {
		return nil
	}
	var fields []string
	add := func(words string) {
		for _, m := range mineNamed.FindAllStringSubmatch(words, -1) {
			if !slices.Contains(fields, m[1]) {
				fields = append(fields, m[1])
			}
		}
	}
	add(step.Save + " " + step.Helpful)
	for _, text := range []*Text{step.Say, step.Ask, step.Hint} {
		if text != nil {
			add(text.Source)
		}
	}
	if opts := step.Options; opts != nil {
		add(opts.From + " " + opts.Near + " " + opts.Find + " " + opts.Child)
		opts.Where.named(add)
		for _, opt := range opts.Fixed {
			add(opt.Label.Source)
			opt.If.named(add)
		}
	}
	for _, b := range step.When {
		b.If.named(add)
	}
	return slices.DeleteFunc(fields, func(field string) bool { return field == "language" })
}

// named tells what a condition says, if there is one.
func (c *Condition) named(tell func(words string)) {
	if c != nil {
		tell(c.Source)
	}
}
