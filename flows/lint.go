package flows

import (
	"slices"
	"strings"
)

// check is one thing that the linter looks for. Each stands in a file of its own
// with a bad and a good example, which are its test. The words are what
// Explain tells about it.
type check struct {
	Code     string
	Severity Severity // Error unless it says Warning
	What     string   // one sentence: what is wrong
	Why      string   // why it matters to the people who text
	Mend     string   // how to mend it
	Bad      string   // a flow that the check finds fault with
	Good     string   // the same flow, mended
	Last     bool     // looks at texts that are sent, so only where there is no error
	Flow     func(c *flowLint)
	Org      func(c *orgLint)
}

// checks is every check that looks at whole flows, in the order of the reference.
// What stands in the way of reading a file at all is found by the loader.
func checks() []check {
	return []check{
		checkNoSuchStep, checkNoSuchFlow, checkAsksNoWords, checkUnreachable, checkRunsOn, checkLoop, checkNoWayOut, checkCallsItself,
		checkNoElse, checkAskWhat, checkSilent, checkTwoWaits, checkNeverStarts,
		checkUnknownBlank, checkMaybeEmpty, checkUnknownName, checkNeverTrue, checkUnknownProfile,
		checkGroupJoining, checkGroupSensitive, checkNamesSensitive, checkGroupKind, checkGroupTexts, checkGroupAges, checkEventDate, checkEventPlaces, checkEventInvites, checkTextsUntold, checkJoinsClosed,
		checkTipCell, checkTipReview, checkTipWords, checkTipDraft, checkHelpful, checkServiceCell, checkSynonym,
		checkBadCourse, checkCourseText, checkCourseTooLong, checkCourseUntranslated, checkCourseDraft, checkNoSuchCourse,
		checkNoSuchGroup, checkNoSuchQueue, checkNoSuchCode, checkNoSuchHours, checkNoSuchConsent, checkNoSuchList, checkNoSuchColumn, checkMissingNeed,
		checkShadowsCommand, checkWordTaken, checkWordAnswers, checkSameLabel, checkLooksAlike, checkDigitLabel, checkExactConsent, checkRefer,
		checkTooLong, checkOwnWords, checkPaged, checkPageTooSmall, checkFancy, checkURL,
		checkHardWord, checkLongSentence, checkCapitals,
		checkUntranslated, checkStale, checkPluralForm, checkLangClash, checkDraft,
		checkSharesNumber, checkNoStop, checkNag, checkPast, checkQuiet, checkNoEmpty, checkNotImported,
	}
}

// orgLint is one organisation while it is checked.
type orgLint struct {
	*orgLoad
	paths    *paths             // see ways
	ended    map[*Flow][]ending // the texts that each flow can send
	signless map[endKey]int     // how many parts they would take without signs
	agrees   map[*Step]bool     // see agreed
	canText  func(string) bool  // see texted
}

// flowLint is one flow while it is checked.
type flowLint struct {
	*orgLint
	*source
	f     *Flow
	graph *graph
	names *naming
}

// lintOrg runs every check over an organisation.
func lintOrg(l *orgLoad) {
	c := &orgLint{orgLoad: l}
	var flows []*flowLint
	for _, f := range l.flows() {
		if n := len(f.Steps); n == 0 || n > mostSteps || c.sources[f.File].unsure {
			continue // it has a finding already
		}
		flows = append(flows, &flowLint{orgLint: c, source: l.sources[f.File], f: f, graph: newGraph(f), names: newNaming(l.org, f)})
	}
	c.run(flows, false)
	if !l.anyFault() {
		c.run(flows, true)
	}
}

// run runs the checks that come first, or those that come last.
func (c *orgLint) run(flows []*flowLint, last bool) {
	all := slices.DeleteFunc(checks(), func(check check) bool { return check.Last != last })
	for _, check := range all {
		if check.Org != nil {
			check.Org(c)
		}
	}
	for _, f := range flows {
		for _, check := range all {
			if check.Flow != nil {
				check.Flow(f)
			}
		}
	}
}

// anyFault tells whether a file of the organisation's has an error.
func (l *orgLoad) anyFault() bool {
	for _, s := range l.sources {
		if s.count > 0 {
			return true
		}
	}
	return false
}

// place is where the value of a step's key stands; the step's name if the key is
// not written.
func (c *flowLint) place(s *Step, keys ...string) Pos {
	if pos, ok := c.f.places[s.Name+"."+strings.Join(keys, ".")]; ok {
		return pos
	}
	return s.Pos
}

// stepFault reports an error about a whole step, at its name.
func (c *flowLint) stepFault(code string, s *Step, message, why, fix string) {
	c.fault(code, s.Pos, len([]rune(s.Name)), message, why, fix)
}

// stepWarning reports a warning about a whole step, at its name.
func (c *flowLint) stepWarning(code string, s *Step, message, why, fix string) {
	c.warn(code, s.Pos, len([]rune(s.Name)), message, why, fix)
}

// warn reports a warning.
func (s *source) warn(code string, pos Pos, width int, message, why, fix string) {
	s.report(Finding{Code: code, Severity: Warning, Pos: pos, Width: width, Message: message, Why: why, Fix: fix})
}

// missing reports a name that nothing has: the caret under it, and what was
// perhaps meant.
func (s *source) missing(code string, pos Pos, name, message, why string, there []string, kind string) {
	fix := didYouMean(name, there)
	if len(there) > 0 {
		fix += kind + ": " + strings.Join(there, ", ") + "."
	}
	s.fault(code, s.find(pos, name), len([]rune(name)), message, why, fix)
}
