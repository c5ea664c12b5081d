package flows

import (
	"context"

	"github.com/connective-messaging/connective/locales"
)

// Menu leaves whatever is open and shows the organisation's menu.
func (o *Org) Menu(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
	t := o.newTurn(c, w)
	t.idle()
	t.showMenu()
	t.out.Understood = true
	return t.result(nil)
}

// HearMenu starts the flow that a text chooses from the menu just shown. What is
// not understood changes nothing.
func (o *Org) HearMenu(c Conversation, w World, text string) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.HearMenu(c, w, text) })
	if c.Menu == nil {
		return Played{Conversation: c}
	}
	t := o.newTurn(c, w)
	folded := locales.Fold(text)
	if n, ok := lexiconOf(t.lang).number(folded); ok && c.Menu.Page > 0 && n == moreNumber {
		return o.More(c, w)
	}
	m := &matcher{choices: t.menuChoices(), shown: c.Menu.Shown, speaks: []*lexicon{lexiconOf(t.lang)}}
	if source := lexiconOf(o.Language); source != m.speaks[0] {
		m.speaks = append(m.speaks, source)
	}
	found, rule := m.match(folded)
	if len(found) != 1 {
		return t.menuUnsure(c, m, found)
	}
	p = o.Begin(c, w, m.choices[found[0]].id, nil)
	p.Rule = rule
	return p
}

// menuUnsure asks which flow was meant, if the text may mean several.
func (t *turn) menuUnsure(c Conversation, m *matcher, found []int) Played {
	if len(found) < 2 || len(found) > maxUnsure {
		return Played{Conversation: c}
	}
	var unsure []choice
	for _, i := range found {
		unsure = append(unsure, m.choices[i])
	}
	words, shown := t.mean(unsure, c.Menu.Shown)
	if !(pager{}).fits(words) {
		return Played{Conversation: c}
	}
	t.say(words)
	menu := *c.Menu
	menu.Shown, t.c.Menu = shown, &menu
	t.out.Rule = ByMean
	return t.result(nil)
}

// Back asks the last question again, or shows the page before; from the first
// question it goes to the menu, and there it says so.
func (o *Org) Back(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.Back(c, w) })
	t := o.newTurn(c, w)
	t.out.Understood, t.out.Rule = true, ByBack
	if c.Now == nil {
		return t.backInMenu()
	}
	if err := t.resume(); err != nil {
		return t.goOnWithout(err)
	}
	if step := t.step(); step.Ask != nil && t.frame().Page > 1 {
		t.pageBack(step)
		return t.result(t.run(context.Background()))
	}
	t.src = t.frame().Step
	err := t.back()
	if err == nil {
		err = t.run(context.Background())
	}
	return t.result(err)
}

// backInMenu shows the menu's page before, or its first with the word that this
// is the start.
func (t *turn) backInMenu() Played {
	if menu := t.c.Menu; menu != nil && menu.Page > 1 {
		choices := t.menuChoices()
		at, _ := whereShown(choices, menu.Shown)
		t.menuPage(choices, t.menuPager().previous(choices, at), menu.Page-1)
		return t.result(nil)
	}
	t.say(locales.Say(t.lang, "menu.top"))
	choices := t.menuChoices()
	if len(choices) == 0 {
		t.showMenu()
		return t.result(nil)
	}
	t.menuFrom(pager{lang: t.lang, before: t.lines}, choices, 0, 1)
	return t.result(nil)
}

// More shows the next page of the open question or of the menu; the last page
// is shown again.
func (o *Org) More(c Conversation, w World) (p Played) {
	defer rescue(c, &p)
	defer keepToParts(&p, w, func(w World) Played { return o.More(c, w) })
	t := o.newTurn(c, w)
	t.out.Understood, t.out.Rule = true, ByMore
	if c.Now == nil {
		t.moreOfMenu()
		return t.result(nil)
	}
	if err := t.resume(); err != nil {
		return t.goOnWithout(err)
	}
	step := t.step()
	if step.Ask == nil {
		return Played{Conversation: c}
	}
	t.more(step)
	return t.result(t.run(context.Background()))
}

// more asks the open question with its next page.
func (t *turn) more(step *Step) {
	if step.Options == nil {
		t.showAgain(step)
		return
	}
	page := t.frame().Page
	choices := t.choices(step)
	first, next := whereShown(choices, t.frame().Shown)
	if next >= len(choices) {
		t.askAgain(first, page)
		return
	}
	t.askAgain(next, page+1)
}

// pageBack asks the open question with the page before.
func (t *turn) pageBack(step *Step) {
	page := t.frame().Page
	choices := t.choices(step)
	first, _ := whereShown(choices, t.frame().Shown)
	t.askAgain(t.pager(step, nil).previous(choices, first), page-1)
}

func (t *turn) moreOfMenu() {
	menu := t.c.Menu
	if menu == nil {
		t.showMenu()
		return
	}
	choices := t.menuChoices()
	first, next := whereShown(choices, menu.Shown)
	if next >= len(choices) {
		t.menuPage(choices, first, menu.Page)
		return
	}
	t.menuPage(choices, next, menu.Page+1)
}

// menuChoices returns the flows of the menu by their titles.
func (t *turn) menuChoices() []choice {
	choices := make([]choice, 0, len(t.org.MenuFlows))
	for _, id := range t.org.MenuFlows {
		flow := t.org.Flows[id]
		if flow == nil {
			continue
		}
		c, ok := flow.titles[t.lang]
		if !ok {
			c = flow.titles[flow.language(t.org)]
		}
		choices = append(choices, c)
	}
	return choices
}

// showMenu says the menu after what was said before.
func (t *turn) showMenu() {
	choices := t.menuChoices()
	if len(choices) == 0 {
		t.c.Menu = nil
		t.say(locales.Say(t.lang, "menu.none", "org", t.org.Name))
		return
	}
	t.menuPage(choices, 0, 1)
}

func (t *turn) menuPager() pager {
	return pager{lang: t.lang, before: []string{locales.Say(t.lang, "menu.ask", "org", t.org.Name)}}
}

func (t *turn) menuPage(choices []choice, from, page int) {
	p := t.menuPager()
	p.before = append(t.lines, p.before...)
	t.menuFrom(p, choices, from, page)
}

func (t *turn) menuFrom(p pager, choices []choice, from, page int) {
	text, shown, number := p.page(choices, from, page)
	t.lines = []string{text}
	t.c.Menu = &Menu{Shown: shown, Page: number}
	t.offer(text, choices[from:from+len(shown)])
}
