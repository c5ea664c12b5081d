package web

// dutyWords are what the console says of who is on call, in English and in Welsh.
var dutyWords = map[string][2]string{
	"rota.nav":         {"On call", "Ar alwad"},
	"rota.title":       {"Who is on call", "Pwy sydd ar alwad"},
	"rota.about":       {"Who is on call is told when nobody has taken an urgent case, when a text has not been read, and when a promised answer is due.", "Dywedir wrth bwy bynnag sydd ar alwad pan nad oes neb wedi cymryd achos brys, pan nad yw neges wedi'i darllen, a phan mae ateb a addawyd yn ddyledus."},
	"rota.nobody":      {"Nobody is on call, so everybody who answers is told.", "Does neb ar alwad, felly dywedir wrth bawb sy'n ateb."},
	"rota.state":       {"Now", "Nawr"},
	"rota.on":          {"On call", "Ar alwad"},
	"rota.off":         {"Not on call", "Ddim ar alwad"},
	"rota.phone":       {"Told by", "Dywedir drwy"},
	"rota.mail":        {"e-mail alone", "e-bost yn unig"},
	"rota.put.on":      {"Put on", "Rhoi ar alwad"},
	"rota.take.off":    {"Take off", "Tynnu oddi ar alwad"},
	"rota.put":         {"Put on call: <name>", "Rhoi ar alwad: <name>"},
	"rota.take":        {"Take off call: <name>", "Tynnu oddi ar alwad: <name>"},
	"rota.new":         {"Put somebody on call, with a number", "Rhoi rhywun ar alwad, gyda rhif"},
	"rota.number":      {"Number for alarms", "Rhif ar gyfer larymau"},
	"rota.number.hint": {"Leave it empty for e-mail alone.", "Gadewch yn wag ar gyfer e-bost yn unig."},
	"rota.save":        {"Put on call", "Rhoi ar alwad"},

	"deed.put on the rota":    {"Put on call", "Rhoi ar alwad"},
	"deed.taken off the rota": {"Taken off call", "Tynnu oddi ar alwad"},

	"done.rota.on":  {"They are on call.", "Maent ar alwad."},
	"done.rota.off": {"They are not on call any more.", "Nid ydynt ar alwad mwyach."},
}
