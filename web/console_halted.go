package web

// haltSheet says that no text leaves by a company, and why, and what ends that.
type haltSheet struct{ Title, Words, Mend string }

// halted tells of each company that refuses every text.
func (v *visit) halted() (all []haltSheet) {
	if v.console.Halted == nil {
		return nil
	}
	for _, halt := range v.console.Halted(v.scope.Org()) {
		if !halt.Stands() {
			continue
		}
		title := say(v.lang, "halted")
		if halt.Connection != "" {
			title = say(v.lang, "halted.one", "company", halt.Connection)
		}
		all = append(all, haltSheet{title, say(v.lang, "halted."+string(halt.Class), "since", v.moment(halt.Since)), halt.Mend})
	}
	return all
}
