package bot_test

import (
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
)

const referralFlow = `title: Help
start: {words: [HELP ME]}
steps:
  words: {ask: What do you need?, answer: text}
  service: {ask: Which?, options: {from: services}}
  agree:
    ask: May we give them your number and your words? Reply YES or NO.
    exact: yes
    options: {yes: Yes, no: No -> kept}
    then: allowed
  allowed: {opt_in: referral}
  referred:
    opt_out: referral
    say: We will ask them. Text STOP at any time.
    hand_over: {queue: desk, about: "Refer to <service.name>", refer: <service>, shares: <words>, within: 2 days}
    then: after
  after: {say: Bye., then: end}
  kept: {say: OK., then: end}
`

// referralTown has services with an address, without one, and one of which no text
// may tell.
func referralTown(t *testing.T) *flows.Org {
	t.Helper()
	book, found := flows.Load(fstest.MapFS{
		"org.yaml":     {Data: []byte("name: Brookend\nnumber: \"+447700900000\"\nwelcome: help\nqueues: {desk: {answer_within: 8 hours}}\nconsents: {referral: Giving a service your number}\n")},
		"help.yaml":    {Data: []byte(referralFlow)},
		"services.csv": {Data: []byte("id,name,need,area,email\nbank,Food bank,food,WB1,bank@example.org\nsoup,Soup,food,WB1,\nhaven,Haven,safe,WB1,haven@example.org\n")},
	})
	require.Len(t, book.Orgs, 1, "%v", found)
	return book.ByID()[0]
}

func referred(t *testing.T, choice string) *phone {
	t.Helper()
	p := newPhone().known()
	p.org = referralTown(t)
	p.thread.Key.Org = p.org.ID
	return p.texted("help me", "no food, 3 kids", choice, "yes")
}

func TestAServiceIsAskedOnceSomebodyHasAgreed(t *testing.T) {
	p := referred(t, "1")
	r := p.thread.Case.Referral
	require.True(t, r.Waits())
	require.Equal(t, []string{"Food bank", "bank@example.org", "no food, 3 kids"}, []string{r.Name, r.Email, r.Shares})
	require.Equal(t, 48*time.Hour, r.Within)
	require.Zero(t, p.thread.Case.Unread, "staff are not rung for a yes")
	require.True(t, p.thread.Case.Due.After(p.now.Add(48*time.Hour)), "nor before the service had its time")
	require.NotContains(t, p.thread.Person.Consents, "referral", "it was for this once")
	given := p.turn.Ledger[0]
	require.Equal(t, "referral", given.Name)
	require.True(t, given.Given)
}

func TestWithoutAnAddressOrAYesStaffAsk(t *testing.T) {
	p := referred(t, "2")
	require.Nil(t, p.thread.Case.Referral)
	require.Equal(t, "desk", p.thread.Case.Queue)
	require.Contains(t, p.turn.Notes[len(p.turn.Notes)-1].Text, "has no e-mail address")

	p = newPhone().known()
	p.org = referralTown(t)
	p.thread.Key.Org = p.org.ID
	p.texted("help me", "no food", "1", "no")
	require.Nil(t, p.thread.Case)
}

func TestTheResidentIsToldHowItStandsInOneText(t *testing.T) {
	p := referred(t, "1")
	id := p.thread.Case.Referral.ID
	p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
	require.ErrorIs(t, p.acts(bot.Staff{}, bot.Mailed{Referral: "other"}), bot.ErrNoReferral)

	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysSeen})
	require.Empty(t, said(p.waits(59*time.Minute)), "most answer at once")
	require.Equal(t, []string{"Brookend: They have read what you asked us to pass on. We will text you when they answer."}, said(p.waits(time.Minute)))

	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes})
	turn := p.waits(0)
	require.Equal(t, []string{"Brookend: Good news. They have your number and will call you. If nobody calls, text PERSON."}, said(turn))
	require.Equal(t, bot.CaseClosed, turn.Case)
	require.Nil(t, p.thread.Case)
	require.Empty(t, said(p.waits(72*time.Hour)))
}

func TestALetterThatWasSeenStillWaitsForItsAnswer(t *testing.T) {
	p := referred(t, "3") // of which nobody is texted
	id := p.thread.Case.Referral.ID
	p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysSeen})
	require.Empty(t, said(p.waits(time.Hour)))
	require.False(t, p.thread.Case.Referral.Staff, "the service still has its time")
	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes})
	require.Empty(t, said(p.waits(0)))
	require.True(t, p.thread.Case.Referral.Staff, "staff tell them")
}

func TestANoGoesToStaffWithItsReason(t *testing.T) {
	p := referred(t, "1")
	id := p.thread.Case.Referral.ID
	p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
	var unlisted *bot.ClosingError
	require.ErrorAs(t, p.acts(bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysCannot, Reason: "rude"}), &unlisted)
	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysCannot, Reason: "full"})
	require.Contains(t, p.turn.Notes[0].Text, "Food bank cannot help: it is full")
	require.True(t, p.thread.Case.Due.Before(p.now.Add(48*time.Hour)), "staff are to answer in their own time")
	require.Equal(t, []string{"Brookend: Sorry, they cannot help this time. One of us will look for something else and text you."}, said(p.waits(0)))
	require.NotNil(t, p.thread.Case)
	require.ErrorIs(t, p.acts(bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes}), bot.ErrSaid)
}

func TestWhoMustNotBeToldByThemselvesIsNot(t *testing.T) {
	for _, c := range []struct {
		name, choice string
		before       func(t *testing.T, p *phone)
	}{
		{"they have stopped", "1", func(_ *testing.T, p *phone) { p.text("STOP") }},
		{"others may read the phone", "3", func(*testing.T, *phone) {}},
		{"staff talk with them", "1", func(t *testing.T, p *phone) { p.act(t, dana, bot.Claim{}) }},
		{"they may be in danger", "1", func(_ *testing.T, p *phone) { p.text("i want to kill myself") }},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := referred(t, c.choice)
			id := p.thread.Case.Referral.ID
			p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
			c.before(t, p)
			p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes})
			require.Empty(t, said(p.waits(0)))
			require.Empty(t, said(p.waits(100*time.Hour)))
			require.NotNil(t, p.thread.Case, "it stays with staff")
			require.True(t, p.thread.Case.Referral.Staff)
		})
	}
}

func TestAtNightItWaitsForTheMorning(t *testing.T) {
	p := referred(t, "1")
	id := p.thread.Case.Referral.ID
	p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
	p.now = time.Date(p.now.Year(), p.now.Month(), p.now.Day(), 23, 30, 0, 0, p.org.Timezone)
	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes})
	require.Empty(t, said(p.waits(0)))
	p.now = p.turn.WakeAt
	require.False(t, p.org.QuietAt(p.now))
	require.Len(t, said(p.waits(0)), 1)
}

func TestWithoutAnAnswerItGoesToStaffOnce(t *testing.T) {
	p := referred(t, "1")
	id := p.thread.Case.Referral.ID
	p.act(t, bot.Staff{}, bot.Mailed{Referral: id})
	require.Equal(t, p.now.Add(48*time.Hour).UTC(), p.thread.Case.Referral.Overdue())
	p.passes(48*time.Hour).act(t, bot.Staff{}, bot.Unmailed{Referral: id, Why: "it has not answered"})
	require.True(t, p.thread.Case.Referral.Staff)
	require.Zero(t, p.thread.Case.Referral.Overdue())
	p.act(t, bot.Staff{}, bot.Unmailed{Referral: id, Why: "it has not answered"})
	require.Empty(t, p.turn.Notes)
	p.act(t, bot.Staff{}, bot.ServiceSays{Referral: id, Says: bot.SaysYes})
	require.Len(t, said(p.waits(0)), 1, "a late yes is still told")
}
