package flows

import (
	"regexp"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/connective-messaging/connective/providers"
)

// orgFile is what org.yaml says, beside what goes straight into the Org.
type orgFile struct {
	*Org
	groups, services string // file names
}

// takesLetters is what letters: must be.
const takesLetters = "smart or gsm-only"

// takesStale is what stale: must be.
const takesStale = "hide or mark"

// takesConnection is what the name of a connection must be.
const takesConnection = "the name of a connection, such as north"

// readNumber reads the number that people text. One that is written as people
// dial it within the United Kingdom is named in full.
func readNumber(l *loader, v *yaml.Node, o *orgFile) bool {
	if oneName(v, numberPattern, &o.Number) {
		return true
	}
	text, _ := scalar(v)
	a := providers.ParseAddress(text, "GB")
	if a.Kind != providers.Phone {
		return false
	}
	l.faultAt("wrong-kind", v, "number must begin with + and the country, without spaces, not "+quoted(firstLine(text))+".", "the same number is another phone in another country.",
		`write it in double quotes; if it is a number in the UK,  number: "`+a.Value+`"`)
	return true
}

// orgKeys is what org.yaml can have.
func orgKeys() []key[orgFile] {
	return []key[orgFile]{
		{"id", takesName, "the folder's name", "What the organisation is known by inside; it must never change.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return oneName(v, namePattern, &o.ID) }},
		{"name", "a text of at most 40 letters", "must be there", "The name that people are told.", func(_ *loader, v *yaml.Node, o *orgFile) (ok bool) {
			o.Name, ok = scalar(v)
			return ok && len([]rune(o.Name)) <= 40
		}},
		{"number", "a phone number with + and the country, such as +447700900001", "must be there", "The number that people text.", readNumber},
		{"provider", takesConnection, "the installation's own", "The connection to a provider that texts come and leave by. Its key is in the settings of the installation, never here.", func(_ *loader, v *yaml.Node, o *orgFile) bool {
			return oneName(v, namePattern, &o.Provider)
		}},
		{"fallback", takesFallback, "none", "The second connection: for what certainly did not leave by the own one, and for a share of people.", readFallback},
		appKey(),
		{"letters", takesLetters, "smart", "What becomes of letters that leave room for 70 in a part of a text instead of 160: with smart the curly quotes and long dashes become plain ones and every letter stays; gsm-only refuses a broadcast with such letters, and lists them.", func(_ *loader, v *yaml.Node, o *orgFile) bool {
			text, _ := scalar(v)
			o.GSMOnly = text == "gsm-only"
			return o.GSMOnly || text == "smart"
		}},
		{"word", "one word", "none", "The word that chooses this organisation where several share a number.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return oneName(v, wordPattern, &o.Word) }},
		{"language", takesLanguage, "the first of languages", "The language of the organisation's words.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return languageTag(v, &o.Language) }},
		{"languages", "a list of languages' short names, such as [en, cy]", "language alone", "The languages that people can choose.", func(_ *loader, v *yaml.Node, o *orgFile) (ok bool) {
			o.Languages, ok = languageTags(v)
			return ok
		}},
		{"timezone", "a time zone, such as Europe/London", "Europe/London", "The time zone of all times.", readZone},
		{"quiet", "two times, such as 21:00-08:00, or none", "21:00-08:00", "The hours in which nothing unasked is sent.", readQuiet},
		{"welcome", "a flow's name", "none", "The flow for a first text from a phone that is not known.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return oneName(v, namePattern, &o.Welcome) }},
		{"menu", "a list of flows, such as [groups, talk]", "empty", "The flows that MENU offers, by their titles.", func(_ *loader, v *yaml.Node, o *orgFile) (ok bool) {
			o.MenuFlows, ok = names(v, namePattern)
			return ok
		}},
		{"in_own_words", "a flow's name", "none", "The flow that answers what people need and text in their own words, without choosing from the menu. It begins with a question for words, which their text answers. It is begun for what the list of services has something for, where no question is open but the first of a flow, with choices.", func(_ *loader, v *yaml.Node, o *orgFile) bool {
			return oneName(v, namePattern, &o.OwnWords)
		}},
		{"hours", "names, each with days and times", "none", "Opening hours, by name.", readAllHours},
		{"queues", "names, each with hours: and answer_within:", "none", "The staff who answer, by name; the first is where PERSON leads.", readQueues},
		{"consents", "names, each with what people agree to", "none", "What people can agree to.", readConsents},
		{"profile", "names, each with type:, why: and keep:", "none", "Everything that is kept about a person, why, and for how long.", readProfile},
		{"groups", "a CSV file's name", "groups.csv", "The list of groups that people can join.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return oneName(v, csvPattern, &o.groups) }},
		{"services", "a CSV file's name", "services.csv", "The list of services that people are told about.", func(_ *loader, v *yaml.Node, o *orgFile) bool { return oneName(v, csvPattern, &o.services) }},
		{"follow_up", takesYes, "no", "Asks a week after somebody was shown a service whether they got what they needed, once a month at most. Never after a call for help.", func(_ *loader, v *yaml.Node, o *orgFile) bool {
			return yesNo(v, &o.FollowUp)
		}},
		{"stale", takesStale, "hide", "What becomes of a service that nobody has said is right for a year: it is not shown, or it is shown with the words that it was checked over a year ago, so ring first.", func(_ *loader, v *yaml.Node, o *orgFile) bool {
			text, _ := scalar(v)
			o.ShowStale = text == "mark"
			return o.ShowStale || text == "hide"
		}},
		{"still_right", takesStillRight, "never", "How often each service of an imported directory is asked by e-mail whether what people are told of it is still right.", readStillRight},
		{"still_you", takesStill, "6 months", "After how long a silence people are asked whether it is still them, once. Until they say so nothing is sent that they have not asked for.", readStill},
		{"cases", takesCases, "lists that fit most", "What staff choose from when they answer and close cases, and what comes after.", func(l *loader, v *yaml.Node, o *orgFile) bool {
			return readKeys(l, v, "cases", casesKeys(), &o.Closings)
		}},
		{"watch", "words:, queue: and say:", "the built-in words alone", "Crisis words of your own, beside those that always apply.", func(l *loader, v *yaml.Node, o *orgFile) bool {
			return readKeys(l, v, "watch", watchKeys(), &o.Watch)
		}},
	}
}

var (
	numberPattern = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	wordPattern   = regexp.MustCompile(`^[\pL\pN]{1,20}$`)
	csvPattern    = regexp.MustCompile(`^[a-z][a-z0-9_]{0,30}\.csv$`)
)

func readZone(_ *loader, v *yaml.Node, o *orgFile) bool {
	text, ok := scalar(v)
	if !ok || text == "Local" {
		return false
	}
	zone, err := time.LoadLocation(text)
	if err != nil {
		return false
	}
	o.Timezone = zone
	return true
}

func readQuiet(_ *loader, v *yaml.Node, o *orgFile) bool {
	text, _ := scalar(v)
	if text == "none" {
		o.Quiet = Quiet{}
		return true
	}
	span, ok := parseSpan(text)
	o.Quiet = Quiet{From: span.From, Until: span.Until % minutesADay}
	return ok
}

// eachEntry reads a mapping whose keys are names that the author gives.
func eachEntry(l *loader, v *yaml.Node, what string, read func(name string, v *yaml.Node) bool) bool {
	if v.Kind != yaml.MappingNode {
		return false
	}
	for i := 0; i+1 < len(v.Content); i += 2 {
		k, value := v.Content[i], v.Content[i+1]
		if !namePattern.MatchString(k.Value) {
			l.wrongKind(k, "the name of "+what, takesName)
			continue
		}
		if !read(k.Value, value) {
			l.wrongKind(value, k.Value, "what "+what+" has: "+strings.Join(entryKeys(what), ", "))
		}
	}
	return true
}

// entryKeys says what each named thing of org.yaml can have.
func entryKeys(what string) []string {
	switch what {
	case "a queue":
		return keyNames(queueKeys())
	case "a profile field":
		return keyNames(profileKeys())
	case "a reason", "an outcome", "a risk":
		return []string{"the words that staff read"}
	case "an area":
		return keyNames(areaKeys())
	case "a template":
		return []string{"a text"}
	case "hours":
		return []string{"days and times, such as {Mon-Fri: 09:00-17:00}"}
	}
	return []string{"the words that people agree to"}
}

// queueKeys is what a queue can have.
func queueKeys() []key[Queue] {
	return []key[Queue]{
		{"hours", "the name of hours", "always open", "When its staff are there.", func(_ *loader, v *yaml.Node, q *Queue) bool { return oneName(v, namePattern, &q.Hours) }},
		{"answer_within", takesDuration, "nothing is promised", "When an answer is promised, counted while it is open; a day is the same time on the next open day.", func(_ *loader, v *yaml.Node, q *Queue) bool {
			return duration(v, &q.AnswerWithin, nil)
		}},
	}
}

func readQueues(l *loader, v *yaml.Node, o *orgFile) bool {
	return eachEntry(l, v, "a queue", func(name string, v *yaml.Node) bool {
		q := Queue{Name: name}
		ok := v.Tag == "!!null" || readKeys(l, v, "a queue", queueKeys(), &q)
		o.Queues = append(o.Queues, q)
		return ok
	})
}

func readConsents(l *loader, v *yaml.Node, o *orgFile) bool {
	return eachEntry(l, v, "a consent", func(name string, v *yaml.Node) bool {
		words, ok := scalar(v)
		o.Consents = append(o.Consents, Consent{name, words})
		return ok
	})
}

// profileTypes are the kinds of things that are kept about people.
var profileTypes = []string{"text", "name", "choice", "number", "postcode", "outcode", "date", "phone", "email", "list"}

// profileKeys is what a profile field can have.
func profileKeys() []key[ProfileField] {
	return []key[ProfileField]{
		{"type", "one of " + strings.Join(profileTypes, ", "), "text", "What it holds.", func(_ *loader, v *yaml.Node, p *ProfileField) bool {
			text, _ := scalar(v)
			p.Type = text
			return strings.Contains(" "+strings.Join(profileTypes, " ")+" ", " "+text+" ")
		}},
		{"why", takesText, "must be there", "Why it is kept, in words for the people it is about.", func(_ *loader, v *yaml.Node, p *ProfileField) (ok bool) {
			p.Why, ok = scalar(v)
			return ok
		}},
		{"keep", "a length of time, such as 2 years", "must be there", "How long it is kept after the person has told it last; then it is wiped.", func(_ *loader, v *yaml.Node, p *ProfileField) bool {
			return duration(v, &p.Keep, longUnits)
		}},
	}
}

func readProfile(l *loader, v *yaml.Node, o *orgFile) bool {
	return eachEntry(l, v, "a profile field", func(name string, v *yaml.Node) bool {
		p := ProfileField{Name: name, Type: "text"}
		if !readKeys(l, v, "a profile field", profileKeys(), &p) {
			return false
		}
		if p.Why == "" || p.Keep == 0 {
			l.faultAt("no-reason", v, quoted(name)+" is kept without why: or keep:.", "personal data must have a reason and an end date.", "add  why: …  and  keep: 2 years")
		}
		o.Profile = append(o.Profile, p)
		return true
	})
}

// watchKeys is what watch: can have.
func watchKeys() []key[Watch] {
	return []key[Watch]{
		{"words", takesWords, "none", "Words or phrases that call for a person at once, beside the built-in ones.", func(_ *loader, v *yaml.Node, w *Watch) bool {
			items, ok := scalars(v)
			for _, item := range items {
				w.Words = append(w.Words, strings.TrimSpace(item.Value))
			}
			return ok
		}},
		{"queue", "a queue's name", "the first queue", "The staff who are alarmed.", func(_ *loader, v *yaml.Node, w *Watch) bool { return oneName(v, namePattern, &w.Queue) }},
		{"say", takesText, "the built-in safe text", "Said when one of your own words is texted.", func(_ *loader, v *yaml.Node, w *Watch) (ok bool) {
			w.Say, ok = scalar(v)
			return ok
		}},
	}
}
