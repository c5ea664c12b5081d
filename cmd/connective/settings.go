package main

import (
	"errors"
	"os"
	"strings"
	"time"
)

// Settings is everything that can be set. A variable of the environment wins
// over the same name in lower case, without the prefix, in the file.
type Settings struct {
	Listen           string        `env:"CONNECTIVE_LISTEN" yaml:"listen"`
	PublicURL        string        `env:"CONNECTIVE_PUBLIC_URL" yaml:"public_url"`
	RedisURL         string        `env:"CONNECTIVE_REDIS_URL" yaml:"redis_url"`
	Data             string        `env:"CONNECTIVE_DATA" yaml:"data"`
	Flows            string        `env:"CONNECTIVE_FLOWS" yaml:"flows"`
	Secret           string        `env:"CONNECTIVE_SECRET" yaml:"secret"`
	SecretOld        []string      `env:"CONNECTIVE_SECRET_OLD" yaml:"secret_old"`
	AcceptLoss       string        `env:"CONNECTIVE_ACCEPT_LOSS" yaml:"accept_loss"`
	JournalEphemeral bool          `env:"CONNECTIVE_JOURNAL_EPHEMERAL" yaml:"journal_ephemeral"`
	Provider         string        `env:"CONNECTIVE_PROVIDER" yaml:"provider"`
	MoreConnections  []string      `env:"CONNECTIVE_CONNECTIONS" yaml:"-"`
	Connections      accounts      `yaml:"connections"`
	AllowTestNumbers bool          `env:"CONNECTIVE_ALLOW_TEST_NUMBERS" yaml:"allow_test_numbers"`
	Env              string        `env:"CONNECTIVE_ENV" yaml:"env"`
	Replica          string        `env:"CONNECTIVE_REPLICA" yaml:"replica"`
	Rate             float64       `env:"CONNECTIVE_RATE" yaml:"rate"`
	WeeklyCap        int           `env:"CONNECTIVE_WEEKLY_CAP" yaml:"weekly_cap"`
	PartPrice        float64       `env:"CONNECTIVE_PART_PRICE" yaml:"part_price"`
	MonthBudget      float64       `env:"CONNECTIVE_MONTH_BUDGET" yaml:"month_budget"`
	NetworkCaps      string        `env:"CONNECTIVE_NETWORK_CAPS" yaml:"network_caps"`
	StopNotice       time.Duration `env:"CONNECTIVE_STOP_NOTICE" yaml:"stop_notice"`
	WebhooksLoopback bool          `env:"CONNECTIVE_WEBHOOKS_LOOPBACK" yaml:"webhooks_loopback"`
	MailServer       string        `env:"CONNECTIVE_MAIL_SERVER" yaml:"mail_server"`
	MailFrom         string        `env:"CONNECTIVE_MAIL_FROM" yaml:"mail_from"`
	Proxies          []string      `env:"CONNECTIVE_PROXIES" yaml:"proxies"`
	OIDCIssuer       string        `env:"CONNECTIVE_OIDC_ISSUER" yaml:"oidc_issuer"`
	OIDCClientID     string        `env:"CONNECTIVE_OIDC_CLIENT_ID" yaml:"oidc_client_id"`
	OIDCClientSecret string        `env:"CONNECTIVE_OIDC_CLIENT_SECRET" yaml:"oidc_client_secret"`
	OIDCName         string        `env:"CONNECTIVE_OIDC_NAME" yaml:"oidc_name"`
	FakeKey          string        `env:"FAKE_SIGNING_KEY" yaml:"fake_signing_key"`
	AccessKey        string        `env:"MESSAGEBIRD_ACCESS_KEY" yaml:"messagebird_access_key"`
	SigningKeys      []string      `env:"MESSAGEBIRD_SIGNING_KEY" yaml:"messagebird_signing_key"`
	Originator       string        `env:"MESSAGEBIRD_ORIGINATOR" yaml:"messagebird_originator"`
	MessageBirdURL   string        `env:"MESSAGEBIRD_URL" yaml:"messagebird_url"`
	MessageBirdSkew  time.Duration `env:"MESSAGEBIRD_SKEW" yaml:"messagebird_skew"`
	TwilioAccount    string        `env:"TWILIO_ACCOUNT_SID" yaml:"twilio_account_sid"`
	TwilioTokens     []string      `env:"TWILIO_AUTH_TOKEN" yaml:"twilio_auth_token"`
	TwilioService    string        `env:"TWILIO_MESSAGING_SERVICE_SID" yaml:"twilio_messaging_service_sid"`
	TwilioOptOut     string        `env:"TWILIO_OPT_OUT" yaml:"twilio_opt_out"`
	TwilioURL        string        `env:"TWILIO_URL" yaml:"twilio_url"`

	NotifyKey           string        `env:"NOTIFY_API_KEY" yaml:"notify_api_key"`
	NotifyTemplate      string        `env:"NOTIFY_TEMPLATE_ID" yaml:"notify_template_id"`
	NotifySender        string        `env:"NOTIFY_SMS_SENDER_ID" yaml:"notify_sms_sender_id"`
	NotifyTextTokens    []string      `env:"NOTIFY_TEXT_TOKEN" yaml:"notify_text_token"`
	NotifyReceiptTokens []string      `env:"NOTIFY_RECEIPT_TOKEN" yaml:"notify_receipt_token"`
	NotifyPoll          time.Duration `env:"NOTIFY_POLL" yaml:"notify_poll"`
	NotifyURL           string        `env:"NOTIFY_URL" yaml:"notify_url"`

	BirdKey      string        `env:"BIRD_API_KEY" yaml:"bird_api_key"`
	BirdSecrets  []string      `env:"BIRD_WEBHOOK_SECRET" yaml:"bird_webhook_secret"`
	BirdCategory string        `env:"BIRD_CATEGORY" yaml:"bird_category"`
	BirdOptOut   string        `env:"BIRD_OPT_OUT" yaml:"bird_opt_out"`
	BirdPoll     time.Duration `env:"BIRD_POLL" yaml:"bird_poll"`
	BirdURL      string        `env:"BIRD_URL" yaml:"bird_url"`

	WhatsAppToken       string   `env:"WHATSAPP_TOKEN" yaml:"whatsapp_token"`
	WhatsAppSecrets     []string `env:"WHATSAPP_APP_SECRET" yaml:"whatsapp_app_secret"`
	WhatsAppVerifyToken string   `env:"WHATSAPP_VERIFY_TOKEN" yaml:"whatsapp_verify_token"`
	WhatsAppNumbers     []string `env:"WHATSAPP_NUMBERS" yaml:"whatsapp_numbers"`
	WhatsAppVersion     string   `env:"WHATSAPP_API_VERSION" yaml:"whatsapp_api_version"`
	WhatsAppURL         string   `env:"WHATSAPP_URL" yaml:"whatsapp_url"`

	of     string              // the connection whose settings these are; empty is the installation's own, or a company's
	getenv func(string) string // for the variables of named connections
}

// defaults are the settings of a machine on which nothing is set.
func defaults() Settings {
	return Settings{
		Listen:          "127.0.0.1:8080",
		Data:            "./connective-data",
		Flows:           "./flows",
		Env:             "production",
		WeeklyCap:       7,
		StopNotice:      5 * time.Second,
		MessageBirdURL:  "https://rest.messagebird.com",
		MessageBirdSkew: 5 * time.Second,
		TwilioOptOut:    "default",
		TwilioURL:       "https://api.twilio.com",
		BirdCategory:    "service",
		BirdOptOut:      "default",
		WhatsAppURL:     "https://graph.facebook.com",
		WhatsAppVersion: "v25.0",
		NotifyPoll:      time.Minute,
		NotifyURL:       "https://api.notifications.service.gov.uk",
	}
}

// readSettings reads the file, if it is there, and then the environment. The
// error joins every fault found; a value is never quoted in it.
func readSettings(file string, getenv func(string) string) (Settings, error) {
	s := defaults()
	s.getenv = getenv
	faults := []error{s.readFile(file)}
	faults = append(faults, s.readEnvironment(getenv)...)
	if s.PublicURL == "" {
		s.PublicURL = "http://" + s.Listen
	}
	s.PublicURL = strings.TrimSuffix(s.PublicURL, "/")
	if s.Replica == "" {
		s.Replica = s.Listen
		if host, err := os.Hostname(); err == nil {
			s.Replica = host + " " + s.Listen
		}
	}
	return s, errors.Join(faults...)
}

// capsNumbers reports whether numbers are kept below what networks carry to them.
func (s Settings) capsNumbers() bool {
	return s.NetworkCaps == "yes" || s.NetworkCaps == "" && s.Env == "production"
}
