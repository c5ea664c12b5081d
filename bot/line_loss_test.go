package bot_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

// twoWards are two organisations on one number, one of which has a course.
func twoWards(t *testing.T) *flows.Book {
	t.Helper()
	org := func(name, word string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("name: " + name + "\nnumber: \"" + sharedLine + "\"\nword: " + word + "\nqueues: {desk: {}}\nconsents: {tips: Tips}\n")}
	}
	book, found := flows.Load(fstest.MapFS{
		"mill/org.yaml": org("Mill", "MILL"), "mill/courses.csv": {Data: []byte("id,name,date,consent\nbump,Bump tips,due,tips\n")},
		"mill/course_bump.csv": {Data: []byte("id,when,text\na,8 weeks before,Soon.\n")}, "mill/join.yaml": {Data: []byte(bumpJoin)},
		"river/org.yaml": org("River", "RIVER"), "river/boat.yaml": {Data: []byte("start: {words: [BOAT]}\nsteps:\n  go: {ask: Which boat?, options: {a: Ann, b: Bob}}\n")},
	})
	require.Len(t, book.Orgs, 2, found)
	return book
}

const bumpJoin = "start: {words: [BUMP]}\nsteps:\n  agree: {ask: Tips? Text STOP to end., exact: yes, options: {yes: Yes, no: No -> end}}\n" +
	"  due: {opt_in: tips, ask: When?, answer: date}\n  in: {course: {join: bump, from: due}, say: You are in.}\n"

func TestALossIsForTheOrganisationThatSendsTextsAboutTheBaby(t *testing.T) {
	for name, c := range map[string]struct {
		before, text, want string
		in                 bool // still is in the course
		by                 string
	}{
		"they last spoke with another":     {"BOAT", "i lost the baby", "We are so sorry. We will send no more tips. A person from Mill will text you. To talk, Sands is free: 0808 164 3332. In danger, call 999.", false, "mill"},
		"perhaps":                          {"BOAT", "they find no heartbeat", "Thank you for telling us. We have stopped the tips. A person from Mill will text you. Pain or bleeding? Call 111 or your midwife. In danger, 999.", false, "mill"},
		"they talk with people of another": {"RIVER PERSON", "i lost the baby", "", false, "river"},
		"they name another":                {"BOAT", "RIVER baby died", "We are so sorry. A person from River will text you. To talk, Sands is free: 0808 164 3332. In danger, call 999.", false, "river"},
		"it is no loss":                    {"BOAT", "a", "Thank you.", true, ""},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEstate(t, twoWards(t))
			from := e.inbound("").From
			for _, words := range []string{"BUMP", "yes", "3 March 2027", c.before} {
				e.text(words)
			}
			mill, river := bot.Key{Org: "mill", Address: from}, bot.Key{Org: "river", Address: from}
			before, err := e.store.Thread(t.Context(), mill)
			require.NoError(t, err)
			require.Len(t, before.Person.Courses, 1)
			said := e.text(c.text)
			require.Equal(t, c.want, said)
			after, err := e.store.Thread(t.Context(), mill)
			require.NoError(t, err)
			require.Equal(t, c.in, len(after.Person.Courses) == 1)
			beside, err := e.store.Thread(t.Context(), river)
			require.NoError(t, err)
			require.Equal(t, c.by == "mill", after.Case != nil)
			require.Equal(t, c.by == "river", beside.Case != nil)
			if c.by == "river" {
				ledger := e.store.Ledger(mill)
				require.Equal(t, "leave:course:bump", ledger[len(ledger)-1].Name)
				require.Empty(t, ledger[len(ledger)-1].Words, "what was texted to others is not theirs to read")
			}
		})
	}
}

// A text that cannot be judged goes to people of one organisation. What it tells
// counts for the others all the same.
func TestALossThatCannotBeJudgedEndsTheCourseOfAnother(t *testing.T) {
	e := newEstate(t, twoWards(t))
	from := e.inbound("").From
	for _, words := range []string{"BUMP", "yes", "3 March 2027", "BOAT"} {
		e.text(words)
	}
	require.NoError(t, e.bot.Park(t.Context(), e.inbound("i lost the baby")))
	after, err := e.store.Thread(t.Context(), bot.Key{Org: "mill", Address: from})
	require.NoError(t, err)
	require.Empty(t, after.Person.Courses)
}
