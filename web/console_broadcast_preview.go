package web

import (
	"fmt"
	"maps"
	"slices"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows/plain"
	"github.com/connective-messaging/connective/locales"
)

// leftOut is how many are left out for a reason.
type leftOut struct {
	Count int
	Why   string
}

// sampleText is what one member would read.
type sampleText struct{ Lang, Language, Person, Text, Count string }

// previewSheet is what a broadcast would be if it left now.
type previewSheet struct {
	People, Parts, Longest int
	At                     string   // when they were counted
	Bill                   string   // what it costs
	Each                   []string // what leaves by each of two connections
	By                     []string // which connections they leave by, and what each takes
	TooMuch                string   // by how much the budget does not reach
	Samples                []sampleText
}

// hard says what to write in place of what is hard to read.
func (v *visit) hard(all []plain.Found) []string {
	var said []string
	for _, f := range all {
		key := map[plain.Kind]string{plain.HardWord: "word", plain.LongSentence: "sentence", plain.Capitals: "capitals", plain.ShortForm: "short"}[f.Kind]
		said = append(said, say(v.lang, "broadcast.hard."+key, "words", f.Words, "instead", f.Instead, "n", f.Count, "most", plain.MostWords))
	}
	return said
}

func (v *visit) leftOut(by map[broadcast.Reason]int) []leftOut {
	var out []leftOut
	for _, why := range slices.Sorted(maps.Keys(by)) {
		out = append(out, leftOut{by[why], say(v.lang, "broadcast.left."+string(why))})
	}
	return out
}

// preview shows for how many people it is, as they were counted in the last minutes.
// That a few of their texts are shown is noted, as they may hold what is kept about
// people.
func (v *visit) preview(page *broadcastSheet, b broadcast.Broadcast) error {
	if err := v.console.Desk.Note(v.ctx(), v.scope, staff.Entry{Deed: broadcast.SawTexts, Detail: b.ID}); err != nil {
		return err
	}
	p, err := v.console.Broadcasts.Glance(v.ctx(), b, v.QueryParam("count") == "again")
	if err != nil {
		return err
	}
	bill, err := v.console.Broadcasts.Bill(v.ctx(), b, p.Census)
	if err != nil {
		return err
	}
	by, err := v.console.Broadcasts.CarriersOf(b.Org)
	if err != nil {
		return err
	}
	page.Left = v.leftOut(p.LeftOut)
	page.Preview = &previewSheet{People: p.People, Parts: p.Parts, Longest: p.Longest.Parts, At: v.moment(p.At), Bill: v.billOf(bill), Each: v.chargesOf(bill.Each), By: v.carriersOf(by)}
	if over := bill.Over(); over > 0 {
		page.Preview.TooMuch = say(v.lang, "broadcast.bill.over", "budget", broadcast.Pounds(bill.Budget), "over", broadcast.Pounds(over))
	}
	for _, lang := range slices.Sorted(maps.Keys(p.Samples)) {
		for _, s := range p.Samples[lang] {
			count := say(v.lang, "broadcast.parts", "n", s.Count.Parts)
			page.Preview.Samples = append(page.Preview.Samples, sampleText{lang, locales.Say(lang, "name"), s.Person, s.Text, count})
		}
	}
	return nil
}

// carriersOf says by which connections texts leave, and how long one may be.
func (v *visit) carriersOf(all []broadcast.Carrier) (said []string) {
	key := "broadcast.by"
	if len(all) > 1 {
		key = "broadcast.by.some"
	}
	for _, c := range all {
		if c.Name != "" {
			said = append(said, say(v.lang, key, "by", c.Name, "plain", c.Caps.MaxUnitsGSM, "odd", c.Caps.MaxUnitsUCS2))
		}
	}
	return said
}

// chargesOf says what leaves by each of two connections, and what it costs there.
func (v *visit) chargesOf(each []broadcast.Charge) (said []string) {
	for _, c := range each {
		key := "broadcast.each"
		if c.Part == 0 {
			key = "broadcast.each.free"
		}
		said = append(said, say(v.lang, key, "by", c.By, "people", say(v.lang, "broadcast.people", "n", c.People), "parts", say(v.lang, "broadcast.inparts", "n", c.Parts), "costs", broadcast.Pounds(c.Costs), "part", fmt.Sprintf("%gp", c.Part)))
	}
	return said
}

// billOf says what a broadcast costs, beside what others cost this month.
func (v *visit) billOf(b broadcast.Bill) string {
	if !b.Known {
		return say(v.lang, "broadcast.bill.none")
	}
	key := "broadcast.bill"
	if len(b.Each) > 0 {
		key = "broadcast.bill.each"
	}
	said := say(v.lang, key, "costs", broadcast.Pounds(b.Costs), "part", fmt.Sprintf("%gp", b.Part), "spent", broadcast.Pounds(b.Spent))
	if b.Budget > 0 && b.Over() == 0 {
		said += " " + say(v.lang, "broadcast.bill.budget", "budget", broadcast.Pounds(b.Budget))
	}
	return said
}
