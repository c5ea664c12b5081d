package rapidpro

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// export is what RapidPro writes: flows, and what they refer to.
type export struct {
	Version   json.RawMessage   `json:"version"`
	Flows     []flow            `json:"flows"`
	Triggers  []trigger         `json:"triggers"`
	Fields    []field           `json:"fields"`
	Campaigns []json.RawMessage `json:"campaigns"`
}

type flow struct {
	UUID         string                                `json:"uuid"`
	Name         string                                `json:"name"`
	Spec         string                                `json:"spec_version"`
	Language     string                                `json:"language"`
	Type         string                                `json:"type"`
	Expire       int                                   `json:"expire_after_minutes"`
	Localization map[string]map[string]json.RawMessage `json:"localization"` // by language and uuid; see texts
	Nodes        []node                                `json:"nodes"`
	ActionSets   json.RawMessage                       `json:"action_sets"` // only in versions before 13
	RuleSets     json.RawMessage                       `json:"rule_sets"`
}

type node struct {
	UUID    string   `json:"uuid"`
	Actions []action `json:"actions"`
	Router  *router  `json:"router"`
	Exits   []exit   `json:"exits"`
}

type exit struct {
	UUID string `json:"uuid"`
	To   string `json:"destination_uuid"` // empty where the flow ends
}

// action holds what the actions that are imported need, whichever it is.
type action struct {
	UUID         string            `json:"uuid"`
	Type         string            `json:"type"`
	Text         string            `json:"text"`
	Attachments  []string          `json:"attachments"`
	Name         json.RawMessage   `json:"name"` // of a result or of a contact
	Value        json.RawMessage   `json:"value"`
	Category     string            `json:"category"`
	Language     string            `json:"language"`
	Field        field             `json:"field"`
	Groups       []reference       `json:"groups"`
	AllGroups    bool              `json:"all_groups"`
	Flow         reference         `json:"flow"`
	Terminal     bool              `json:"terminal"`
	Topic        *reference        `json:"topic"`
	Note         string            `json:"note"`
	Body         json.RawMessage   `json:"body"`
	ResultName   string            `json:"result_name"`
	QuickReplies []json.RawMessage `json:"quick_replies"`
}

type reference struct {
	UUID  string `json:"uuid"`
	Name  string `json:"name"`
	Match string `json:"name_match"` // a group whose name is made up when the flow runs
}

type field struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Type string `json:"type"`
}

type router struct {
	Type       string     `json:"type"`
	Wait       *wait      `json:"wait"`
	ResultName string     `json:"result_name"`
	Operand    string     `json:"operand"`
	Cases      []test     `json:"cases"`
	Categories []category `json:"categories"`
	Default    string     `json:"default_category_uuid"`
}

type wait struct {
	Type    string `json:"type"`
	Timeout *struct {
		Seconds  int    `json:"seconds"`
		Category string `json:"category_uuid"`
	} `json:"timeout"`
}

type test struct {
	UUID      string   `json:"uuid"`
	Type      string   `json:"type"`
	Arguments []string `json:"arguments"`
	Category  string   `json:"category_uuid"`
}

type category struct {
	UUID string `json:"uuid"`
	Name string `json:"name"`
	Exit string `json:"exit_uuid"`
}

type trigger struct {
	Type     string      `json:"trigger_type"`
	Keyword  string      `json:"keyword"`
	Keywords []string    `json:"keywords"`
	Flow     reference   `json:"flow"`
	Groups   []reference `json:"groups"`
}

// ErrOld is returned for an export of a version before 13.
var ErrOld = errors.New("this export is older than version 13 of RapidPro's flows: import it into a current RapidPro or TextIt, export it again there, and import that file")

// errNone is returned for JSON that is no export.
var errNone = errors.New("there are no flows in this file: export them in RapidPro or TextIt under Settings, Export, and give the .json file that it makes")

// oldest is the first version of the flow specification that is read.
const oldest = 13

// read reads an export.
func read(text []byte) (*export, error) {
	var e export
	if err := json.Unmarshal(text, &e); err != nil {
		return nil, fmt.Errorf("this file is not an export of RapidPro: %w", plain(err))
	}
	if e.version() < oldest && e.version() > 0 {
		return nil, ErrOld
	}
	if len(e.Flows) == 0 {
		return nil, errNone
	}
	for _, f := range e.Flows {
		major, _, _ := strings.Cut(f.Spec, ".")
		n, err := strconv.Atoi(major)
		if err == nil && n < oldest || f.ActionSets != nil || f.RuleSets != nil {
			return nil, ErrOld
		}
	}
	return &e, nil
}

// version is the major version of the export; 0 where there is none.
func (e *export) version() int {
	major, _, _ := strings.Cut(strings.Trim(string(e.Version), `"`), ".")
	n, _ := strconv.Atoi(major)
	return n
}

// plain says what is wrong with JSON without Go's names of types.
func plain(err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("it is broken at byte %d", syntax.Offset)
	case errors.As(err, &kind) && kind.Field != "":
		return fmt.Errorf("%s should not be a %s", kind.Field, kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("it begins with a %s", kind.Value)
	}
	return errors.New("it ends too early")
}

// texts returns what a language says for one property of something: text of a
// message, name of a category, arguments of a case.
func (f *flow) texts(language, uuid, property string) []string {
	var all map[string]json.RawMessage
	var list []string
	if json.Unmarshal(f.Localization[language][uuid], &all) != nil || json.Unmarshal(all[property], &list) != nil {
		return nil
	}
	return list
}

// asText reads JSON that is a text; nothing for anything else.
func asText(raw json.RawMessage) string {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}
