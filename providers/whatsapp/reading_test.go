package whatsapp_test

import (
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

var me = providers.InApp("whatsapp", "+447700900123")

func texts(t *testing.T, r *providers.Request) []providers.Inbound {
	t.Helper()
	all, err := reader(t).ParseInbound(r)
	require.NoError(t, err)
	return all
}

func reports(t *testing.T, r *providers.Request) []providers.Status {
	t.Helper()
	all, err := reader(t).ParseStatus(r)
	require.NoError(t, err)
	return all
}

// oddKeys: case, order, unknown and missing keys.
func oddKeys(t *testing.T) {
	all := texts(t, posted(`"messages":[{"NEW":{"a":[1]},"FROM":"447700900123","Type":"text","ID":"1","text":{"body":"one","x":null}},
		{"from":447700900123,"type":"text","id":2,"text":{"body":"two"}}]`))
	require.Len(t, all, 2)
	for i, said := range []string{"one", "two"} {
		require.Equal(t, me, all[i].From)
		require.Equal(t, said, all[i].Text)
	}
	for _, empty := range []string{`{}`, `{"entry":null}`, `{"entry":{}}`, `{"entry":[null,1,"x",{"changes":7}]}`, `{"entry":[{"changes":[{"value":[]}]}]}`} {
		r := posted("")
		r.Body = []byte(empty)
		require.Empty(t, texts(t, r))
		require.Empty(t, reports(t, r))
	}
}

// dates: seconds, milliseconds, absent, odd.
func dates(t *testing.T) {
	for raw, want := range map[string]time.Time{
		`"1767225600"`: time.Unix(1767225600, 0), `1767225600`: time.Unix(1767225600, 0), `"1767225600123"`: time.UnixMilli(1767225600123),
		`"1"`: time.Unix(1, 0), `"0"`: {}, `"-5"`: {}, `"soon"`: {}, `""`: {}, `null`: {}, `{}`: {}, `"99999999999999999999"`: {},
	} {
		all := texts(t, posted(`"messages":[{"from":"447700900123","type":"text","id":"1","timestamp":`+raw+`,"text":{"body":"hi"}}]`))
		require.Len(t, all, 1, raw)
		require.True(t, want.Equal(all[0].Sent), raw)
	}
}

func oddSenders(t *testing.T) {
	for raw, want := range map[string]string{
		`"from":"447700900123"`:                             "whatsapp:+447700900123",
		`"from":"+447700900123"`:                            "whatsapp:+447700900123",
		`"from_user_id":"GB.1234567890"`:                    "whatsapp:GB.1234567890",
		`"from":"","from_user_id":"GB.1"`:                   "whatsapp:GB.1",
		`"from":"Bank","from_user_id":"GB.1"`:               "whatsapp:GB.1",
		`"from":"447700900123","from_user_id":"GB.1"`:       "whatsapp:+447700900123",
		`"from":"07700900123"`:                              "",
		`"from":"4477009001234567"`:                         "",
		`"from_user_id":"+447700900123"`:                    "",
		`"from_user_id":"` + strings.Repeat("x", 101) + `"`: "",
		`"from_user_id":"a b"`:                              "",
		`"from":null`:                                       "",
	} {
		all := texts(t, posted(`"messages":[{`+raw+`,"type":"text","id":"1","text":{"body":"hi"}},{"from":"447700900124","type":"text","id":"2","text":{"body":"the next"}}]`))
		if want == "" {
			require.Len(t, all, 1, raw)
		} else {
			require.Len(t, all, 2, raw)
			require.Equal(t, want, all[0].From.Value)
			require.Equal(t, providers.Opaque, all[0].From.Kind)
		}
		require.Equal(t, "the next", all[len(all)-1].Text, "what cannot be read does not lose the others")
	}
}

func unknownWords(t *testing.T) {
	for raw, want := range map[string][2]string{ // text, unsupported
		`"type":"text","text":{"body":"hi"}`:                                     {"hi", ""},
		`"type":"text","text":7`:                                                 {"", "message"},
		`"type":"text"`:                                                          {"", "message"},
		`"type":"image","image":{"caption":"I want to die"}`:                     {"I want to die", "picture"},
		`"type":"image"`:                                                         {"", "picture"},
		`"type":"sticker","sticker":{"id":"1"}`:                                  {"", "picture"},
		`"type":"video","video":{"caption":"look"}`:                              {"look", "video"},
		`"type":"document","document":{"caption":"form","filename":"x"}`:         {"form", "document"},
		`"type":"audio","audio":{"voice":true}`:                                  {"", "voice"},
		`"type":"location","location":{"latitude":53.3}`:                         {"", "location"},
		`"type":"contacts","contacts":[]`:                                        {"", "contacts"},
		`"type":"reaction","reaction":{"emoji":"👍"}`:                             {"👍", ""},
		`"type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{}}`: {"", "form"},
		`"type":"button","button":{"text":"Stop promotions","payload":"x"}`:      {"Stop promotions", ""},
		`"type":"button","button":{"payload":"STOP"}`:                            {"STOP", ""},
		`"type":"unsupported","errors":[{"code":131051}]`:                        {"", "message"},
		`"type":"something new","text":{"body":"I need help"}`:                   {"I need help", "message"},
		`"x":1`: {"", "message"},
	} {
		all := texts(t, posted(`"messages":[{"from":"447700900123","id":"1",`+raw+`}]`))
		require.Len(t, all, 1, raw)
		require.Equal(t, want, [2]string{all[0].Text, all[0].Unsupported}, raw)
	}
	for _, nothing := range []string{`"type":"reaction","reaction":{"emoji":""}`, `"type":"system","system":{"body":"changed"}`, `"type":"request_welcome"`} {
		require.Empty(t, texts(t, posted(`"messages":[{"from":"447700900123","id":"1",`+nothing+`}]`)))
	}
	got := reports(t, posted(`"statuses":[{"id":"a","status":"of another day","recipient_id":"447700900123","pricing":{"x":1},"conversation":7},{"no":"id"},9,{"id":"b","status":"read","recipient_id":"447700900123"}]`))
	require.Len(t, got, 2)
	require.Empty(t, got[0].State)
	require.Equal(t, providers.Delivered, got[1].State)
}

func optOuts(t *testing.T) {
	got := reports(t, posted(`"statuses":[{"id":"a","status":"failed","recipient_id":"447700900123","errors":[{"code":131050}]}]`))
	require.Equal(t, providers.OptedOut, got[0].Class)
	said := texts(t, posted(`"user_preferences":[{"wa_id":"447700900123","category":"marketing_messages","value":"stop","timestamp":1767225600},
		{"wa_id":"447700900123","category":"marketing_messages","value":"resume","timestamp":1767225601},{"value":"stop"}]`))
	require.Len(t, said, 1, "only the person says that texts may come again")
	require.Equal(t, providers.OptOutStop, said[0].OptOut)
	require.Equal(t, me, said[0].From)
	require.NotEmpty(t, said[0].EventID)
}

func readersNeverBreak(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	p := reader(t)
	for _, sample := range samples(t) {
		for range 500 {
			r := *sample.Request
			r.Body = append([]byte{}, r.Body...)
			for range 1 + random.IntN(4) {
				r.Body[random.IntN(len(r.Body))] = byte(random.IntN(256))
			}
			soundTexts(t, p, &r)
			soundReports(t, p, &r)
		}
	}
	deep := posted("")
	deep.Body = []byte(strings.Repeat(`{"entry":[`, 20_000))
	_, err := p.ParseInbound(deep)
	require.ErrorIs(t, err, providers.ErrMalformed)
}

func TestAWebhookBringsMany(t *testing.T) {
	var said []whatsapp.InboundText
	var told []whatsapp.StatusReport
	for i := range 300 {
		said = append(said, whatsapp.InboundText{ID: "in" + string(rune('0'+i%10)) + string(rune('a'+i/10)), From: me.Number(), To: ourNumber, Text: "one of many"})
		told = append(told, whatsapp.StatusReport{ID: "out", Recipient: me.Number(), To: ourNumber, Status: "sent", Ref: "r-1"})
	}
	r := simulator("s", midnight).Batch(said, told)
	require.Greater(t, len(r.Body), 64<<10, "more than a webhook of others may have")
	require.EqualValues(t, 3<<20, reader(t).Caps().MaxBody)
	all := texts(t, r)
	require.Len(t, all, 300)
	require.Equal(t, said[299].ID, all[299].EventID)
	require.Len(t, reports(t, r), 300)
	require.Equal(t, "r-1", reports(t, r)[0].Ref)
	require.Equal(t, me, reports(t, r)[0].Recipient)
}

func TestATapCarriesItsIDAndWhatStoodOnIt(t *testing.T) {
	r := simulator("s", midnight).Inbound(whatsapp.InboundText{ID: "1", From: "GB.123", To: ourNumber, Text: "Monday", Choice: "0a1b2c3d4e5f.1"})
	all := texts(t, r)
	require.Equal(t, "0a1b2c3d4e5f.1", all[0].Choice)
	require.Equal(t, "Monday", all[0].Text)
	require.Equal(t, providers.InApp("whatsapp", "GB.123"), all[0].From)
}

func TestWordsAreBounded(t *testing.T) {
	r := simulator("s", midnight).Inbound(whatsapp.InboundText{ID: "1", From: me.Number(), To: ourNumber, Text: strings.Repeat("ŵ", 1<<20)})
	require.LessOrEqual(t, len(texts(t, r)[0].Text), 16<<10)
	require.NotContains(t, texts(t, r)[0].Text, "\ufffd")
}

func TestTheChallengeIsAnsweredToWhoKnowsTheToken(t *testing.T) {
	recorded, err := os.ReadFile("testdata/challenge.query")
	require.NoError(t, err)
	query := strings.TrimSpace(string(recorded))
	p, _ := reader(t).(providers.Challenger)
	for _, c := range []struct{ method, query, want string }{
		{"GET", query, "1158201444"},
		{"POST", query, ""},
		{"GET", "", ""},
		{"GET", strings.Replace(query, "verify-token-0001", "verify-token-0002", 1), ""},
		{"GET", strings.Replace(query, "verify-token-0001", "", 1), ""},
		{"GET", strings.Replace(query, "subscribe", "unsubscribe", 1), ""},
		{"GET", strings.Replace(query, "1158201444", "%3Cscript%3E", 1), ""},
		{"GET", strings.Replace(query, "1158201444", strings.Repeat("1", 101), 1), ""},
		{"GET", query + "&hub.verify_token=verify-token-0001", ""},
	} {
		got, ok := p.Challenge(&providers.Request{Method: c.method, URL: base + "/inbound?" + c.query, Header: http.Header{}, At: midnight})
		require.Equal(t, c.want, got, c.query)
		require.Equal(t, c.want != "", ok)
	}
	renamed, can := providers.ChallengerOf(providers.Named("north", reader(t)))
	require.True(t, can, "whatever its connection is called")
	_, ok := renamed.Challenge(simulator("s", midnight).Challenge("verify-token-0001", "42"))
	require.True(t, ok)
}
