package web

import (
	"fmt"
	"strings"
	"time"

	"github.com/connective-messaging/connective/bot/webhooks"
)

// trialSheet is what came of a test of a webhook.
type trialSheet struct{ URL, Result, Status, Took, Mend string }

func (v *visit) trialSheet(t webhooks.Trial) trialSheet {
	page := trialSheet{URL: t.URL, Result: say(v.lang, "hooks.test.good"), Status: say(v.lang, "hooks.test.nothing"), Took: tookWords(v.lang, t.Took)}
	if t.Status > 0 {
		page.Status = fmt.Sprint(t.Status)
	}
	if t.Why != "" {
		page.Result, page.Mend = say(v.lang, "hooks.test.failed", "why", whyOfHook(v.lang, t.Why)), say(v.lang, "hooks.test.mend."+mendOfHook(t))
	}
	return page
}

// mendOfHook is what kind of thing mends it.
func mendOfHook(t webhooks.Trial) string {
	switch {
	case t.Status == 401 || t.Status == 403:
		return "signature"
	case t.Status > 0:
		return "answer"
	}
	return "reach"
}

// whyOfHook says in the page's language why a webhook took nothing.
func whyOfHook(lang, why string) string {
	key := "hookwhy." + why
	if said := say(lang, key); said != key {
		return said
	}
	var status int
	if n, _ := fmt.Sscanf(why, "it answered %d", &status); n != 1 {
		return why
	}
	if strings.HasSuffix(why, webhooks.WhyMoved) {
		return say(lang, "hookwhy.moved", "status", status)
	}
	return say(lang, "hookwhy.answered", "status", status)
}

// tookWords is a short time, in milliseconds.
func tookWords(lang string, took time.Duration) string {
	return say(lang, "hooks.test.ms", "n", max(1, took.Milliseconds()))
}
