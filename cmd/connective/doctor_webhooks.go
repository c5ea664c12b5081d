package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
	"github.com/connective-messaging/connective/store"
)

// checkWebhooks calls the addresses of every connection as its company does: signed,
// which must be taken by this installation, and forged, which must be refused. What is
// sent brings nothing and leaves nothing.
func checkWebhooks(ctx context.Context, s Settings) check {
	c := check{subject: "Webhooks"}
	keys, err := store.DeriveKeys(s.Secret, s.SecretOld)
	if err != nil || s.checkAddresses() != nil {
		c.unsure("not checked: mend the settings first")
		return c
	}
	v := newVisitor(s, keys)
	for _, one := range s.set() {
		if one.checkProvider() != nil {
			continue // said under settings
		}
		p, err := openProvider(one.Settings)
		prober, can := p.(providers.Prober)
		if err != nil || !can {
			continue
		}
		before := len(c.faults)
		for _, probe := range prober.Probes(one.hooks(p.Name()), time.Now()) {
			if !v.try(ctx, one, probe, &c) {
				return c // the other addresses are at the same place
			}
		}
		if len(c.faults) == before {
			c.askSecret(ctx, p)
		}
	}
	return c
}

// askSecret asks the company of an address that works whether it signs with our key.
func (c *check) askSecret(ctx context.Context, p providers.Provider) {
	if asks, can := p.(providers.SecretChecker); can {
		ctx, cancel := context.WithTimeout(ctx, longestAsked)
		defer cancel()
		found := asks.CheckSecret(ctx)
		c.notes, c.faults = append(c.notes, found.Notes...), append(c.faults, found.Faults...)
	}
}

// try makes both calls of a probe. It reports false where no other can end otherwise.
func (v *visitor) try(ctx context.Context, c connection, probe providers.Probe, report *check) bool {
	shown := wire.Shown(probe.Good.URL)
	good := v.call(ctx, probe.Good)
	switch {
	case good.silent() && !v.serves(ctx):
		report.unsure("not checked: connective serve does not run here (nothing answers at " + v.settings.Listen + "): start it, and type  connective doctor  again")
		report.unsure("for now " + shown + " " + good.why())
		return false
	case good.err != nil:
		report.faults = append(report.faults, shown+" "+unreached(good.err))
		return false
	case good.isOurs(tooManyWords):
		report.unsure(shown + " was called too often without a valid signature: wait a minute, and type  connective doctor  again")
		return false
	}
	if fault := v.judge(ctx, c, probe, good); fault != "" {
		report.faults = append(report.faults, shown+" "+fault)
		return good.status < http.StatusMultipleChoices || good.isOurs(refusedWords)
	}
	words, wrong := judgeForged(probe.Key, good, v.call(ctx, probe.Forged))
	if wrong {
		report.faults = append(report.faults, shown+" "+words)
		return true
	}
	report.notes = append(report.notes, shown+" "+words)
	return true
}

// silent reports whether nobody answered, or a web server in front for whom nobody did:
// so it is while serve does not run.
func (a heard) silent() bool {
	return a.err != nil && !broken(a.err) || a.status == http.StatusBadGateway || a.status == http.StatusServiceUnavailable && !a.isOurs(busyWords) || a.status == http.StatusGatewayTimeout
}

// why says in a few words what came of a call.
func (a heard) why() string {
	if a.err != nil {
		return unreached(a.err)
	}
	return fmt.Sprintf("answers %d", a.status)
}

// What Connective itself says with an answer, see wire.Ack and web.Hooks.
const (
	refusedWords = "the signature is missing or wrong"
	busyWords    = "busy, send it again"
	tooManyWords = "too many requests that carry no valid signature" // to what is refused alone
	strangeWords = "No provider of that name is set up here."
)

func (a heard) isOurs(words string) bool { return strings.HasPrefix(a.said, words) }

// judge says what is wrong with the answer to a signed webhook; empty for nothing.
func (v *visitor) judge(ctx context.Context, c connection, probe providers.Probe, good heard) string {
	switch status := good.status; {
	case good.giver == another:
		return "leads to another installation of Connective, or serve runs with another CONNECTIVE_SECRET than these settings: correct CONNECTIVE_PUBLIC_URL or the DNS record, or start serve again"
	case status == http.StatusOK && probe.Says != "" && good.said != probe.Says:
		return "is answered 200, but not with what was asked: " + v.elsewhere()
	case status == http.StatusOK:
		return ""
	case good.isOurs(refusedWords):
		return v.refused(ctx, probe)
	case good.isOurs(busyWords):
		return "is answered that nothing can be taken now: serve is about to stop, or neither its journal nor Redis can hold a text (see above)"
	case good.isOurs(strangeWords):
		return "leads to Connective, which knows no connection " + c.name + ": serve runs with other settings than these; start it again"
	case status >= 300 && status < 400:
		return fmt.Sprintf("answers %d, a redirect to %s, which companies do not follow: let the web server in front answer by itself at this address, or set CONNECTIVE_PUBLIC_URL to the one that it leads to, and tell the company", status, place(good.location))
	case status == http.StatusBadGateway, status == http.StatusServiceUnavailable, status == http.StatusGatewayTimeout:
		return fmt.Sprintf("answers %d: the web server in front does not reach Connective, which answers at %s: correct where it passes /hooks/ on to", status, v.settings.Listen)
	case status == http.StatusUnauthorized, status == http.StatusForbidden, status == http.StatusProxyAuthRequired:
		return fmt.Sprintf("answers %d before Connective is asked: the web server in front wants a password, or keeps strangers out: let everybody call /hooks/, as each call proves itself", status)
	case status == http.StatusRequestEntityTooLarge:
		return "answers 413: the web server in front takes no body of that size: let it take 64 KiB, and 3 MB for WhatsApp"
	case status == http.StatusNotFound, status == http.StatusMethodNotAllowed:
		return fmt.Sprintf("answers %d: %s", status, v.lost(ctx, probe))
	}
	return fmt.Sprintf("answers %d: %s", good.status, v.elsewhere())
}

// refused tells why a signature is: it is tried at serve itself.
func (v *visitor) refused(ctx context.Context, probe providers.Probe) string {
	direct := v.direct(ctx, probe.Good)
	switch {
	case direct.err == nil && direct.status == http.StatusOK:
		return "is reached, but the signature is refused, though serve takes the same call at " + v.settings.Listen + ": the web server in front changes the path, the query or the body; let it pass all on as it comes"
	case direct.isOurs(refusedWords):
		return "is reached, but the signature is refused, also at " + v.settings.Listen + " itself: serve runs with another " + probe.Key + " or another CONNECTIVE_PUBLIC_URL than these settings; start it again"
	}
	return "is reached, but the signature is refused: serve, which is not on this machine, runs with another " + probe.Key + " or another CONNECTIVE_PUBLIC_URL than these settings, or a web server in front changes the path, the query or the body"
}

// lost tells why nothing is at the address.
func (v *visitor) lost(ctx context.Context, probe providers.Probe) string {
	if direct := v.direct(ctx, probe.Good); direct.err == nil && direct.status == http.StatusOK {
		words := "Connective is at " + v.settings.Listen + " and takes the same call there: let the web server in front pass /hooks/ on to it"
		if u, err := url.Parse(v.settings.PublicURL); err == nil && u.Path != "" {
			words += ", without the " + u.Path + " that CONNECTIVE_PUBLIC_URL has before it"
		}
		return words
	}
	return v.elsewhere()
}

func (v *visitor) elsewhere() string {
	return "something other than Connective answers there: let the web server in front pass /hooks/ on to " + v.settings.Listen + ", or correct CONNECTIVE_PUBLIC_URL"
}

// judgeForged reads both answers: what the key proves was taken.
func judgeForged(key string, good, forged heard) (words string, wrong bool) {
	takes := "takes what the " + key + " proves"
	refused := forged.err == nil && (forged.status == http.StatusUnauthorized || forged.isOurs(tooManyWords))
	switch {
	case refused && good.giver == proved:
		return takes + ", and refuses what is forged", false
	case refused:
		return takes + ", and refuses what is forged; whether it is this installation was not told: serve is of an older version, or a web server in front drops the headers Connective-Question and Connective-Proof", false
	case forged.err != nil, forged.status == http.StatusTooManyRequests:
		return takes + "; whether what is forged is refused could not be seen: try again in a minute", false
	case good.giver == proved && forged.status == http.StatusOK:
		return "takes what is FORGED: anybody could text in a person's name. Stop serve, and tell who makes Connective", true
	case forged.status == http.StatusOK:
		return "answers 200 to whatever comes, signed or not, so that texts are lost without a word: something other than Connective answers there; let the web server in front pass /hooks/ on", true
	}
	return fmt.Sprintf("%s, but answers %d to what is forged, where Connective says 401: something in front answers for it", takes, forged.status), true
}

// place is where a redirect leads, without a query: it may have what is secret.
func place(location string) string {
	if strings.HasPrefix(location, "/") {
		path, _, _ := strings.Cut(location, "?")
		return path
	}
	return wire.Shown(location)
}
