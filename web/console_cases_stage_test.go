package web_test

import (
	"context"
	"fmt"
	"log/slog"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/bot/directory/assure"
	"github.com/connective-messaging/connective/bot/evaluation"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/people"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// lines are the numbers of the two organisations.
var lines = map[string]string{"mill": "+447700900001", "harbour": "+447700900002"}

// openInbox gives the console the cases of two organisations that are always open.
func (o *office) openInbox() {
	o.t.Helper()
	fsys := fstest.MapFS{}
	more := map[string]string{
		"mill":    "areas: {coast: {name: Coast nurses, org: harbour, queue: nurses}, leeds: {name: Leeds nurses, contact: 01632 960123}, quay: {name: Quay nurses, org: quay}}",
		"harbour": "takes_from: [mill]",
	}
	for id, number := range lines {
		name := map[string]string{"mill": "Mill Lane", "harbour": "Harbour Watch"}[id]
		fsys[id+"/org.yaml"] = &fstest.MapFile{Data: []byte("name: " + name + "\nnumber: \"" + number + "\"\nwelcome: tea\nconsents: {updates: Texts from the mill}\nqueues:\n  desk: {answer_within: 1 day}\n  nurses: {}\ncases: {survey: yes, templates: {naps: \"Naps help <when>.\"}, " + more[id] + "}\n")}
		fsys[id+"/tea.yaml"] = &fstest.MapFile{Data: []byte("title: Tea\nstart: {words: [TEA]}\nsteps:\n  one: {say: Text STOP at any time to stop., then: end}\n")}
		fsys[id+"/join.yaml"] = &fstest.MapFile{Data: []byte("title: Join\nstart: {words: [JOIN]}\nsteps:\n  ok:\n    ask: OK to text you? Text STOP to stop.\n    exact: yes\n    options: {yes: Yes -> joined, no: No -> end}\n  joined: {opt_in: updates, say: You have joined., then: end}\n")}
	}
	for id := range lines {
		fsys[id+"/sing.yaml"] = &fstest.MapFile{Data: []byte("title: Sing\nstart: {words: [SING]}\nsteps:\n  one: {join: choir, say: You are in the choir. Text STOP to stop., then: end}\n")}
		fsys[id+"/groups.csv"] = &fstest.MapFile{Data: []byte("id,name,name:cy,kind,joining,sensitive\nchoir,Choir,Côr,club,,\nelm,Elm Street,,street,approve,\ngrief,Grief cafe,,support,approve,yes\n")}
	}
	fsys["mill/org.yaml"].Data = append(fsys["mill/org.yaml"].Data, "profile: {age: {type: choice, why: To see who we miss, keep: 1 year}}\n"...)
	fsys["mill/age.yaml"] = &fstest.MapFile{Data: []byte("title: Age\nstart: {words: [AGE]}\nsteps:\n  age: {ask: How old are you?, options: {a17: Under 18, a65: 65 or over}, save: me.age}\n")}
	fsys["mill/ask.yaml"] = &fstest.MapFile{Data: []byte("title: Ask\nstart: {words: [ASK]}\nsteps:\n  question: {ask: What is your question?, answer: text}\n  nurse: {hand_over: {queue: nurses, about: <question>}, then: end}\n")}
	fsys["mill/tips.csv"] = &fstest.MapFile{Data: []byte("id,name,text,author,reviewer,reviewed,health\nwarm,Warm places,The library is warm.,A. Writer,B. Nurse,,\nbath,Baths,Try it with your elbow.,A. Writer,B. Nurse," + time.Now().Format(time.DateOnly) + ",yes\nnaps,Naps,Babies sleep by day too.,A. Writer,B. Nurse,2020-03-01,yes\n")}
	fsys["mill/courses.csv"] = &fstest.MapFile{Data: []byte("id,name,date,consent\nbump,Bump tips,day,updates\n")}
	fsys["mill/course_bump.csv"] = &fstest.MapFile{Data: []byte("id,when,text\none,4 weeks after,One.\n")}
	fsys["mill/bump.yaml"] = &fstest.MapFile{Data: []byte("start: {words: [BUMP]}\nsteps:\n  agree: {ask: Tips? Text STOP to end., exact: yes, options: {yes: Yes, no: No -> end}}\n" +
		"  day: {opt_in: updates, ask: When?, answer: date}\n  in: {course: {join: bump, from: day}, say: You are in., then: end}\n")}
	fsys["harbour/groups.csv"].Data = []byte("id,name,name:cy\nchoir,Choir,Côr\nsailing,Sailing,Hwylio\n")
	day := time.Unix(o.clock.Load(), 0).AddDate(0, 0, 9).Format(time.DateOnly)
	fsys["mill/groups.csv"].Data = []byte("id,name,name:cy,kind,joining,sensitive,date,place,places\nchoir,Choir,Côr,club,,,,,\nelm,Elm Street,,street,approve,,,,\ngrief,Grief cafe,,support,approve,yes,,,\n" +
		"dance,Tea dance,Dawns de,event,,," + day + " 10:00,The mill,2\n")
	book, found := flows.Load(fsys)
	require.Len(o.t, book.Orgs, 2, "%v", found)
	now := func() time.Time { return time.Unix(o.clock.Load(), 0) }
	o.bot = bot.New(bot.Config{Threads: o.store, Jobs: o.store, Starts: o.store, Places: o.store, Book: func() *flows.Book { return book }, Now: now})
	log := slog.New(slog.DiscardHandler)
	board := inbox.NewBoard(o.store, log)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- board.Run(ctx) }()
	o.t.Cleanup(func() { stop(); require.NoError(o.t, <-ended) })
	o.console.Cases = &inbox.Desk{Board: board, Files: o.store, Drafts: o.store, Outbox: o.store, Bot: o.bot, First: o.bot, Audit: o.desk, Now: now}
	o.console.Figures = &evaluation.Desk{Rows: o.store, Opinions: o.store, Closed: o.store, Audit: o.desk, Now: now}
	o.console.Broadcasts = &broadcast.Desk{Archive: o.store, People: o.store, Outbox: o.store, Audit: o.desk, Counted: o.store, Phones: o.desk, Notifier: o.bot, Fates: o.store, Caps: o.store, Cap: 2, Price: broadcast.Price{Part: 2.4, Budget: 0.01}, Book: func() *flows.Book { return book }, Now: now}
	o.console.People = &people.Desk{Register: o.store, Book: func() *flows.Book { return book }, Now: now}
	o.console.Lists = o.store
	o.console.Groups = &people.GroupDesk{Circles: o.store, Gate: o.bot, Audit: o.desk, Book: func() *flows.Book { return book }}
	o.console.Events = &people.EventDesk{Guests: o.store, Host: o.bot, Audit: o.desk, Book: func() *flows.Book { return book }, Now: now}
	o.console.Services = &assure.Office{Kept: o.store, Org: func(id string) *flows.Org { return book.Orgs[id] }, Audit: o.desk, Now: now}
	o.console.Org = func(id string) *flows.Org { return book.Orgs[id] }
}

// text has somebody text an organisation.
func (o *office) text(org, from, words string) {
	o.t.Helper()
	o.texts++
	now := time.Unix(o.clock.Load(), 0)
	require.NoError(o.t, o.bot.Receive(context.Background(), providers.Inbound{
		Provider: "test", EventID: fmt.Sprint("t", o.texts), From: providers.Address{Kind: providers.Phone, Value: from},
		To: providers.Address{Kind: providers.Phone, Value: lines[org]}, Text: words, Received: now, Sent: now,
	}))
}

// openCase has somebody new ask an organisation for a person, and returns the case.
func (o *office) openCase(org string) string {
	o.t.Helper()
	from := fmt.Sprintf("+447700900%03d", 100+o.texts%800)
	o.text(org, from, "PERSON")
	cases, err := o.store.OpenHeads(context.Background(), org)
	require.NoError(o.t, err)
	for _, f := range cases {
		if f.Key.Address.Value == from {
			return f.ID
		}
	}
	o.t.Fatal("no case was opened")
	return ""
}

// draft keeps the draft of a broadcast that somebody at the machine has written.
func (o *office) draft(org string) string {
	o.t.Helper()
	b, err := o.console.Broadcasts.Write(context.Background(), staff.AtTheMachine(org, "Ada"), broadcast.Broadcast{
		Words: map[string]string{"en": "Choir is at 7 tonight."}, Audience: broadcast.Audience{Groups: []string{"choir"}},
	}, "")
	require.NoError(o.t, err)
	return b.ID
}
