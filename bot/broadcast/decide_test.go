package broadcast_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

var noon = time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)

func town() *flows.Org {
	return &flows.Org{
		ID: "wenbridge", Name: "Wenbridge Link", Number: "+447700900999", Language: "en", Languages: []string{"en", "cy"}, Timezone: time.UTC,
		Quiet: flows.Quiet{From: 21 * 60, Until: 8 * 60}, Consents: []flows.Consent{{Name: "news"}}, Queues: []flows.Queue{{Name: "hive"}},
		Profile: []flows.ProfileField{{Name: "area", Type: "outcode"}, {Name: "age", Type: "choice"}, {Name: "first_name", Type: "name"}},
		Lists: map[string]*flows.List{"groups": {Rows: []flows.Row{
			{"id": "allotment", "name": "Allotment", "name:cy": "Rhandir"}, {"id": "carers", "name": "Carers", "sensitive": "yes"},
		}}},
	}
}

// resident is somebody who agreed to news and is in two groups.
func resident() bot.Thread {
	return bot.Thread{
		ID: "p1", Version: 3, Key: bot.Key{Org: "wenbridge", Address: providers.Address{Kind: providers.Phone, Value: "+447700900154"}},
		Person: bot.Person{Language: "en", Consents: []string{"news"}, Groups: []string{"allotment", "carers"}, Me: map[string]string{"area": "WB2", "age": "65+"}},
	}
}

func swap() broadcast.Broadcast {
	return broadcast.Broadcast{
		ID: "b-1", Org: "wenbridge", Due: noon, Valid: 12 * time.Hour, Words: map[string]string{"en": "Seed swap on Saturday."},
		Audience: broadcast.Audience{Groups: []string{"allotment"}},
	}
}

func TestOnlyWhoAgreedAndFitsIsInTheAudience(t *testing.T) {
	for name, c := range map[string]struct {
		who  broadcast.Audience
		want bool
	}{
		"a member":                 {broadcast.Audience{Groups: []string{"allotment"}}, true},
		"of one of the groups":     {broadcast.Audience{Groups: []string{"choir", "carers"}}, true},
		"no member":                {broadcast.Audience{Groups: []string{"choir"}}, false},
		"a consent":                {broadcast.Audience{Consent: "news"}, true},
		"no such consent":          {broadcast.Audience{Consent: "research"}, false},
		"nobody named":             {broadcast.Audience{Areas: []string{"WB2"}}, false},
		"their area":               {broadcast.Audience{Consent: "news", Areas: []string{"WB1", "wb2"}}, true},
		"another area":             {broadcast.Audience{Consent: "news", Areas: []string{"WB20"}}, false},
		"their language":           {broadcast.Audience{Consent: "news", Languages: []string{"en"}}, true},
		"another language":         {broadcast.Audience{Consent: "news", Languages: []string{"cy"}}, false},
		"their answer":             {broadcast.Audience{Consent: "news", Profile: map[string]string{"age": "65+"}}, true},
		"another answer":           {broadcast.Audience{Consent: "news", Profile: map[string]string{"age": "16-24"}}, false},
		"an answer that is not in": {broadcast.Audience{Consent: "news", Profile: map[string]string{"first_name": "Ada"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			require.Equal(t, c.want, c.who.Includes(town(), resident().Person))
		})
	}
}

func TestWhatAMemberIsTexted(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*broadcast.Broadcast, *bot.Thread)
		want   string
	}{
		"the group before, the way out behind": {func(*broadcast.Broadcast, *bot.Thread) {}, "Allotment: Seed swap on Saturday. STOP to end texts."},
		"their own language": {func(b *broadcast.Broadcast, t *bot.Thread) {
			b.Words["cy"], t.Person.Language = "Cyfnewid hadau. STOPIO i orffen.", "cy"
		}, "Rhandir: Cyfnewid hadau. STOPIO i orffen."},
		"no words in their language": {func(_ *broadcast.Broadcast, t *bot.Thread) { t.Person.Language = "cy" }, "Allotment: Seed swap on Saturday. STOP to end texts."},
		"says how to stop":           {func(b *broadcast.Broadcast, _ *bot.Thread) { b.Words["en"] = "Seed swap. Text STOP to end." }, "Allotment: Seed swap. Text STOP to end."},
		"names the group itself":     {func(b *broadcast.Broadcast, _ *bot.Thread) { b.Words["en"] = "Allotment day! STOP to end." }, "Allotment day! STOP to end."},
		"a sensitive group":          {func(b *broadcast.Broadcast, _ *bot.Thread) { b.Audience.Groups = []string{"carers"} }, "Seed swap on Saturday. STOP to end texts."},
		"a blank": {func(b *broadcast.Broadcast, t *bot.Thread) {
			b.Words["en"], t.Person.Me["first_name"] = "Hello <me.first_name|neighbour>. STOP to end.", "Ada"
		}, "Allotment: Hello Ada. STOP to end."},
		"an empty blank": {func(b *broadcast.Broadcast, _ *bot.Thread) {
			b.Words["en"] = "Hello <me.first_name|neighbour>. STOP to end."
		}, "Allotment: Hello neighbour. STOP to end."},
	} {
		t.Run(name, func(t *testing.T) {
			b, thread := swap(), resident()
			c.change(&b, &thread)
			out, why := broadcast.Decide(town(), b, thread, noon)
			require.Empty(t, why)
			require.Equal(t, c.want, out.Text)
			require.Equal(t, providers.Bulk, out.Priority)
			require.Equal(t, noon.Add(12*time.Hour), out.Expires)
		})
	}
}

func TestWhoIsLeftOutAndWhy(t *testing.T) {
	for want, change := range map[broadcast.Reason]func(*broadcast.Broadcast, *bot.Thread){
		broadcast.Stopped:  func(_ *broadcast.Broadcast, t *bot.Thread) { t.Stopped = true },
		broadcast.Unsure:   func(_ *broadcast.Broadcast, t *bot.Thread) { t.Soft = &bot.SoftStop{} },
		broadcast.Silent:   func(_ *broadcast.Broadcast, t *bot.Thread) { t.Person.Heard = noon.AddDate(0, -6, -2) },
		broadcast.InCrisis: func(_ *broadcast.Broadcast, t *bot.Thread) { t.Case = &bot.Case{Urgent: true} },
		broadcast.NoWords:  func(b *broadcast.Broadcast, _ *bot.Thread) { b.Words = map[string]string{"cy": "Hadau."} },
		broadcast.Unknown:  func(b *broadcast.Broadcast, _ *bot.Thread) { b.Words["en"] = "Hello <me.first_name>." },
		broadcast.Closed: func(_ *broadcast.Broadcast, t *bot.Thread) {
			t.Key.Address, t.Person.Heard = providers.InApp("whatsapp", "+447700900154"), noon.Add(-25*time.Hour)
		},
		broadcast.NoPhone: func(_ *broadcast.Broadcast, t *bot.Thread) { t.Key.Address.Kind = providers.Letters },
	} {
		t.Run(string(want), func(t *testing.T) {
			b, thread := swap(), resident()
			change(&b, &thread)
			_, why := broadcast.Decide(town(), b, thread, noon)
			require.Equal(t, want, why)
			require.NotEqual(t, string(want), why.Words(), "it is said in words")
		})
	}
}

func TestWhoIsInAnAppIsReachedWithinADayOrByATemplate(t *testing.T) {
	org, thread := town(), resident()
	thread.Key.Address, thread.Person.Heard = providers.InApp("whatsapp", "+447700900154"), noon.Add(-23*time.Hour)
	out, why := broadcast.Decide(org, swap(), thread, noon)
	require.Empty(t, why)
	require.Nil(t, out.Template)

	org.App = flows.AppLine{App: "whatsapp", Number: "+447700900999", Template: "town_news", Languages: []string{"en_GB"}}
	thread.Person.Heard = noon.Add(-25 * time.Hour)
	out, why = broadcast.Decide(org, swap(), thread, noon)
	require.Empty(t, why)
	require.Equal(t, &providers.Template{Name: "town_news", Language: "en_GB"}, out.Template)
}

func TestInQuietHoursOnlyWhatIsUrgentLeaves(t *testing.T) {
	night := noon.Add(10 * time.Hour)
	b := swap()
	b.Due = night
	out, why := broadcast.Decide(town(), b, resident(), night)
	require.Empty(t, why)
	require.Equal(t, time.Date(2026, 9, 16, 8, 0, 0, 0, time.UTC), out.NotBefore)
	b.Urgent = "the river is rising"
	out, _ = broadcast.Decide(town(), b, resident(), night)
	require.True(t, out.NotBefore.IsZero())
}

func TestEveryFaultOfABroadcastIsFoundAtOnceAndSaysHowToMendIt(t *testing.T) {
	require.NoError(t, broadcast.Check(town(), swap()))
	for want, change := range map[string]func(*broadcast.Broadcast){
		"nobody is chosen":            func(b *broadcast.Broadcast) { b.Audience = broadcast.Audience{Areas: []string{"WB2"}} },
		"there is no group \"choir\"": func(b *broadcast.Broadcast) { b.Audience.Groups = []string{"choir"} },
		"there is no consent \"x\"":   func(b *broadcast.Broadcast) { b.Audience.Consent = "x" },
		"does not speak \"fr\"":       func(b *broadcast.Broadcast) { b.Audience.Languages = []string{"fr"} },
		"nothing called \"shoe\"":     func(b *broadcast.Broadcast) { b.Audience.Profile = map[string]string{"shoe": "9"} },
		"there are no words in en":    func(b *broadcast.Broadcast) { b.Words = map[string]string{"cy": "Hadau."} },
		"words in \"fr\"":             func(b *broadcast.Broadcast) { b.Words["fr"] = "Bonjour." },
		"such as <me.first_name|":     func(b *broadcast.Broadcast) { b.Words["en"] = "Hello <me.first_name>" },
		"<me.shoe> is no blank":       func(b *broadcast.Broadcast) { b.Words["en"] = "Hello <me.shoe|you>" },
		"<group> stands for nothing":  func(b *broadcast.Broadcast) { b.Words["en"], b.Audience.Groups = "<group>!", []string{"carers"} },
		"name Carers, which is sensiti": func(b *broadcast.Broadcast) {
			b.Words["en"], b.Audience.Groups = "The carers' tea is off.", []string{"allotment", "carers"}
		},
		"no flow \"rsvp\"":               func(b *broadcast.Broadcast) { b.Flow = "rsvp" },
		"no queue \"nobody\"":            func(b *broadcast.Broadcast) { b.Queue = "nobody" },
		"worth sending for at most 7 da": func(b *broadcast.Broadcast) { b.Valid = 8 * 24 * time.Hour },
	} {
		t.Run(want, func(t *testing.T) {
			b := swap()
			change(&b)
			require.ErrorContains(t, broadcast.Check(town(), b), want)
		})
	}
	b := swap()
	b.Audience.Groups, b.Words["en"] = []string{"carers"}, "Childcare at the tea."
	require.NoError(t, broadcast.Check(town(), b), "a name is a whole word")
	b.Audience, b.Words["en"] = broadcast.Audience{Consent: "news"}, "Carers can have tea at the Hive."
	require.NoError(t, broadcast.Check(town(), b), "what everybody gets shows nobody's group")
	b = swap()
	b.Audience.Groups, b.Flow, b.Queue = []string{"choir"}, "rsvp", "nobody"
	err := broadcast.Check(town(), b)
	require.ErrorContains(t, err, "choir")
	require.ErrorContains(t, err, "rsvp")
	require.ErrorContains(t, err, "nobody")
}
