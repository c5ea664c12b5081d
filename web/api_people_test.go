package web_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/programs"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/web/internal/client"
)

var onPaper = client.Consent{Source: "paper form at the library", Date: "2026-01-05", Words: "May we text you?"}

func personSaying(number string, groups ...string) client.PersonIn {
	return client.PersonIn{Number: number, Consent: onPaper, Groups: &groups}
}

func TestAProgramAddsSomebodyAndSeesNoNumber(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WritePeople, programs.ReadPeople)
	made, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying("07700 900123", "choir"))
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, made.StatusCode(), string(made.Body))
	require.NotContains(t, string(made.Body), "900123")
	got, err := p.GetPersonWithResponse(t.Context(), made.JSON201.Person.Id)
	require.NoError(t, err)
	require.Equal(t, made.JSON201.Person, got.JSON200)
	require.Equal(t, "…123", got.JSON200.Number)
	require.Equal(t, []string{"choir"}, got.JSON200.Groups)
	require.Equal(t, []string{"updates"}, got.JSON200.Consents)
	again, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying("+44 7700 900123", "choir"))
	require.NoError(t, err)
	require.EqualValues(t, "unchanged", again.JSON200.Result)
	require.Equal(t, made.JSON201.Person.Id, again.JSON200.Person.Id)

	sees := o.program(mill, programs.ReadPeople, programs.SeeNumbers)
	whole, err := sees.GetPersonWithResponse(t.Context(), made.JSON201.Person.Id)
	require.NoError(t, err)
	require.Equal(t, "+447700900123", whole.JSON200.Number)
	log := o.as(staff.Admin).get("/console/audit")
	require.Contains(t, log, "Saw the number of a person")
	require.Contains(t, log, "Booking system (a program)")
	require.NotContains(t, log, "900123")
}

func TestWhyAProgramMayNotAddSomebodyIsSaidWithItsPlace(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	o.text("mill", "+447700900501", "STOP")
	p := o.program(mill, programs.WritePeople)
	good := `{"number": "07700 900123", "language": "en", "consents": ["updates"], "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}, "groups": ["choir"]}`
	for name, row := range map[string]struct{ from, to, at string }{
		"a course without a date":     {`["choir"]`, `["choir"], "course": {"id": "bump", "date": ""}`, "/course/date"},
		"a course that is over":       {`["choir"]`, `["choir"], "course": {"id": "bump", "date": "2020-01-01"}`, "/course/date"},
		"no such course":              {`["choir"]`, `["choir"], "course": {"id": "bumps", "date": "2026-01-01"}`, "/course/id"},
		"a landline":                  {"07700 900123", "020 7946 0123", "/number"},
		"no number":                   {"07700 900123", "somebody", "/number"},
		"who texted STOP":             {"07700 900123", "07700 900501", "/number"},
		"no source":                   {`"source": "form"`, `"source": ""`, "/consent/source"},
		"no day":                      {"2026-01-05", "", "/consent/date"},
		"a day that is to come":       {"2026-01-05", "2096-01-05", "/consent/date"},
		"no words":                    {"OK?", " ", "/consent/words"},
		"a consent that there is not": {`["updates"]`, `["cake"]`, "/consents"},
		"a language nobody speaks":    {`"en"`, `"xx"`, "/language"},
		"a group that there is not":   {"choir", "chess", "/groups"},
		"an event":                    {"choir", "dance", "/groups"},
		"a field that there is not":   {`"groups"`, `"me": {"shoe": "9"}, "groups"`, "/me/shoe"},
		"a member that there is not":  {`"groups"`, `"name": "Ada", "groups"`, "/name"},
	} {
		answer := p.send("POST", "/people", strings.Replace(good, row.from, row.to, 1), "Idempotency-Key", fresh())
		body := bodyOf(t, answer)
		require.Equal(t, http.StatusUnprocessableEntity, answer.StatusCode, "%s: %s", name, body)
		require.Contains(t, body, `"pointer":"`+row.at+`"`, "%s: %s", name, body)
		require.NotContains(t, body, "column", "that is a word of lists: %s", name)
	}
	require.Equal(t, http.StatusCreated, p.send("POST", "/people", good, "Idempotency-Key", fresh()).StatusCode)
}

// A list cannot take a place: a program is told so, and what to do instead, whichever
// way it asks.
func TestAProgramPutsNobodyIntoAnEventAndIsToldWhatToDo(t *testing.T) {
	o := openConsole(t)
	o.text("mill", "+447700900501", "SING")
	p := o.program(mill, programs.WritePeople, programs.WriteMembers)
	person := personSaying("07700 900600", "dance")
	one, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, person)
	require.NoError(t, err)
	many, err := p.ImportPeopleWithResponse(t.Context(), &client.ImportPeopleParams{IdempotencyKey: fresh()}, client.ImportIn{Rows: []client.PersonIn{person}})
	require.NoError(t, err)
	thread, err := o.store.Thread(t.Context(), bot.Key{Org: "mill", Address: providers.Address{Kind: providers.Phone, Value: "+447700900501"}})
	require.NoError(t, err)
	member := bodyOf(t, p.send("POST", "/groups/dance/members", `{"person": "`+thread.ID+`", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}`, "Idempotency-Key", fresh()))
	for way, said := range map[string]string{"one": string(one.Body), "many": string(many.Body), "a member": member} {
		require.Contains(t, said, "Nobody is put into an event by a program, as its places are counted: people text that they come, or staff put them in on the page of its group.", way)
	}
}

func TestManyAreAddedAndEachRowIsToldWhatBecameOfIt(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WritePeople, programs.ReadGroups)
	in := client.ImportIn{Rows: []client.PersonIn{personSaying("07700 900600", "choir"), personSaying("07700 900601", "choir"), personSaying("nobody"), personSaying("07700 900600")}}
	dry := in
	dry.DryRun = ref(true)
	for _, row := range []struct {
		in   client.ImportIn
		want int
	}{{dry, 0}, {in, 2}} {
		got, err := p.ImportPeopleWithResponse(t.Context(), &client.ImportPeopleParams{IdempotencyKey: fresh()}, row.in)
		require.NoError(t, err)
		require.Equal(t, 200, got.StatusCode(), string(got.Body))
		require.Equal(t, []int{4, 2, 0, 0, 2}, []int{got.JSON200.Rows, got.JSON200.Added, got.JSON200.Updated, got.JSON200.Unchanged, got.JSON200.Refused})
		require.Equal(t, "/rows/2/number", (*got.JSON200.Outcomes[2].Errors)[0].Pointer)
		require.Equal(t, client.Mistake{Pointer: "/rows/3/number", Detail: "The same number is in row 0."}, (*got.JSON200.Outcomes[3].Errors)[0])
		require.NotContains(t, string(got.Body), "90060")
		group := bodyOf(t, p.send("GET", "/groups/choir", ""))
		if row.want == 0 {
			require.Contains(t, group, `"members":0`)
		}
	}
	many := client.ImportIn{}
	for i := range 501 {
		many.Rows = append(many.Rows, personSaying(fmt.Sprintf("07700 900%03d", i)))
	}
	refused, err := p.ImportPeopleWithResponse(t.Context(), &client.ImportPeopleParams{IdempotencyKey: fresh()}, many)
	require.NoError(t, err)
	require.Equal(t, http.StatusUnprocessableEntity, refused.StatusCode())
}

func TestAProgramPutsPeopleIntoGroupsAndTakesThemOut(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteMembers, programs.ReadMembers, programs.WritePeople, programs.ReadPeople)
	var want []string
	for i := range 7 {
		made, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying(fmt.Sprintf("07700 90060%d", i)))
		require.NoError(t, err)
		id := made.JSON201.Person.Id
		for _, result := range []string{"updated", "unchanged"} {
			in, err := p.AddMemberWithResponse(t.Context(), "choir", &client.AddMemberParams{IdempotencyKey: fresh()}, client.MemberIn{Person: id, Consent: onPaper})
			require.NoError(t, err)
			require.Equal(t, 200, in.StatusCode(), string(in.Body))
			require.EqualValues(t, result, in.JSON200.Result)
		}
		want = append(want, id)
	}
	members := func() (all []string) {
		for next := (*string)(nil); ; {
			some, err := p.ListMembersWithResponse(t.Context(), "choir", &client.ListMembersParams{Limit: ref(3), After: next})
			require.NoError(t, err)
			for _, m := range some.JSON200.Items {
				all = append(all, m.Person)
			}
			if next = some.JSON200.Next; next == nil {
				return all
			}
		}
	}
	require.ElementsMatch(t, want, members())
	for range 2 {
		out, err := p.RemoveMemberWithResponse(t.Context(), "choir", want[3])
		require.NoError(t, err)
		require.Equal(t, http.StatusNoContent, out.StatusCode())
	}
	require.ElementsMatch(t, slices.Delete(want, 3, 4), members())
	require.Equal(t, http.StatusBadRequest, p.send("GET", "/groups/choir/members?after=99.x", "").StatusCode)
}

// writes is somebody who writes in an app, and what they have agreed to there.
func (o *office) writes(name string, consents ...string) bot.Key {
	o.t.Helper()
	key := bot.Key{Org: "mill", Address: providers.InApp("whatsapp", name)}
	t, err := o.store.Thread(context.Background(), key)
	require.NoError(o.t, err)
	t.Person = bot.Person{Language: "en", Met: time.Now(), Heard: time.Now(), Consents: consents}
	require.NoError(o.t, o.store.Commit(context.Background(), bot.Turn{Thread: t, Event: "writes " + name}))
	return key
}

func TestAProgramPutsSomebodyOfAnAppIntoAGroupByWhatTheyAgreedToThere(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WriteMembers, programs.ReadMembers, programs.WritePeople, programs.ReadPeople)
	id := func(k bot.Key) string {
		t, err := o.store.Thread(context.Background(), k)
		require.NoError(o.t, err)
		return t.ID
	}
	put := func(person string) *client.AddMemberResponse {
		got, err := p.AddMemberWithResponse(t.Context(), "choir", &client.AddMemberParams{IdempotencyKey: fresh()}, client.MemberIn{Person: person, Consent: onPaper})
		require.NoError(t, err)
		return got
	}
	agreed, nameless, silent := id(o.writes("+447700900123", "updates")), id(o.writes("GB.0a1b2c", "updates")), id(o.writes("+447700900124"))
	for _, person := range []string{agreed, nameless} {
		got := put(person)
		require.Equal(t, http.StatusOK, got.StatusCode(), string(got.Body))
		require.EqualValues(t, "updated", got.JSON200.Result)
		seen, err := p.GetPersonWithResponse(t.Context(), person)
		require.NoError(t, err)
		require.Equal(t, "whatsapp", seen.JSON200.Line)
		require.Equal(t, []string{"choir"}, seen.JSON200.Groups)
		require.NotContains(t, string(seen.Body), "900123")
	}
	some, err := p.ListMembersWithResponse(t.Context(), "choir", &client.ListMembersParams{})
	require.NoError(t, err)
	require.ElementsMatch(t, []string{agreed, nameless}, []string{some.JSON200.Items[0].Person, some.JSON200.Items[1].Person})

	made, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying("07700 900124", "choir"))
	require.NoError(t, err)
	require.Equal(t, "sms", made.JSON201.Person.Line)
	require.NotEqual(t, silent, made.JSON201.Person.Id, "by text they are another")
	refused := put(silent)
	require.Equal(t, http.StatusUnprocessableEntity, refused.StatusCode())
	require.Contains(t, string(refused.Body), "does not count there")

	out, err := p.RemoveMemberWithResponse(t.Context(), "choir", agreed)
	require.NoError(t, err)
	require.Equal(t, http.StatusNoContent, out.StatusCode())
	require.Equal(t, http.StatusUnprocessableEntity, put(agreed).StatusCode(), "they are out since the day on which they agreed")
}

// Who left after the day on which they are said to have agreed stays out.
func TestWhoWasTakenOutComesBackOnlyWithANewerConsent(t *testing.T) {
	o := openConsole(t)
	id := o.somebody("mill")
	p := o.program(mill, programs.WriteMembers)
	require.Equal(t, 204, p.send("DELETE", "/groups/choir/members/"+id, "").StatusCode)
	back := p.send("POST", "/groups/choir/members", `{"person": "`+id+`", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}`, "Idempotency-Key", fresh())
	require.Equal(t, http.StatusUnprocessableEntity, back.StatusCode)
}

func TestAProgramErasesSomebodyAndCannotBringThemBack(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.ErasePeople, programs.WritePeople, programs.ReadPeople)
	made, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying("07700 900123"))
	require.NoError(t, err)
	id := made.JSON201.Person.Id
	gone, err := p.ErasePersonWithResponse(t.Context(), id)
	require.NoError(t, err)
	require.Equal(t, http.StatusNoContent, gone.StatusCode(), string(gone.Body))
	require.Equal(t, http.StatusNotFound, p.send("GET", "/people/"+id, "").StatusCode)
	back, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, personSaying("07700 900123"))
	require.NoError(t, err)
	require.Equal(t, http.StatusUnprocessableEntity, back.StatusCode())
	require.Contains(t, (*back.ApplicationproblemJSONDefault.Errors)[0].Detail, "only they can undo that")
}

// Who is in a sensitive group is told to no program, in no way.
func TestASensitiveGroupIsShutToPrograms(t *testing.T) {
	o := openConsole(t)
	id := o.somebody("mill")
	list := o.console.Org("mill").List("groups")
	list.Rows[0]["sensitive"] = "yes"
	p := o.program(mill, programs.Rights...)
	for _, answer := range []*gotten{
		p.send("GET", "/groups/choir/members", ""),
		p.send("DELETE", "/groups/choir/members/"+id, ""),
		p.send("POST", "/groups/choir/members", `{"person": "`+id+`", "consent": {"source": "form", "date": "2026-01-05", "words": "OK?"}}`, "Idempotency-Key", fresh()),
	} {
		require.Equal(t, http.StatusForbidden, answer.StatusCode)
		require.Contains(t, bodyOf(t, answer), "urn:connective:problem:sensitive")
	}
	got, err := p.GetPersonWithResponse(t.Context(), id)
	require.NoError(t, err)
	require.Empty(t, got.JSON200.Groups)
}

func TestAProgramPutsSomebodyIntoACourse(t *testing.T) {
	o := openConsole(t)
	p := o.program(mill, programs.WritePeople)
	in := personSaying("07700 900123")
	in.Course = &struct {
		Date string `json:"date"`
		Id   string `json:"id"`
	}{o.console.Cases.Now().Format(time.DateOnly), "bump"}
	made, err := p.AddPersonWithResponse(t.Context(), &client.AddPersonParams{IdempotencyKey: fresh()}, in)
	require.NoError(t, err)
	require.Equal(t, http.StatusCreated, made.StatusCode(), string(made.Body))
	require.Equal(t, 1, o.store.Members("mill", bot.CoursePrefix+"bump"))
}
