package twilio

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

const (
	ourLine = "+447700900999"
	ourHook = "https://bot.example.org/hooks/twilio/inbound"
	serving = "MG00000000000000000000000000000001"
)

func listed(number string, texts bool, address, fallback, app string) reply {
	return reply{200, fmt.Sprintf(`{"incoming_phone_numbers":[{"phone_number":%q,"capabilities":{"voice":true,"sms":%t},"sms_url":%q,"sms_fallback_url":%q,"sms_application_sid":%q}]}`,
		number, texts, address, fallback, app)}
}

func said(f providers.Findings) string { return strings.Join(append(f.Notes, f.Faults...), "\n") }

func TestTheNumberIsAskedForAndWhereItsTextsGo(t *testing.T) {
	for name, c := range map[string]struct {
		reply  reply
		says   string
		faulty bool
	}{
		"all is well":              {listed(ourLine, true, ourHook+tries, ourHook+tries, ""), "what is texted to it comes here", false},
		"no second address":        {listed(ourLine, true, ourHook+tries, "", ""), "Primary handler fails", false},
		"not ours":                 {reply{200, `{"incoming_phone_numbers":[]}`}, "no such number", true},
		"one that begins alike":    {listed(ourLine+"0", true, ourHook+tries, "", ""), "no such number", true},
		"no texts":                 {listed(ourLine, false, ourHook+tries, "", ""), "cannot send or receive texts", true},
		"nothing is set":           {listed(ourLine, true, "", "", ""), "nothing is set for what is texted to it", true},
		"another address":          {listed(ourLine, true, "https://u:p@demo.twilio.com/welcome/sms/reply/", "", ""), "goes to https://demo.twilio.com/welcome/sms/reply/ and not here", true},
		"http":                     {listed(ourLine, true, strings.Replace(ourHook, "https", "http", 1)+tries, "", ""), "goes to http://bot.example.org", true},
		"no second try":            {listed(ourLine, true, ourHook, "", ""), "lacks #rc=2", true},
		"an app":                   {listed(ourLine, true, ourHook+tries, "", "AP00000000000000000000000000000001"), "a TwiML app takes", true},
		"a token that may not":     {reply{401, `{"code":20003}`}, "could not be asked (it answers 401, code 20003)", false},
		"another page":             {reply{200, `<html>`}, "could not be asked (its answer cannot be read)", false},
		"no list":                  {reply{200, `{}`}, "could not be asked", false},
		"an answer of another API": {reply{404, `nothing`}, "could not be asked (it answers 404, code http_404)", false},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.reply)
			f := a.CheckSender(t.Context(), ourLine, ourHook)
			require.Equal(t, "GET /2010-04-01/Accounts/"+testSID+"/IncomingPhoneNumbers.json", a.paths[0])
			require.Equal(t, c.faulty, len(f.Faults) > 0)
			require.Contains(t, said(f), c.says)
			require.NotContains(t, said(f), "u:p")
		})
	}
}

func TestTheMessagingServiceSaysWhereTextsGo(t *testing.T) {
	number := listed(ourLine, true, ourHook+tries, ourHook+tries, "")
	service := func(address string, ofNumber bool) reply {
		return reply{200, fmt.Sprintf(`{"inbound_request_url":%q,"fallback_url":%q,"use_inbound_webhook_on_number":%t}`, address, address, ofNumber)}
	}
	pool := func(number string) reply {
		return reply{200, fmt.Sprintf(`{"phone_numbers":[{"phone_number":%q,"capabilities":["SMS","Voice"]}]}`, number)}
	}
	for name, c := range map[string]struct {
		replies []reply
		says    string
		faulty  bool
	}{
		"all is well":           {[]reply{number, service(ourHook+tries, false), pool(ourLine)}, "what is texted to it comes here", false},
		"the number decides":    {[]reply{number, service("https://elsewhere.example.org", true), pool(ourLine)}, "what is texted to it comes here", false},
		"no such service":       {[]reply{number, {404, `{"code":20404}`}}, "no such Messaging Service", true},
		"not asked":             {[]reply{number, {503, ``}}, "could not be asked for (it answers 503", false},
		"not in its pool":       {[]reply{number, service(ourHook+tries, false), pool("+447700900998")}, "not among the senders of the Messaging Service", true},
		"its pool is not shown": {[]reply{number, service(ourHook+tries, false), {500, ``}}, "look whether the number is in its Sender Pool", false},
		"it goes elsewhere":     {[]reply{number, service("https://elsewhere.example.org/x", false), pool(ourLine)}, "goes to https://elsewhere.example.org/x and not here: under Messaging, Services, Integration", true},
	} {
		t.Run(name, func(t *testing.T) {
			a := answering(t, c.replies...)
			a.config.MessagingServiceSID = serving
			f := a.CheckSender(t.Context(), ourLine, ourHook)
			require.Equal(t, "GET /v1/Services/"+serving, a.paths[1])
			require.Equal(t, c.faulty, len(f.Faults) > 0, said(f))
			require.Contains(t, said(f), c.says)
		})
	}
	require.Equal(t, DefaultServicesURL, Config{}.withDefaults().servicesURL())
}
