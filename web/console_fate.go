package web

import (
	"errors"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
)

// fateSheet is what has become of a text of staff, as the case's page shows it.
type fateSheet struct {
	Fate, Words string
	Ref, Case   string
	Settle      bool // whoever reads the page can say what is to be done
}

// tellFates says below each text of staff what has become of it. That is beside
// the matter where the outbox cannot be read: the page is shown without.
func (v *visit) tellFates(page *caseSheet, f bot.CaseFile, may bool) {
	fates, err := v.console.Cases.Fates(v.ctx(), v.scope, f)
	if err != nil {
		v.console.Log.Warn("what has become of texts could not be read", "why", err)
		return
	}
	for i, n := range f.Notes {
		fate, known := fates[n.Ref]
		if n.Who != bot.ByStaff || n.Ref == "" || !known {
			continue
		}
		page.Lines[i].Fate = &fateSheet{
			Fate: string(fate), Words: say(v.lang, "fate."+string(fate)), Ref: n.Ref, Case: f.ID, Settle: may && fate == bot.FateUncertain,
		}
	}
}

// settle sends a text again on purpose of which nobody knows whether it has
// arrived, or leaves it as it is.
func (k *Console) settle(v *visit) error {
	again := v.FormValue("do") == "again"
	var held *bot.HeldError
	switch err := k.Cases.Settle(v.ctx(), v.scope, v.Param("id"), v.FormValue("ref"), again); {
	case errors.As(err, &held):
		return v.conflict(held)
	case errors.Is(err, bot.ErrStopped):
		return v.caseProblem("text", "wrong.stopped")
	case errors.Is(err, bot.ErrSettled):
		return v.to("case/" + v.Param("id") + "?done=settled")
	case err != nil:
		return err
	}
	return v.to("case/" + v.Param("id") + "?done=" + map[bool]string{true: "resent", false: "left"}[again])
}

// uncertain is whom of the people in a list a text may not have reached.
func (v *visit) uncertain() map[providers.Address]bool {
	people, err := v.console.Cases.Uncertain(v.ctx(), v.scope)
	if err != nil {
		v.console.Log.Warn("texts that may not have arrived could not be listed", "why", err)
	}
	return people
}

// closedFor is why a case was closed, as staff read it.
func (v *visit) closedFor(reasons flows.Codes, code string) string {
	switch code {
	case bot.ReasonSilence:
		return say(v.lang, "closing.silence")
	case bot.ReasonNumber:
		return say(v.lang, "closing.number")
	}
	return reasons.Label(code)
}
