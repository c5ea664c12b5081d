package rapidpro

import (
	"fmt"
	"slices"
)

// unsaid writes the texts that nothing leads to any more below the steps, so
// that nothing an author wrote is lost, and returns them for the summary.
func (w *writer) unsaid(sent []message, steps []*step) []string {
	said := map[string]bool{}
	for _, s := range steps {
		for _, m := range s.said {
			said[m[""].String()] = true
		}
		if s.asks != nil && s.asks.hint != nil {
			said[s.asks.hint[""].String()] = true
		}
	}
	var lost, told []string
	for _, m := range sent {
		text, _ := w.fill(m[""])
		if key := m[""].String(); text != "" && !said[key] {
			said[key] = true
			lost = append(lost, text)
		}
	}
	if len(lost) == 0 {
		return nil
	}
	w.todo(0, plural(len(lost), "text that nothing leads to now", "texts that nothing leads to now"))
	for _, text := range lost {
		w.WriteString("#   " + oneLine(text) + "\n")
		told = append(told, fmt.Sprintf("nothing leads to the text %q now", cut(oneLine(text), 60)))
	}
	return slices.Clip(told)
}
