package bot_test

import (
	"time"

	"github.com/connective-messaging/connective/flows"
)

// states are the ways in which a person can stand when a text comes in.
var states = []struct {
	name    string
	stopped bool // they have texted STOP
	phone   func() *phone
}{
	{"not met", false, newPhone},
	{"known", false, func() *phone { return newPhone().known() }},
	{"asked for consent", false, func() *phone { return newPhone().texted("hi there") }},
	{"asked to choose", false, func() *phone { return newPhone().at("choice") }},
	{"asked to choose several", false, func() *phone { return newPhone().at("many") }},
	{"asked for a text", false, func() *phone { return newPhone().at("text") }},
	{"asked for a name", false, func() *phone { return newPhone().at("name") }},
	{"asked for a list", false, func() *phone { return newPhone().at("list") }},
	{"asked for a number", false, func() *phone { return newPhone().at("number") }},
	{"asked for a postcode", false, func() *phone { return newPhone().at("postcode") }},
	{"asked for a date", false, func() *phone { return newPhone().at("date") }},
	{"asked for a time", false, func() *phone { return newPhone().at("time") }},
	{"asked for a phone", false, func() *phone { return newPhone().at("phone") }},
	{"asked for an email", false, func() *phone { return newPhone().at("email") }},
	{"at the second try", false, func() *phone { return newPhone().at("number").texted("lorem") }},
	{"at the menu", false, func() *phone { return newPhone().known().texted("MENU") }},
	{"waiting for staff", false, func() *phone { return newPhone().known().texted("PERSON") }},
	{"handed over by a flow", false, func() *phone { return newPhone().at("email").texted("a@example.org") }},
	{"talking with staff", false, func() *phone {
		p := newPhone().known().texted("PERSON")
		p.thread.Case.Answered = tuesday
		return p
	}},
	{"in a crisis", false, func() *phone { return newPhone().known().texted("i want to die") }},
	{"asked whether they are safe", false, func() *phone { return newPhone().at("choice").texted("cant cope") }},
	{"asked to confirm FORGET", false, func() *phone { return newPhone().known().texted("FORGET") }},
	{"offered a person", false, func() *phone { return newPhone().known().texted("lorem", "ipsum", "dolor") }},
	{"asked whether STOP was meant", false, func() *phone { return newPhone().known().texted("stpo") }},
	{"asked whether STOP was an answer", false, func() *phone { return newPhone().at("text").texted("stop. thanks") }},
	{"asked whether to leave a group", false, func() *phone { return newPhone().known().texted("please stop chair") }},
	{"flooding", false, func() *phone {
		return newPhone().known().texted("1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12")
	}},
	{"muted for a loop", false, func() *phone {
		p := newPhone().known()
		p.thread.Guard.Muted = p.now.Add(time.Hour)
		return p
	}},
	{"at night", false, func() *phone {
		p := newPhone().at("choice")
		p.now = time.Date(2026, 9, 15, 2, 0, 0, 0, time.UTC)
		return p
	}},
	{"at a step that is gone", false, func() *phone {
		p := newPhone().known()
		p.thread.Conversation.Now = &flows.Frame{Flow: "ask", Step: "gone"}
		return p
	}},
	{"with flows that do not load", false, func() *phone {
		p := newPhone().at("text")
		p.org = brokenTown()
		return p
	}},
	{"not met, with flows that do not load", false, func() *phone {
		p := newPhone()
		p.org = brokenTown()
		return p
	}},
	{"in a language nobody speaks", false, func() *phone {
		p := newPhone().at("choice")
		p.thread.Person.Language, p.thread.Conversation.Lang = "xx", "xx"
		return p
	}},
	{"in Urdu", false, func() *phone { return newPhone().at("choice").texted("اردو") }},
	{"stopped", true, func() *phone { return newPhone().known().texted("STOP") }},
	{"stopped and told so", true, func() *phone { return newPhone().known().texted("STOP", "hello") }},
	{"stopped in a case", true, func() *phone { return newPhone().known().texted("PERSON", "STOP") }},
	{"stopped and erased", true, func() *phone { return newPhone().known().texted("FORGET", "1") }},
}
