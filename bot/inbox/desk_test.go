package inbox_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/providers"
)

// scope is that of somebody called dana, as a role of an organisation.
func scope(t *testing.T, org string, role staff.Role) staff.Scope {
	t.Helper()
	text, err := json.Marshal(map[string]any{"account": "dana", "stage": "in", "org": org, "begun": noon, "seen": noon})
	require.NoError(t, err)
	var s staff.Session
	require.NoError(t, json.Unmarshal(text, &s))
	who, err := s.Scope(staff.Account{ID: "dana", Name: "Dana", Roles: map[string]staff.Role{org: role}}, noon)
	require.NoError(t, err)
	return who
}

// office is a desk with what it did and noted.
type deskOf struct {
	*inbox.Desk
	*shelf
	acts  []bot.Act
	by    []bot.Staff
	notes []staff.Entry
	deaf  error // what the audit log answers

	refuses error // what the bot answers
	drafts  map[string]string
	firsts  []string
	sent    []string // forms whose drafts were forgotten
}

func newDesk(files ...bot.CaseFile) *deskOf {
	d := &deskOf{shelf: newShelf(), drafts: map[string]string{}}
	for _, f := range files {
		f.Key.Org = "mill"
		f.Key.Address = providers.Address{Kind: providers.Phone, Value: "+447700900127"}
		d.files[f.ID] = f
	}
	d.Desk = &inbox.Desk{Board: inbox.NewBoard(d, slog.New(slog.DiscardHandler)), Files: d, Drafts: d, Bot: d, First: d, Audit: d, Now: func() time.Time { return noon }}
	return d
}

func (d *deskOf) Case(ctx context.Context, org, id string) (bot.CaseFile, error) {
	return d.Head(ctx, org, id)
}

func (d *deskOf) ClosedHeads(_ context.Context, org string, most int) (all []bot.CaseFile, err error) {
	for _, f := range d.files {
		if f.Key.Org == org && !f.Closed.IsZero() {
			all = append(all, f)
		}
	}
	return all[:min(most, len(all))], nil
}

func (d *deskOf) WithLines(_ context.Context, heads []bot.CaseFile) ([]bot.CaseFile, error) {
	return slices.Clone(heads), nil
}

func (d *deskOf) Act(_ context.Context, _, _ string, by bot.Staff, _ string, act bot.Act) error {
	d.acts, d.by = append(d.acts, act), append(d.by, by)
	return d.refuses
}

func (d *deskOf) Wording(_ context.Context, org, id string, by bot.Staff, text string) (string, error) {
	if f := d.files[id]; f.Key.Org != org {
		return "", bot.ErrNoCase
	}
	return providers.Smart(by.Name + " at Mill: " + text), d.refuses
}

func (d *deskOf) Standing(_ context.Context, org string, to providers.Address) (bot.Standing, error) {
	return bot.Standing{Person: "p-" + org + to.Masked(), Consents: []string{"updates"}}, nil
}

func (d *deskOf) WriteFirst(_ context.Context, org string, to providers.Address, by bot.Staff, id, text string) (string, error) {
	d.firsts = append(d.firsts, org+" "+to.Value+" "+by.Name+" "+text)
	return "c-new", d.refuses
}

func (d *deskOf) KeepDraft(_ context.Context, account, id, _, text string) error {
	d.drafts[account+id] = text
	return nil
}

func (d *deskOf) Draft(_ context.Context, account, id string) (string, error) {
	return d.drafts[account+id], nil
}

func (d *deskOf) DraftSent(_ context.Context, account, id, form string) error {
	delete(d.drafts, account+id)
	d.sent = append(d.sent, form)
	return nil
}

func (d *deskOf) Note(_ context.Context, _ staff.Scope, e staff.Entry) error {
	if d.deaf == nil {
		d.notes = append(d.notes, e)
	}
	return d.deaf
}

// allActs is one act of each kind.
var allActs = []bot.Act{
	bot.Claim{}, bot.Look{}, bot.Assign{}, bot.HandOver{}, bot.Return{}, bot.Remark{}, bot.Copy{}, bot.Urge{}, bot.Reply{}, bot.Close{},
	bot.Assign{Force: true}, bot.HandOver{Force: true}, bot.Return{Force: true}, bot.Close{Force: true},
}

func TestEachRoleDoesWhatItMay(t *testing.T) {
	for role, may := range map[staff.Role]int{staff.Viewer: 0, staff.Responder: 10, staff.Lead: 14, staff.Editor: 0, staff.Admin: 14} {
		d := newDesk(file("c-1"))
		for n, act := range allActs {
			err := d.Desk.Act(t.Context(), scope(t, "mill", role), "c-1", "once", act)
			if n < may {
				require.NoError(t, err, "%s %T", role, act)
			} else {
				require.ErrorIs(t, err, staff.ErrMayNot, "%s %T", role, act)
			}
		}
		require.Len(t, d.acts, may)
	}
	d := newDesk(file("c-1"))
	require.ErrorIs(t, d.Desk.Act(t.Context(), staff.Scope{}, "c-1", "once", bot.Claim{}), staff.ErrMayNot, "nobody")
}

func TestWhatCannotBeNotedIsNotDone(t *testing.T) {
	d := newDesk(file("c-1"))
	d.deaf = bot.ErrUnavailable
	who := scope(t, "mill", staff.Lead)
	require.ErrorIs(t, d.Desk.Act(t.Context(), who, "c-1", "once", bot.Reply{Text: "Hello"}), bot.ErrUnavailable)
	require.Empty(t, d.acts)
	_, err := d.Read(t.Context(), who, "c-1", inbox.ReadCase)
	require.ErrorIs(t, err, bot.ErrUnavailable)
	_, err = d.Number(t.Context(), who, "c-1", "an ambulance needs it")
	require.ErrorIs(t, err, bot.ErrUnavailable)
}

func TestWhatWasRefusedIsNotedAsRefused(t *testing.T) {
	d := newDesk(file("c-1"))
	d.refuses = &bot.HeldError{By: bot.Staff{Name: "Omar"}}
	var held *bot.HeldError
	require.ErrorAs(t, d.Desk.Act(t.Context(), scope(t, "mill", staff.Responder), "c-1", "1", bot.Claim{}), &held)
	require.Equal(t, []staff.Entry{{Deed: "claimed a case", Case: "c-1"}, {Deed: inbox.WasRefused, Case: "c-1", Detail: "claimed a case"}}, d.notes)
}

func TestANumberIsShownForAReasonThatIsNoted(t *testing.T) {
	d := newDesk(file("c-1"))
	who := scope(t, "mill", staff.Lead)
	_, err := d.Number(t.Context(), who, "c-1", "  ")
	require.ErrorIs(t, err, inbox.ErrNoReason)
	_, err = d.Number(t.Context(), scope(t, "mill", staff.Responder), "c-1", "curious")
	require.ErrorIs(t, err, staff.ErrMayNot)
	require.Empty(t, d.notes)
	number, err := d.Number(t.Context(), who, "c-1", "an ambulance needs it")
	require.NoError(t, err)
	require.Equal(t, "+447700900127", number)
	require.Equal(t, []staff.Entry{{Deed: inbox.SawNumber, Case: "c-1", Reason: "an ambulance needs it"}}, d.notes)
}

func TestAnotherOrganisationsCasesAreNotThere(t *testing.T) {
	d := newDesk(file("c-1"))
	who := scope(t, "river", staff.Admin)
	_, err := d.Read(t.Context(), who, "c-1", inbox.ReadCase)
	require.ErrorIs(t, err, bot.ErrNoCase)
	_, err = d.Number(t.Context(), who, "c-1", "curious")
	require.ErrorIs(t, err, bot.ErrNoCase)
	files, err := d.List(t.Context(), who, inbox.All)
	require.NoError(t, err)
	require.Empty(t, files)
	counts, err := d.Counts(t.Context(), who)
	require.NoError(t, err)
	require.Empty(t, counts)
	found, err := d.Search(t.Context(), who, "c-1")
	require.NoError(t, err)
	require.Empty(t, found)
}

func TestASearchFindsWordsInOpenAndClosedCases(t *testing.T) {
	open := with("c-1", func(c *bot.Case) { c.About = "Sleep" })
	open.Notes = []bot.Note{{At: noon, Text: "My baby wakes every hour. Café"}}
	closed := with("c-2", func(*bot.Case) {})
	closed.Closed, closed.Notes = noon, []bot.Note{{At: noon.Add(time.Hour), Text: "the baby does not sleep"}}
	d := newDesk(open, closed)
	for words, want := range map[string][]string{
		"baby": {"c-2", "c-1"}, "BABY sleep": {"c-2", "c-1"}, "wak": {"c-1"}, "cafe": {"c-1"}, "aby": nil, "": nil, "baby bus": nil, "c-2": {"c-2"},
	} {
		found, err := d.Search(t.Context(), scope(t, "mill", staff.Viewer), words)
		require.NoError(t, err)
		require.Equal(t, want, names(found), "%q", words)
	}
	for _, e := range d.notes {
		require.Equal(t, staff.Entry{Deed: inbox.Searched}, e, "the words may be about somebody")
	}
}

func TestAnActIsNotedWithWhatItCameTo(t *testing.T) {
	d := newDesk(file("c-1"))
	who := scope(t, "mill", staff.Lead)
	require.NoError(t, d.Desk.Act(t.Context(), who, "c-1", "1", bot.Close{Reasons: []string{"sleep"}, Outcome: "advice_given", Risk: "none"}))
	require.NoError(t, d.Desk.Act(t.Context(), who, "c-1", "2", bot.Reply{Text: "secret words"}))
	require.Equal(t, []staff.Entry{{Deed: "closed a case", Case: "c-1", Detail: "sleep advice_given none"}, {Deed: "replied in a case", Case: "c-1"}}, d.notes)
	require.Equal(t, bot.Staff{ID: "dana", Name: "Dana"}, d.by[0])
}
