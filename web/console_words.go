package web

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// otherLanguage is the language that a page in each of the console's can change to.
var otherLanguage = map[string]string{"en": "cy", "cy": "en"}

// say is what the console says for a key, with names in it filled in by what
// follows: a name, its value, and so on. A key that is not there is a mistake that
// the tests find. Where n is 1, the words of the key with .one behind it are said.
func say(lang, key string, args ...any) string {
	pair, known := words[key]
	if !known {
		return key
	}
	for i := 0; i+1 < len(args); i += 2 {
		if one, has := words[key+".one"]; has && args[i] == "n" && fmt.Sprint(args[i+1]) == "1" {
			pair = one
		}
	}
	text := pair[0]
	if lang == "cy" {
		text = pair[1]
	}
	for i := 0; i+1 < len(args); i += 2 {
		text = strings.ReplaceAll(text, fmt.Sprintf("<%v>", args[i]), fmt.Sprint(args[i+1]))
	}
	return text
}

// doneWords say what has just been done, by the word in a page's address; nothing
// for a word that is none.
func doneWords(lang, done string) string {
	if _, known := words["done."+done]; !known {
		return ""
	}
	return say(lang, "done."+done)
}

// waitWords say how long to wait, in whole minutes or seconds, rounded up.
func waitWords(lang string, wait time.Duration) string {
	if seconds := int((wait + time.Second - 1) / time.Second); seconds <= 60 {
		return say(lang, "wait.seconds", "n", seconds)
	}
	return say(lang, "wait.minutes", "n", int((wait+time.Minute-1)/time.Minute))
}

// words are everything that the console says, in English and in Welsh.
var words = func() map[string][2]string {
	all := maps.Clone(frameWords)
	maps.Copy(all, caseWords)
	maps.Copy(all, dutyWords)
	maps.Copy(all, fateWords)
	maps.Copy(all, figureWords)
	maps.Copy(all, broadcastWords)
	maps.Copy(all, peopleWords)
	maps.Copy(all, eventWords)
	maps.Copy(all, serviceWords)
	maps.Copy(all, programWords)
	maps.Copy(all, hookWords)
	maps.Copy(all, tipWords)
	return all
}()

// frameWords are those of signing in, of the staff and of the audit log.
var frameWords = map[string][2]string{
	"name":           {"Connective", "Connective"},
	"halted":         {"No text leaves", "Nid oes neges yn gadael"},
	"halted.one":     {"No text leaves by <company>", "Nid oes neges yn gadael drwy <company>"},
	"halted.mend":    {"Its company says:", "Dywed y cwmni:"},
	"halted.balance": {"The text provider says that the credit, or what may be sent in a day, is used up, since <since>. Texts wait, none is lost, and broadcasts are paused. Whoever looks after the account sees to that; then broadcasts are resumed, one by one.", "Mae'r darparwr negeseuon yn dweud bod y credyd, neu'r hyn y gellir ei anfon mewn diwrnod, wedi dod i ben, ers <since>. Mae negeseuon yn aros, ni chollir yr un, ac mae darllediadau wedi'u hoedi. Mae pwy bynnag sy'n gofalu am y cyfrif yn trefnu hynny; yna mae'r darllediadau'n parhau, un ar y tro."},
	"halted.auth":    {"The text provider does not take our key, since <since>. Texts wait, and none is lost. Whoever runs Connective must mend it.", "Nid yw'r darparwr negeseuon yn derbyn ein hallwedd, ers <since>. Mae negeseuon yn aros, ac ni chollir yr un. Rhaid i bwy bynnag sy'n rhedeg Connective ei drwsio."},
	"halted.config":  {"The text provider refuses every text, since <since>: something in our account is not set up. Texts wait, and none is lost. Whoever runs Connective must mend it.", "Mae'r darparwr negeseuon yn gwrthod pob neges, ers <since>: nid yw rhywbeth yn ein cyfrif wedi'i osod. Mae negeseuon yn aros, ac ni chollir yr un. Rhaid i bwy bynnag sy'n rhedeg Connective ei drwsio."},
	"skip":           {"Skip to main content", "Neidio i'r prif gynnwys"},
	"menu":           {"Menu", "Dewislen"},
	"you":            {"You", "Chi"},
	"language":       {"Cymraeg", "English"},
	"problems":       {"There is a problem", "Mae problem"},
	"error":          {"Error:", "Gwall:"},
	"done":           {"Done", "Wedi gorffen"},
	"back":           {"Back", "Yn ôl"},
	"sign.out":       {"Sign out", "Allgofnodi"},
	"change":         {"Change", "Newid"},

	"home.nav":   {"Home", "Hafan"},
	"home.title": {"Home", "Hafan"},
	"home.role":  {"You are signed in to <org> as <role>.", "Rydych wedi mewngofnodi i <org> fel <role>."},
	"home.waits": {"Cases that nobody has taken: <n>.", "Achosion nad oes neb wedi'u cymryd: <n>."},
	"home.look":  {"Look at them", "Edrych arnynt"},
	"home.calm":  {"Every case has been taken.", "Mae pob achos wedi'i gymryd."},

	"signin.title":    {"Sign in", "Mewngofnodi"},
	"signin.email":    {"E-mail address", "Cyfeiriad e-bost"},
	"signin.password": {"Password", "Cyfrinair"},
	"signin.go":       {"Continue", "Parhau"},
	"signin.provider": {"Sign in with <name>", "Mewngofnodi gyda <name>"},
	"signin.help":     {"No account, or a lost phone? Ask the person who looks after the staff in your organisation.", "Dim cyfrif, neu wedi colli eich ffôn? Gofynnwch i'r person sy'n gofalu am y staff yn eich sefydliad."},

	"code.title": {"Enter the code from your app", "Rhowch y cod o'ch ap"},
	"code.label": {"Six-digit code", "Cod chwe digid"},
	"code.hint":  {"It changes every 30 seconds, and each code works once.", "Mae'n newid bob 30 eiliad, ac mae pob cod yn gweithio unwaith."},
	"code.go":    {"Sign in", "Mewngofnodi"},

	"setup.title":   {"Set up your codes", "Gosod eich codau"},
	"setup.why":     {"From now on you sign in with your password and a code. An app on your phone makes the codes, such as Microsoft Authenticator or Google Authenticator.", "O hyn ymlaen byddwch yn mewngofnodi gyda'ch cyfrinair a chod. Mae ap ar eich ffôn yn gwneud y codau, fel Microsoft Authenticator neu Google Authenticator."},
	"setup.scan":    {"Scan this picture with the app.", "Sganiwch y llun hwn gyda'r ap."},
	"setup.picture": {"A picture of the key below, for the camera of your app", "Llun o'r allwedd isod, ar gyfer camera eich ap"},
	"setup.type":    {"Or type this key into the app", "Neu deipiwch yr allwedd hon yn yr ap"},
	"setup.open":    {"Or open the app on this device", "Neu agorwch yr ap ar y ddyfais hon"},
	"setup.then":    {"Then enter the code that the app shows", "Yna rhowch y cod y mae'r ap yn ei ddangos"},

	"welcome.title":    {"Choose a password", "Dewis cyfrinair"},
	"welcome.for":      {"For <name>, <email>", "Ar gyfer <name>, <email>"},
	"welcome.hint":     {"At least 12 letters. Three words that you can remember are good.", "O leiaf 12 llythyren. Mae tri gair y gallwch eu cofio yn dda."},
	"welcome.password": {"New password", "Cyfrinair newydd"},
	"welcome.again":    {"The same password again", "Yr un cyfrinair eto"},
	"welcome.go":       {"Continue", "Parhau"},

	"orgs.title": {"Choose an organisation", "Dewis sefydliad"},
	"orgs.as":    {"<org>, as <role>", "<org>, fel <role>"},
	"orgs.go":    {"Continue", "Parhau"},
	"orgs.other": {"Change organisation", "Newid sefydliad"},

	"own.title":      {"Your account", "Eich cyfrif"},
	"own.role":       {"Role", "Rôl"},
	"own.sessions":   {"Where you are signed in", "Lle rydych wedi mewngofnodi"},
	"own.begun":      {"Since", "Ers"},
	"own.seen":       {"Last used", "Defnydd diwethaf"},
	"own.from":       {"From", "O"},
	"own.this":       {"this one", "yr un yma"},
	"own.everywhere": {"Sign out everywhere", "Allgofnodi ym mhobman"},
	"own.hint":       {"Do this if you left a computer unlocked. It ends this session too.", "Gwnewch hyn os gadawsoch gyfrifiadur heb ei gloi. Mae'n dod â'r sesiwn hon i ben hefyd."},

	"staff.nav":           {"Staff", "Staff"},
	"staff.title":         {"Staff", "Staff"},
	"staff.name":          {"Name", "Enw"},
	"staff.email":         {"E-mail address", "Cyfeiriad e-bost"},
	"staff.role":          {"Role", "Rôl"},
	"staff.state":         {"Signs in", "Yn mewngofnodi"},
	"staff.me":            {"you", "chi"},
	"staff.change":        {"Change <name>", "Newid <name>"},
	"staff.invite":        {"Invite somebody", "Gwahodd rhywun"},
	"staff.invite.go":     {"Invite", "Gwahodd"},
	"staff.choose":        {"Choose a role", "Dewiswch rôl"},
	"link.title":          {"Hand this link over", "Rhowch y ddolen hon"},
	"link.how":            {"Give it to <name> yourself, for example face to face or by phone. Whoever opens it first sets the password. It works once, for a week. It is not shown again.", "Rhowch hi i <name> eich hun, er enghraifft wyneb yn wyneb neu dros y ffôn. Pwy bynnag sy'n ei hagor gyntaf sy'n gosod y cyfrinair. Mae'n gweithio unwaith, am wythnos. Ni chaiff ei dangos eto."},
	"link.label":          {"Link for <name>", "Dolen ar gyfer <name>"},
	"member.title":        {"Change somebody's account", "Newid cyfrif rhywun"},
	"member.role":         {"Change role", "Newid rôl"},
	"member.remove":       {"Remove from this organisation", "Tynnu o'r sefydliad hwn"},
	"member.disable":      {"Disable the account", "Analluogi'r cyfrif"},
	"member.enable":       {"Let them sign in again", "Gadael iddynt fewngofnodi eto"},
	"member.end":          {"Sign them out everywhere", "Eu hallgofnodi ym mhobman"},
	"member.reset":        {"Reset password and codes", "Ailosod cyfrinair a chodau"},
	"member.me":           {"You cannot change your own account here. Ask another admin.", "Ni allwch newid eich cyfrif eich hun yma. Gofynnwch i weinyddwr arall."},
	"member.at.once":      {"Whatever you do here signs them out at once, and is written in the audit log.", "Mae beth bynnag a wnewch yma yn eu hallgofnodi ar unwaith, ac yn cael ei gofnodi yn y cofnod archwilio."},
	"state.disabled":      {"disabled", "wedi'i analluogi"},
	"state.local":         {"password and code", "cyfrinair a chod"},
	"state.provider":      {"identity provider", "darparwr hunaniaeth"},
	"state.invited":       {"has a link", "mae dolen ganddynt"},
	"state.codes":         {"no codes yet", "dim codau eto"},
	"state.old":           {"the link is too old: reset", "mae'r ddolen yn rhy hen: ailosodwch"},
	"role.viewer":         {"Viewer", "Gwyliwr"},
	"role.responder":      {"Responder", "Ymatebydd"},
	"role.lead":           {"Lead", "Arweinydd"},
	"role.editor":         {"Editor", "Golygydd"},
	"role.admin":          {"Admin", "Gweinyddwr"},
	"role.viewer.hint":    {"Reads conversations", "Yn darllen sgyrsiau"},
	"role.editor.hint":    {"Writes and publishes flows, and sees no conversation", "Yn ysgrifennu a chyhoeddi llifoedd, heb weld sgyrsiau"},
	"role.admin.hint":     {"May do everything, and looks after the staff", "Yn gallu gwneud popeth, ac yn gofalu am y staff"},
	"role.lead.hint":      {"Shares conversations out too, sees numbers, reads the audit log, exports", "Yn rhannu sgyrsiau hefyd, yn gweld rhifau, yn darllen y cofnod archwilio, yn allforio"},
	"role.responder.hint": {"Answers and closes conversations, and starts new ones", "Yn ateb a chau sgyrsiau, ac yn dechrau rhai newydd"},

	"audit.nav":                  {"Audit log", "Cofnod archwilio"},
	"audit.title":                {"Audit log", "Cofnod archwilio"},
	"audit.about":                {"Who saw and did what. Nothing in it can be changed without being found out.", "Pwy welodd a gwnaeth beth. Ni ellir newid dim ynddo heb i hynny ddod i'r golwg."},
	"audit.n":                    {"No.", "Rhif"},
	"audit.at":                   {"When", "Pryd"},
	"audit.who":                  {"Who", "Pwy"},
	"audit.as":                   {"As", "Fel"},
	"audit.what":                 {"What", "Beth"},
	"audit.why":                  {"Details", "Manylion"},
	"audit.empty":                {"Nothing is in it yet.", "Does dim ynddo eto."},
	"audit.earlier":              {"Earlier entries", "Cofnodion cynharach"},
	"audit.verify":               {"Check that nothing was changed", "Gwirio na newidiwyd dim"},
	"audit.well":                 {"Nothing was changed: <n> entries are as they were written.", "Ni newidiwyd dim: mae <n> o gofnodion fel y'u hysgrifennwyd."},
	"audit.well.one":             {"Nothing was changed: the 1 entry is as it was written.", "Ni newidiwyd dim: mae'r 1 cofnod fel yr ysgrifennwyd ef."},
	"audit.bad":                  {"The audit log was changed", "Newidiwyd y cofnod archwilio"},
	"audit.head":                 {"The end of the log, to keep elsewhere: <head>", "Diwedd y cofnod, i'w gadw yn rhywle arall: <head>"},
	"audit.machine":              {"<name>, at the machine", "<name>, wrth y peiriant"},
	"audit.unknown":              {"Somebody unknown", "Rhywun anhysbys"},
	"audit.detail":               {"<what>", "<what>"},
	"audit.case":                 {"conversation <what>", "sgwrs <what>"},
	"audit.person":               {"person <what>", "person <what>"},
	"audit.account":              {"account <what>", "cyfrif <what>"},
	"audit.reason":               {"because: <what>", "oherwydd: <what>"},
	"deed.signed in":             {"Signed in", "Mewngofnodi"},
	"deed.signed out":            {"Signed out", "Allgofnodi"},
	"deed.signed out everywhere": {"Signed out everywhere", "Allgofnodi ym mhobman"},
	"deed.failed to sign in ten times or more": {"Failed to sign in ten times or more", "Methu mewngofnodi ddeg gwaith neu fwy"},
	"deed.set a password":                      {"Set a password", "Gosod cyfrinair"},
	"deed.set up codes":                        {"Set up codes", "Gosod codau"},
	"deed.invited":                             {"Invited", "Gwahodd"},
	"deed.gave a role":                         {"Gave a role", "Rhoi rôl"},
	"deed.took the role away":                  {"Took the role away", "Tynnu'r rôl"},
	"deed.disabled the account":                {"Disabled the account", "Analluogi'r cyfrif"},
	"deed.enabled the account":                 {"Enabled the account", "Galluogi'r cyfrif"},
	"deed.reset password and codes":            {"Reset password and codes", "Ailosod cyfrinair a chodau"},
	"deed.read the audit log":                  {"Read the audit log", "Darllen y cofnod archwilio"},

	"deed.read a text that was kept apart":                  {"Read a text that was kept apart", "Darllen neges a gadwyd ar wahân"},
	"deed.gave a text that was kept apart to the bot again": {"Gave a text that was kept apart to the bot again", "Rhoi neges a gadwyd ar wahân i'r bot eto"},
	"deed.gave a text that was kept apart to staff":         {"Gave a text that was kept apart to staff", "Rhoi neges a gadwyd ar wahân i'r staff"},
	"deed.deleted a text that was kept apart":               {"Deleted a text that was kept apart", "Dileu neges a gadwyd ar wahân"},

	"done.out":        {"You are signed out.", "Rydych wedi allgofnodi."},
	"done.over":       {"You were signed out, because nothing was done for 15 minutes or because your account was changed. Sign in again.", "Cawsoch eich allgofnodi, am na wnaed dim am 15 munud neu am fod eich cyfrif wedi newid. Mewngofnodwch eto."},
	"done.everywhere": {"You are signed out everywhere.", "Rydych wedi allgofnodi ym mhobman."},
	"done.changed":    {"The account is changed, and they are signed out.", "Mae'r cyfrif wedi newid, ac maent wedi'u hallgofnodi."},
	"done.removed":    {"They are not of this organisation any more.", "Nid ydynt yn y sefydliad hwn mwyach."},
	"done.ended":      {"They are signed out everywhere.", "Maent wedi'u hallgofnodi ym mhobman."},
	"done.known":      {"They have an account already, and sign in as always.", "Mae cyfrif ganddynt yn barod, ac maent yn mewngofnodi fel arfer."},

	"wrong.password":  {"The e-mail address or the password is wrong", "Mae'r cyfeiriad e-bost neu'r cyfrinair yn anghywir"},
	"wrong.code":      {"The code is wrong, or was used already. Wait for the next one", "Mae'r cod yn anghywir, neu wedi'i ddefnyddio'n barod. Arhoswch am yr un nesaf"},
	"wrong.many":      {"Too many tries. Wait <wait>, then try again", "Gormod o geisiadau. Arhoswch <wait>, yna rhowch gynnig arall arni"},
	"wrong.again":     {"The two passwords are not the same", "Nid yw'r ddau gyfrinair yr un peth"},
	"wrong.weak":      {"Use at least 12 letters, and nothing that others would guess, such as your name", "Defnyddiwch o leiaf 12 llythyren, a dim byd y byddai eraill yn ei ddyfalu, fel eich enw"},
	"wrong.name":      {"Enter a name of at most 80 letters", "Rhowch enw o ddim mwy nag 80 llythyren"},
	"wrong.email":     {"Enter an e-mail address, such as sam@example.org", "Rhowch gyfeiriad e-bost, fel sam@example.org"},
	"wrong.role":      {"Choose a role", "Dewiswch rôl"},
	"wrong.org":       {"Choose one of your organisations", "Dewiswch un o'ch sefydliadau"},
	"wrong.yourself":  {"You cannot change your own account. Ask another admin", "Ni allwch newid eich cyfrif eich hun. Gofynnwch i weinyddwr arall"},
	"wrong.elsewhere": {"This account is of other organisations too. Remove it from this one, or ask whoever runs Connective", "Mae'r cyfrif hwn yn perthyn i sefydliadau eraill hefyd. Tynnwch ef o'r un hwn, neu gofynnwch i bwy bynnag sy'n rhedeg Connective"},
	"wrong.provider":  {"That did not work, or nobody has invited this account yet", "Ni weithiodd hynny, neu nid oes neb wedi gwahodd y cyfrif hwn eto"},

	"wait.seconds":     {"<n> seconds", "<n> eiliad"},
	"wait.seconds.one": {"1 second", "1 eiliad"},
	"wait.minutes":     {"<n> minutes", "<n> munud"},
	"wait.minutes.one": {"1 minute", "1 funud"},

	"problem.400":      {"That cannot be done", "Ni ellir gwneud hynny"},
	"problem.400.more": {"Go back and try again.", "Ewch yn ôl a rhowch gynnig arall arni."},
	"problem.403":      {"You may not open this page", "Ni chewch agor y dudalen hon"},
	"problem.403.more": {"Your role does not allow it. Ask the person who looks after the staff in your organisation.", "Nid yw eich rôl yn ei ganiatáu. Gofynnwch i'r person sy'n gofalu am y staff yn eich sefydliad."},
	"problem.404":      {"There is no such page", "Nid oes tudalen o'r fath"},
	"problem.404.more": {"A link may have been used, or be too old. Ask for a new one.", "Efallai fod dolen wedi'i defnyddio, neu'n rhy hen. Gofynnwch am un newydd."},
	"problem.413":      {"That is too long", "Mae hynny'n rhy hir"},
	"problem.413.more": {"Go back and write less.", "Ewch yn ôl ac ysgrifennwch lai."},
	"problem.429":      {"Too many tries", "Gormod o geisiadau"},
	"problem.429.more": {"Wait a little, then try again.", "Arhoswch ychydig, yna rhowch gynnig arall arni."},
	"problem.500":      {"Something went wrong here", "Aeth rhywbeth o'i le yma"},
	"problem.500.more": {"Please try again. If it happens again, tell whoever runs Connective.", "Rhowch gynnig arall arni. Os bydd yn digwydd eto, dywedwch wrth bwy bynnag sy'n rhedeg Connective."},
	"problem.503":      {"Connective cannot be reached just now", "Ni ellir cyrraedd Connective ar hyn o bryd"},
	"problem.503.more": {"Texts are still taken. Please try again in a minute.", "Mae negeseuon yn dal i gael eu derbyn. Rhowch gynnig arall arni mewn munud."},
	"provider.back":    {"You are signed in", "Rydych wedi mewngofnodi"},
	"provider.go":      {"Continue", "Parhau"},
}
