package whatsapp

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// message is one thing that a person sends.
type message struct {
	From        wire.Loose      `json:"from"`
	FromUserID  wire.Loose      `json:"from_user_id"`
	ID          wire.Loose      `json:"id"`
	Timestamp   wire.Loose      `json:"timestamp"`
	Type        wire.Loose      `json:"type"`
	Text        json.RawMessage `json:"text"`
	Button      json.RawMessage `json:"button"`
	Interactive json.RawMessage `json:"interactive"`
	Reaction    json.RawMessage `json:"reaction"`
	Image       json.RawMessage `json:"image"`
	Video       json.RawMessage `json:"video"`
	Document    json.RawMessage `json:"document"`
}

// words is what a message can hold that people write or have chosen.
type words struct {
	Body    wire.Loose      `json:"body"`
	Caption wire.Loose      `json:"caption"`
	Text    wire.Loose      `json:"text"`
	Payload wire.Loose      `json:"payload"`
	Emoji   wire.Loose      `json:"emoji"`
	ID      wire.Loose      `json:"id"`
	Title   wire.Loose      `json:"title"`
	Button  json.RawMessage `json:"button_reply"`
	List    json.RawMessage `json:"list_reply"`
}

// ParseInbound reads the texts of a webhook, in their order. What cannot be read of
// one is said to be unsupported, so that whoever sent it is answered.
func (p *Provider) ParseInbound(r *providers.Request) ([]providers.Inbound, error) {
	all, err := values(r)
	if err != nil {
		return nil, err
	}
	var texts []providers.Inbound
	for v := range all {
		line := v.line()
		for _, raw := range v.Messages {
			if in, ok := inboundOf(raw, line, r); ok {
				texts = append(texts, in)
			}
		}
		for _, raw := range v.Preferences {
			if in, ok := preferenceOf(raw, line, r); ok {
				texts = append(texts, in)
			}
		}
	}
	return texts, nil
}

func inboundOf(raw json.RawMessage, line providers.Address, r *providers.Request) (providers.Inbound, bool) {
	m, ok := read[message](raw)
	from := personOf(string(m.From), string(m.FromUserID))
	if !ok || from.Value == "" {
		return providers.Inbound{}, false
	}
	in := providers.Inbound{Provider: Name, From: from, To: line, Sent: momentOf(string(m.Timestamp)), Received: r.At}
	if !m.fill(&in) {
		return providers.Inbound{}, false
	}
	in.Text = clip(strings.ToValidUTF8(in.Text, "\ufffd"), longestWords)
	in.Choice = clip(strings.ToValidUTF8(in.Choice, "\ufffd"), longestChoice)
	in.EventID = wire.EventID(string(m.ID), string(m.Timestamp), r.At, from.Value, line.Value, in.Text, in.Choice)
	return in, true
}

// longestWords is more than WhatsApp lets anybody write: 4096 letters of four bytes.
const longestWords = 16 << 10

// clip cuts words to a length in bytes, between two letters.
func clip(s string, most int) string {
	if len(s) <= most {
		return s
	}
	for most > 0 && !utf8.RuneStart(s[most]) {
		most--
	}
	return s[:most]
}

// fill reads what was sent; false is what nobody has written: a reaction that was
// taken back, the opening of a chat, a change of number.
func (m message) fill(in *providers.Inbound) bool {
	switch kind := string(m.Type); kind {
	case "text":
		w, ok := read[words](m.Text)
		in.Text = string(w.Body)
		in.Unsupported = unless(ok, "message")
	case "button": // of a template
		w, ok := read[words](m.Button)
		in.Text = first(w.Text, w.Payload)
		in.Unsupported = unless(ok, "message")
	case "interactive":
		w, _ := read[words](m.Interactive)
		tap, ok := read[words](w.Button)
		if !ok {
			tap, ok = read[words](w.List)
		}
		in.Text, in.Choice = string(tap.Title), string(tap.ID)
		in.Unsupported = unless(ok, "form")
	case "reaction":
		w, _ := read[words](m.Reaction)
		in.Text = string(w.Emoji)
		return in.Text != ""
	case "image", "sticker":
		in.Unsupported, in.Text = "picture", captionOf(m.Image)
	case "video":
		in.Unsupported, in.Text = "video", captionOf(m.Video)
	case "document":
		in.Unsupported, in.Text = "document", captionOf(m.Document)
	case "audio", "voice":
		in.Unsupported = "voice"
	case "location", "contacts", "order":
		in.Unsupported = kind
	case "system", "request_welcome":
		return false
	default:
		in.Unsupported, in.Text = "message", captionOf(m.Text)
	}
	return true
}

// captionOf is what stands below a picture, or whatever words there are.
func captionOf(raw json.RawMessage) string {
	w, _ := read[words](raw)
	return first(w.Caption, w.Body)
}

func first(all ...wire.Loose) string {
	for _, one := range all {
		if one != "" {
			return string(one)
		}
	}
	return ""
}

func unless(ok bool, kind string) string {
	if ok {
		return ""
	}
	return kind
}

// preferenceOf reads that somebody has told WhatsApp itself to stop an
// organisation's texts. That they may come again only the person says, by a text.
func preferenceOf(raw json.RawMessage, line providers.Address, r *providers.Request) (providers.Inbound, bool) {
	u, ok := read[struct {
		Number    wire.Loose `json:"wa_id"`
		UserID    wire.Loose `json:"user_id"`
		Category  wire.Loose `json:"category"`
		Value     wire.Loose `json:"value"`
		Timestamp wire.Loose `json:"timestamp"`
	}](raw)
	from := personOf(string(u.Number), string(u.UserID))
	if !ok || u.Value != "stop" || from.Value == "" {
		return providers.Inbound{}, false
	}
	return providers.Inbound{
		Provider: Name, From: from, To: line, Sent: momentOf(string(u.Timestamp)), Received: r.At, OptOut: providers.OptOutStop,
		EventID: wire.EventID("", string(u.Timestamp), r.At, "stop", from.Value, line.Value),
	}, true
}
