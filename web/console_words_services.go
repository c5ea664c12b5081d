package web

// serviceWords are what the console says of services, in English and in Welsh.
var serviceWords = map[string][2]string{
	"services.nav":                    {"Services", "Gwasanaethau"},
	"services.title":                  {"What services say", "Yr hyn a ddywed gwasanaethau"},
	"services.about":                  {"Services are asked by e-mail whether what people are told of them is still right. Here is what staff must see to: correct it in the system that makes the directory, or ring.", "Gofynnir i wasanaethau drwy e-bost a yw'r hyn a ddywedir amdanynt yn dal yn gywir. Dyma'r hyn y mae'n rhaid i staff weld ato: cywirwch ef yn y system sy'n gwneud y cyfeiriadur, neu ffoniwch."},
	"services.none":                   {"Nothing waits.", "Nid oes dim yn aros."},
	"services.name":                   {"Service", "Gwasanaeth"},
	"services.state":                  {"What waits", "Beth sy'n aros"},
	"services.assured":                {"Last assured", "Sicrhawyd ddiwethaf"},
	"services.since":                  {"Since", "Ers"},
	"services.do":                     {"What was done", "Beth a wnaed"},
	"services.closed":                 {"It says that it closed. Nobody is shown it.", "Dywed ei fod wedi cau. Ni ddangosir ef i neb."},
	"services.changed":                {"It says that something changed.", "Dywed fod rhywbeth wedi newid."},
	"services.unreachable":            {"No letter is taken at its address. Please ring it.", "Ni dderbynnir llythyr yn ei gyfeiriad. Ffoniwch ef."},
	"services.no address":             {"It has no e-mail address. Please ring it.", "Nid oes ganddo gyfeiriad e-bost. Ffoniwch ef."},
	"services.quiet":                  {"It wants no letters. Please ring it.", "Nid yw am gael llythyrau. Ffoniwch ef."},
	"services.unanswered":             {"It has not answered its letter.", "Nid yw wedi ateb ei lythyr."},
	"services.settle":                 {"Seen to", "Gwelwyd ato"},
	"services.show":                   {"It is open: show it", "Mae ar agor: dangoser ef"},
	"services.right":                  {"It told us: still right", "Dywedodd wrthym: yn dal yn gywir"},
	"done.ssettle":                    {"It is off the list.", "Mae oddi ar y rhestr."},
	"done.sshow":                      {"People are shown it again.", "Dangosir ef i bobl eto."},
	"done.sright":                     {"It counts as right from today.", "Mae'n cyfrif yn gywir o heddiw ymlaen."},
	"deed.saw to what a service said": {"Saw to what a service said", "Gweld at yr hyn a ddywedodd gwasanaeth"},
	"deed.had a service shown again":  {"Had a service shown again", "Dangos gwasanaeth eto"},
	"deed.was told by a service that all is right": {"Was told by a service that all is right", "Clywed gan wasanaeth fod popeth yn gywir"},
}
