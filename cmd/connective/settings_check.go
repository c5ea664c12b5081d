package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"slices"

	"github.com/connective-messaging/connective/bot/inbox"
	"github.com/connective-messaging/connective/store"
)

// check returns every fault that would keep serve from working.
func (s Settings) check() error {
	_, err := s.connections()
	faults := []error{s.checkAddresses(), err, s.checkOwnLine(), s.checkMail(), s.checkStaff()}
	if !slices.Contains([]string{"production", "test", "demo"}, s.Env) {
		faults = append(faults, errors.New("CONNECTIVE_ENV must be production, test or demo"))
	}
	if !slices.Contains([]string{"", "yes", "no"}, s.NetworkCaps) {
		faults = append(faults, errors.New("CONNECTIVE_NETWORK_CAPS must be yes, no, or empty: then it is yes in production"))
	}
	if s.WebhooksLoopback && s.Env == "production" {
		faults = append(faults, errors.New("CONNECTIVE_WEBHOOKS_LOOPBACK lets webhooks reach this machine, which is for trials: leave it out, or set CONNECTIVE_ENV=test"))
	}
	faults = append(faults, s.checkRedisAddress())
	if s.Secret != "" {
		_, err := store.DeriveKeys(s.Secret, s.SecretOld)
		faults = append(faults, err)
	} else {
		faults = append(faults, errors.New("CONNECTIVE_SECRET is missing: print one with  connective doctor --new-secret  and keep it safe, "+
			"as another one later would forget who said STOP"))
	}
	if !slices.Contains([]string{"", "everysec", "no"}, s.AcceptLoss) {
		faults = append(faults, errors.New("CONNECTIVE_ACCEPT_LOSS must be everysec, no, or empty"))
	}
	return errors.Join(faults...)
}

func (s Settings) checkRedisAddress() error {
	if s.RedisURL == "" {
		return nil // serve starts one of its own
	}
	return store.CheckAddress(s.RedisURL)
}

func (s Settings) checkAddresses() error {
	var faults []error
	if _, _, err := net.SplitHostPort(s.Listen); err != nil {
		faults = append(faults, errors.New("CONNECTIVE_LISTEN must be an address and a port, such as 127.0.0.1:8080"))
	}
	u, err := url.Parse(s.PublicURL)
	switch {
	case err != nil || u.Host == "":
		faults = append(faults, errors.New("CONNECTIVE_PUBLIC_URL must be the address that the provider calls, such as https://texts.example.org"))
	case u.Scheme != "https" && !loopback(u.Hostname()):
		faults = append(faults, errors.New("CONNECTIVE_PUBLIC_URL must begin with https:// unless it is on this machine"))
	}
	return errors.Join(faults...)
}

func (s Settings) checkMail() error {
	if s.MailServer == "" {
		return nil
	}
	_, err := inbox.ReadServer(s.MailServer)
	if err != nil {
		err = fmt.Errorf("CONNECTIVE_MAIL_SERVER: %w", err)
	}
	if _, wrong := mail.ParseAddress(s.MailFrom); wrong != nil {
		err = errors.Join(err, errors.New("CONNECTIVE_MAIL_FROM must be the address that alarms come from, such as alarms@example.org"))
	}
	return err
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
