// Package whatsapptest is Meta's side of the wire, for a sink that pretends to be
// it.
package whatsapptest

import (
	"cmp"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/providers/whatsapp"
)

// Wire is the WhatsApp Cloud API.
type Wire struct {
	Token   string            // must come with each call
	Secret  string            // of the app: signs status reports
	Numbers map[string]string // phone number ids, by number; others are not known
	BaseURL string            // what the webhook's address begins with
	Lines   sink.Lines        // how the numbers are; nil is well
}

var _ sink.Wire = Wire{}

// sent is a call, as far as it is read.
type sent struct {
	To          string `json:"to"`
	Recipient   string `json:"recipient"`
	Type        string `json:"type"`
	Ref         string `json:"biz_opaque_callback_data"`
	Text        words  `json:"text"`
	Interactive struct {
		Body   words `json:"body"`
		Action struct {
			Buttons []struct {
				Reply choice `json:"reply"`
			} `json:"buttons"`
			Sections []struct {
				Rows []choice `json:"rows"`
			} `json:"sections"`
		} `json:"action"`
	} `json:"interactive"`
	Template struct {
		Name       string `json:"name"`
		Components []struct {
			Parameters []words `json:"parameters"`
		} `json:"components"`
	} `json:"template"`
}

type words struct {
	Body string `json:"body"`
	Text string `json:"text"`
}

type choice struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

// Read reads POST messages, and answers for a number.
func (m Wire) Read(w http.ResponseWriter, r *http.Request) (*sink.Call, bool) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	number := ""
	if len(parts) > 1 {
		number = m.numberOf(parts[1])
	}
	switch {
	case r.Header.Get("Authorization") != "Bearer "+m.Token:
		m.Refuse(w, sink.WrongKey)
	case number == "":
		refuse(w, http.StatusBadRequest, 100)
	case r.Method == http.MethodGet && len(parts) == 2:
		m.about(w, number, parts[1], r.URL.Query())
	case r.Method == http.MethodPost && len(parts) == 3 && parts[2] == "messages":
		return m.read(w, r, number)
	default:
		refuse(w, http.StatusNotFound, 100)
	}
	return nil, false
}

// about answers the fields of a number that are asked for.
func (m Wire) about(w http.ResponseWriter, number, id string, query url.Values) {
	if given := query.Get("appsecret_proof"); given != "" && given != m.proof() {
		body, _ := json.Marshal(map[string]any{"error": map[string]any{"message": "Invalid appsecret_proof provided in the API argument", "type": "GraphMethodException", "code": 100}})
		sink.Answer(w, http.StatusBadRequest, body)
		return
	}
	line, _ := m.Lines.Of(number, m.BaseURL+"/inbound")
	known := map[string]any{
		"id": id, "display_phone_number": number, "quality_rating": "GREEN", "status": cmp.Or(line.State, "CONNECTED"),
		"webhook_configuration": map[string]string{"application": line.Hook},
	}
	told := map[string]any{"id": id}
	for field := range strings.SplitSeq(query.Get("fields"), ",") {
		if known[field] == nil {
			refuse(w, http.StatusBadRequest, 100)
			return
		}
		told[field] = known[field]
	}
	body, _ := json.Marshal(told) // strings alone
	sink.Answer(w, http.StatusOK, body)
}

// proof is what a call may have beside the token, which only the app can make.
func (m Wire) proof() string {
	mac := hmac.New(sha256.New, []byte(m.Secret))
	mac.Write([]byte(m.Token))
	return hex.EncodeToString(mac.Sum(nil))
}

func (m Wire) numberOf(id string) string {
	for number, its := range m.Numbers {
		if its == id {
			return number
		}
	}
	return ""
}

func (m Wire) read(w http.ResponseWriter, r *http.Request, number string) (*sink.Call, bool) {
	raw, err := io.ReadAll(io.LimitReader(r.Body, sink.MaxRequest))
	if err != nil {
		return nil, false
	}
	var s sent
	if json.Unmarshal(raw, &s) != nil || s.To == "" && s.Recipient == "" || s.words() == "" {
		m.Refuse(w, sink.BadFields)
		return nil, false
	}
	to := s.Recipient
	if s.To != "" {
		to = "+" + s.To
	}
	return &sink.Call{Ref: s.Ref, From: number, To: []string{to}, Text: s.words(), ReportURL: m.BaseURL + "/inbound"}, true
}

// words are what a person would see, with what can be tapped in brackets, each with
// its id.
func (s sent) words() string {
	all := []string{s.Text.Body + s.Interactive.Body.Text}
	for _, b := range s.Interactive.Action.Buttons {
		all = append(all, b.Reply.shown())
	}
	for _, section := range s.Interactive.Action.Sections {
		for _, row := range section.Rows {
			all = append(all, row.shown())
		}
	}
	for _, c := range s.Template.Components {
		for _, p := range c.Parameters {
			all = append(all, s.Template.Name+": "+p.Text)
		}
	}
	return strings.TrimSpace(strings.Join(all, "\n"))
}

func (c choice) shown() string {
	if c.Description != "" {
		return "[" + c.ID + " " + c.Title + ": " + c.Description + "]"
	}
	return "[" + c.ID + " " + c.Title + "]"
}

// Good is the body that Meta gives.
func (Wire) Good(c *sink.Call) []byte {
	return fmt.Appendf(nil, `{"messaging_product":"whatsapp","contacts":[{"input":%q,"wa_id":%q}],"messages":[{"id":%q,"message_status":"accepted"}]}`, c.To[0], strings.TrimPrefix(c.To[0], "+"), idOf(c))
}

// idOf is what Meta calls a text.
func idOf(c *sink.Call) string { return "wamid." + c.ID }

// Refuse answers with the error that Meta has for it.
func (Wire) Refuse(w http.ResponseWriter, why sink.Refusal) {
	switch why {
	case sink.Broken:
		refuse(w, http.StatusInternalServerError, 131000)
	case sink.Busy:
		refuse(w, http.StatusTooManyRequests, 130429)
	case sink.WrongKey:
		refuse(w, http.StatusUnauthorized, 190)
	case sink.Credit:
		refuse(w, http.StatusBadRequest, 131042)
	default:
		refuse(w, http.StatusBadRequest, 131009)
	}
}

func refuse(w http.ResponseWriter, status, code int) {
	sink.Answer(w, status, fmt.Appendf(nil, `{"error":{"message":"no","type":"OAuthException","code":%d}}`, code))
}

// Report makes a status report.
func (m Wire) Report(c *sink.Call, to string, what sink.Fate, now time.Time) *providers.Request {
	r := whatsapp.StatusReport{ID: idOf(c), Recipient: to, To: c.From, Status: "failed", Ref: c.Ref}
	switch what {
	case sink.WasSent, sink.WasDelivered:
		r.Status = string(what)
	case sink.HadStopped:
		r.Code = 131050
	case sink.WasAway:
		r.Code = 131026
	}
	return whatsapp.Simulator{Secret: m.Secret, BaseURL: m.BaseURL, Now: func() time.Time { return now }}.Status(r)
}
