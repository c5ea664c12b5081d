package flows

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const careful = `start: {words: [TEA]}
steps:
  hello:
    ask: May we text you about tea? Reply YES or NO.
    exact: yes
    options: {yes: , no: {label: No thank you, also: [never]}}
    hint: We need the word YES.
    then: joined
  joined:
    opt_in: updates
    say: You have joined.
  stop:
    say: Text STOP at any time.
  kind:
    ask: Which tea?
    options: {black: Black, yes: }
-- try.cy.yaml --
language: cy
texts:
  hello.ask: {en: May we text you about tea? Reply YES or NO., cy: Gawn ni decstio?}
  hello.options.no: {en: No thank you, cy: Dim diolch}
  hello.options.no.also: {en: [never], cy: [byth]}
  hello.hint: {en: We need the word YES., cy: Atebwch IE.}
  joined.say: {en: You have joined., cy: Rydych wedi ymuno.}
  stop.say: {en: Text STOP at any time., cy: Tecstiwch STOPIO unrhyw bryd.}
  kind.ask: {en: Which tea?, cy: Pa de?}
  kind.options.black: {en: Black, cy: Du}
draft: no
-- org.cy.yaml --
language: cy
texts:
  watch.say: {en: Call 999., cy: Ffoniwch 999.}
-- org.yaml --
name: Tea Town
number: "+447700900002"
languages: [en, cy]
queues: {brewers: }
consents: {updates: News about tea}
watch: {words: [teapot], queue: brewers, say: Call 999.}
`

// inWelsh is what somebody is sent who has chosen Welsh, from the step on.
func inWelsh(t *testing.T, o *Org, step string) string {
	t.Helper()
	c := Conversation{V: schema, Lang: "cy", Now: &Frame{Flow: "try", Step: step}}
	p := o.Repeat(c, World{})
	require.NoError(t, p.Fault)
	return p.Text
}

func TestCrisisConsentAndStopAreNotSentFromADraft(t *testing.T) {
	checked, found := Load(folder(careful))
	require.Empty(t, printed(found))
	o := checked.ByID()[0]
	require.Equal(t, "Gawn ni decstio?\n1 Yes\n2 Dim diolch", inWelsh(t, o, "hello"), "the engine's own Welsh is a draft")
	require.Equal(t, "Ffoniwch 999.", o.WatchSay("cy"))
	require.Equal(t, "Call 999.", o.WatchSay("en"))
	require.Empty(t, o.Drafts())

	draft := strings.Replace(strings.Replace(careful, "draft: no", "draft: yes", 1), "-- org.cy.yaml --\n", "-- org.cy.yaml --\ndraft: yes\n", 1)
	drafted, found := Load(folder(draft))
	o = drafted.ByID()[0]
	require.Equal(t, "May we text you about tea? Reply YES or NO.\n1 Yes\n2 No thank you", inWelsh(t, o, "hello"))
	require.Equal(t, "Pa de?\n1 Du\n2 Ie", inWelsh(t, o, "kind"), "all else is sent from it")
	require.Equal(t, "Call 999.", o.WatchSay("cy"))
	for place, want := range map[string]string{
		"hello.hint": "We need the word YES.", "joined.say": "You have joined.", "stop.say": "Text STOP at any time.", "hello.options.no.also.1": "never",
	} {
		text, used, ok := o.texts.Render("cy", "try/"+place, nil, nil)
		require.True(t, ok)
		require.Equal(t, want, text)
		require.Equal(t, "en", used)
	}
	require.Len(t, found, 2)
	for _, f := range found {
		require.Equal(t, Note, f.Severity, f.String())
		require.Equal(t, "draft", f.Code)
	}
	require.Contains(t, printed(found), "try.cy.yaml is a draft, so these are sent in English: hello.ask, hello.options.no, hello.options.no.also, hello.hint, joined.say, stop.say.")
	require.Contains(t, printed(found), "org.cy.yaml is a draft, so these are sent in English: watch.say.")
	require.Equal(t, []string{"watch.say"}, o.Drafts()[0].Withheld)
}

func TestAConsentInADraftIsStillUnderstoodInBothLanguages(t *testing.T) {
	book, _ := Load(folder(strings.Replace(careful, "draft: no", "draft: yes", 1)))
	o := book.ByID()[0]
	for reply, understood := range map[string]bool{"yes": true, "ie": true, "no": true, "No thank you": true, "na": true, "byth": false} {
		c := o.Repeat(Conversation{V: schema, Lang: "cy", Now: &Frame{Flow: "try", Step: "hello"}}, World{}).Conversation
		require.Equal(t, understood, o.Hear(c, World{}, reply).Understood, reply)
	}
}
