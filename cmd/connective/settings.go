package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/bot/inbox"
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

func (s *Settings) readFile(file string) error {
	text, err := os.ReadFile(file)
	switch {
	case errors.Is(err, os.ErrNotExist) && file == absolute("connective.yaml"):
		return nil
	case err != nil:
		return fmt.Errorf("read the settings: %w", err)
	}
	if err := yaml.Load(text, s, yaml.WithKnownFields()); err != nil {
		return fmt.Errorf("read %s: %s", file, unquoted(err))
	}
	return nil
}

var quotedValue = regexp.MustCompile("`[^`]*`")

// unquoted is what is wrong with a file, without the value, which may be a secret.
func unquoted(err error) string { return quotedValue.ReplaceAllString(err.Error(), "a value") }

func (s *Settings) readEnvironment(getenv func(string) string) []error {
	var faults []error
	v := reflect.ValueOf(s).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("env")
		if name == "" {
			continue
		}
		if said := getenv(name); said != "" {
			if err := assign(v.Field(i), said); err != nil {
				faults = append(faults, fmt.Errorf("%s %w", name, err))
			}
		}
	}
	return faults
}

// mostNumber is the largest number that a setting can be.
const mostNumber = 1_000_000

func assign(field reflect.Value, said string) error {
	switch value := field.Addr().Interface().(type) {
	case *string:
		*value = said
	case *[]string:
		*value = strings.Split(said, ",")
	case *bool:
		if said != "true" && said != "false" {
			return errors.New("must be true or false")
		}
		*value = said == "true"
	case *float64:
		n, err := strconv.ParseFloat(said, 64)
		if err != nil || !(n >= 0 && n <= mostNumber) {
			return errors.New("must be a number such as 2.5, without a unit; 0 is none")
		}
		*value = n
	case *int:
		n, err := strconv.Atoi(said)
		if err != nil || n < 0 || n > 100 {
			return errors.New("must be a whole number from 0 to 100")
		}
		*value = n
	case *time.Duration:
		d, err := time.ParseDuration(said)
		if err != nil {
			return errors.New("must be a length of time such as 5s")
		}
		*value = d
	default:
		return fmt.Errorf("cannot be set (%T)", value)
	}
	return nil
}

// check returns every fault that would keep serve from working.
func (s Settings) check() error {
	_, err := s.connections()
	faults := []error{s.checkAddresses(), err, s.checkMail(), s.checkStaff()}
	if !slices.Contains([]string{"production", "test", "demo"}, s.Env) {
		faults = append(faults, errors.New("CONNECTIVE_ENV must be production, test or demo"))
	}
	if !slices.Contains([]string{"", "yes", "no"}, s.NetworkCaps) {
		faults = append(faults, errors.New("CONNECTIVE_NETWORK_CAPS must be yes, no, or empty: then it is yes in production"))
	}
	if s.WebhooksLoopback && s.Env == "production" {
		faults = append(faults, errors.New("CONNECTIVE_WEBHOOKS_LOOPBACK lets webhooks reach this machine, which is for trials: leave it out, or set CONNECTIVE_ENV=test"))
	}
	if s.Secret == "" {
		faults = append(faults, errors.New("CONNECTIVE_SECRET is missing: print one with  connective doctor --new-secret  and keep it safe, "+
			"as another one later would forget who said STOP"))
	}
	if !slices.Contains([]string{"", "everysec", "no"}, s.AcceptLoss) {
		faults = append(faults, errors.New("CONNECTIVE_ACCEPT_LOSS must be everysec, no, or empty"))
	}
	return errors.Join(faults...)
}

// capsNumbers reports whether numbers are kept below what networks carry to them.
func (s Settings) capsNumbers() bool {
	return s.NetworkCaps == "yes" || s.NetworkCaps == "" && s.Env == "production"
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

func (s Settings) checkProvider() error {
	var faults []error
	switch s.Provider {
	case "fake":
		if s.Env == "production" {
			faults = append(faults, errors.New("CONNECTIVE_PROVIDER is fake, which texts nobody: set CONNECTIVE_ENV=test to use it"))
		}
		if s.FakeKey == "" {
			faults = append(faults, errors.New("FAKE_SIGNING_KEY is missing: the fake provider's webhooks are signed like real ones"))
		}
	case "messagebird":
		for name, value := range map[string]string{
			"MESSAGEBIRD_ACCESS_KEY":  s.AccessKey,
			"MESSAGEBIRD_SIGNING_KEY": strings.Join(s.SigningKeys, ""),
		} {
			if value == "" {
				faults = append(faults, fmt.Errorf("%s is missing: it is in the dashboard under developers", name))
			}
		}
	case "twilio":
		faults = append(faults, s.checkTwilio()...)
	case "govuknotify":
		faults = append(faults, s.checkNotify()...)
	case "":
		faults = append(faults, fmt.Errorf("%s is missing: messagebird, twilio, govuknotify, or fake for trying things out", s.providerVariable()))
	default:
		faults = append(faults, fmt.Errorf("%s must be messagebird, twilio, govuknotify or fake", s.providerVariable()))
	}
	slices.SortFunc(faults, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(faults...)
}

// checkTwilio names by its variable what is missing. The form of what is there
// the provider knows itself, and is asked about all of it.
func (s Settings) checkTwilio() []error {
	var faults []error
	if s.TwilioAccount == "" {
		faults = append(faults, errors.New("TWILIO_ACCOUNT_SID is missing: it is on the front page of Twilio's console, and begins with AC"))
		s.TwilioAccount = "AC" + strings.Repeat("0", 32)
	}
	if strings.Join(s.TwilioTokens, "") == "" {
		faults = append(faults, errors.New("TWILIO_AUTH_TOKEN is missing: it is on the front page of Twilio's console; "+
			"an API key is not enough, as webhooks are signed with the token"))
		s.TwilioTokens = []string{"missing"}
	}
	if !slices.Contains([]string{"default", "advanced", "off"}, s.TwilioOptOut) {
		faults = append(faults, errors.New("TWILIO_OPT_OUT must be what Twilio does with STOP by itself: default, advanced (Advanced Opt-Out is on) or off"))
		s.TwilioOptOut = "default"
	}
	if _, err := openTwilio(s); err != nil {
		faults = append(faults, fmt.Errorf("the settings that begin with TWILIO_: %w", err))
	}
	return faults
}

// providerVariable is where the provider of a connection is named.
func (s Settings) providerVariable() string {
	if s.of == "" {
		return "CONNECTIVE_PROVIDER"
	}
	return "PROVIDER"
}

// providersAreHere reports whether texts can only reach this machine, by whichever
// connection.
func (s Settings) providersAreHere() bool {
	all := s.set()
	for _, c := range all {
		if !c.providerIsHere() {
			return false
		}
	}
	return len(all) > 0
}

// providerIsHere reports whether texts can only reach this machine.
func (s Settings) providerIsHere() bool {
	if s.Provider == "fake" {
		return true
	}
	api := map[string]string{"twilio": s.TwilioURL, "govuknotify": s.NotifyURL}[s.Provider]
	if api == "" {
		api = s.MessageBirdURL
	}
	u, err := url.Parse(api)
	return err == nil && loopback(u.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}
