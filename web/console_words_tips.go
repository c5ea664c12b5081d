package web

// tipWords are what the console says of tips, in English and in Welsh.
var tipWords = map[string][2]string{
	"tips.title":    {"Tips to look through", "Cynghorion i edrych drostynt"},
	"tips.about":    {"Nobody has looked these through for a year, and people are still sent them. Have somebody else than the author look each through, write the day and their name into tips.csv under reviewed and reviewer, and publish.", "Nid oes neb wedi edrych dros y rhain ers blwyddyn, ac fe'u hanfonir at bobl o hyd. Gofynnwch i rywun heblaw'r awdur edrych dros bob un, ysgrifennwch y diwrnod a'u henw yn tips.csv o dan reviewed a reviewer, a chyhoeddwch."},
	"tips.count":    {"<n> of <all>", "<n> o <all>"},
	"tips.name":     {"Tip", "Cyngor"},
	"tips.reviewed": {"Looked through", "Edrychwyd drosto"},
	"tips.reviewer": {"By", "Gan"},
	"tips.author":   {"Written by", "Awdur"},
	"tips.never":    {"Never", "Erioed"},
	"tips.health":   {"About health", "Am iechyd"},
	"tips.none":     {"All were looked through within a year.", "Edrychwyd dros bob un o fewn blwyddyn."},
	"tips.empty":    {"There are no tips. They are the rows of tips.csv.", "Nid oes cynghorion. Rhesi tips.csv ydynt."},
	"tips.home":     {"Tips that nobody has looked through for a year: <n>. People are still sent them.", "Cynghorion nad oes neb wedi edrych drostynt ers blwyddyn: <n>. Fe'u hanfonir at bobl o hyd."},
	"tips.link":     {"See which", "Gweld pa rai"},
}
