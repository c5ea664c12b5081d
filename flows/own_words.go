package flows

// ownWords is what the texts of org.yaml are called where those of flows are
// called by the flow's id. No flow can be called so: its file is taken.
const ownWords = "org"

// watchSay is the place of what is said when one of an organisation's own crisis
// words is texted.
const watchSay = "watch.say"

// WatchSay returns what is said in a language when one of the organisation's own
// crisis words is texted; nothing where it has none, and the built-in safe text
// holds. It never comes from a draft.
func (o *Org) WatchSay(tag string) string {
	if o.own == nil || o.Watch.Say == "" {
		return o.Watch.Say
	}
	return o.text(tag, &Text{ID: ownWords + "/" + watchSay, Source: o.Watch.Say}, nil, nil)
}

// readOwnWords takes down the texts of org.yaml that can be translated.
func (l *orgLoad) readOwnWords() {
	f := newFlow(ownWords, l.org, l.org.file)
	l.org.own = f
	if l.org.Watch.Say == "" {
		return
	}
	say := Text{ID: ownWords + "/" + watchSay, Source: l.org.Watch.Say, Pos: l.said.places[watchSay]}
	f.written = append(f.written, written{Text: say, forms: map[string]string{"other": say.Source}})
}

// withWords returns the flows, and the texts of org.yaml as another.
func (o *Org) withWords() []*Flow {
	if o.own == nil {
		return o.flowsByID()
	}
	return append([]*Flow{o.own}, o.flowsByID()...)
}
