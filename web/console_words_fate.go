package web

// fateWords are what the console says of what has become of texts, in English and
// in Welsh.
var fateWords = map[string][2]string{
	"fate.waiting":    {"On its way", "Ar ei ffordd"},
	"fate.sent":       {"Sent", "Wedi'i hanfon"},
	"fate.delivered":  {"Arrived", "Wedi cyrraedd"},
	"fate.failed":     {"This text did not arrive. Check the number, or try another way.", "Ni chyrhaeddodd y neges hon. Gwiriwch y rhif, neu rhowch gynnig ar ffordd arall."},
	"fate.unknown":    {"We do not know if this text arrived. It will not be sent again by itself.", "Nid ydym yn gwybod a gyrhaeddodd y neges hon. Ni chaiff ei hanfon eto ar ei phen ei hun."},
	"fate.dismissed":  {"We do not know if this text arrived. Somebody has looked, and left it as it is.", "Nid ydym yn gwybod a gyrhaeddodd y neges hon. Mae rhywun wedi edrych, a'i gadael fel y mae."},
	"fate.withheld":   {"Not sent: they had texted STOP.", "Heb ei hanfon: roeddent wedi tecstio STOPIO."},
	"fate.expired":    {"Not sent: it was too late by then.", "Heb ei hanfon: roedd hi'n rhy hwyr erbyn hynny."},
	"fate.again":      {"Send it again", "Ei hanfon eto"},
	"fate.leave":      {"Leave it as it is", "Ei gadael fel y mae"},
	"fate.how":        {"If you send it again they may get it twice.", "Os byddwch yn ei hanfon eto, efallai y cânt hi ddwywaith."},
	"closing.silence": {"They did not answer", "Ni wnaethon nhw ateb"},
	"closing.number":  {"The number is somebody else's now", "Rhywun arall biau'r rhif nawr"},
	"closing.itself":  {"by itself", "ar ei ben ei hun"},
	"case.uncertain":  {"A text may not have arrived", "Efallai na chyrhaeddodd neges"},
	"done.resent":     {"The text is on its way again.", "Mae'r neges ar ei ffordd eto."},
	"done.left":       {"The text is left as it is.", "Mae'r neges wedi'i gadael fel y mae."},
	"done.settled":    {"It is known by now what has become of this text.", "Mae'n hysbys erbyn hyn beth ddigwyddodd i'r neges hon."},
}
