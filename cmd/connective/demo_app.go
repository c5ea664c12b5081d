package main

import (
	"fmt"
	"os"
	"time"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/whatsapp"
	"github.com/connective-messaging/connective/web"
)

// townsApp is the town's line on WhatsApp: phones of the page can show that, too.
const townsApp = "whatsapp: {number: \"+447700900000\"}\n"

// onApp adds the line to the town's org.yaml.
func onApp(file string) error {
	text, err := os.ReadFile(file)
	if err == nil {
		err = os.WriteFile(file, append(text, townsApp...), 0o600)
	}
	if err != nil {
		return fmt.Errorf("put the pretend town on WhatsApp: %w", err)
	}
	return nil
}

// app is the app in which people can write to the organisation, if there is one.
func (s shown) app(h *house) web.App {
	if org := s.now(h); org != nil && org.App.App != "" {
		return web.App{ID: org.App.App, Name: "WhatsApp"}
	}
	return web.App{}
}

// bubble is a text as a phone shows it: in the app with what can be tapped.
func bubble(m providers.Message) web.Bubble {
	b := web.Bubble{Text: m.Text, At: time.Now()}
	if app, _ := m.To.App(); app != "" && whatsapp.Tapped(m) {
		b.Text, b.Taps = m.Choices.Body, m.Choices.List
	}
	return b
}
