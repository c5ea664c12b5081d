package web

// assuranceWords are what services read on the page of a letter that asks whether
// all is right, in English and Welsh.
var assuranceWords = map[string][2]string{
	"title": {"Is this still right?", "A yw hyn yn dal yn gywir?"},
	"over":  {"This link is over", "Mae'r ddolen hon wedi dod i ben"},
	"over.why": {"It is too old, or is not whole, or the service is not listed any more. There is nothing more to do.",
		"Mae'n rhy hen, neu nid yw'n gyflawn, neu nid yw'r gwasanaeth wedi'i restru mwyach. Nid oes dim arall i'w wneud."},
	"away":    {"We cannot take your answer at this moment. Please try again in a few minutes.", "Ni allwn gymryd eich ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig funudau."},
	"tells":   {"tells people this by text:", "yn dweud hyn wrth bobl drwy neges destun:"},
	"right":   {"Yes, still right", "Ydy, yn dal yn gywir"},
	"changed": {"Something changed", "Mae rhywbeth wedi newid"},
	"what":    {"What has changed?", "Beth sydd wedi newid?"},
	"hint":    {"Staff read it, and see to it. Please write nothing about people who use the service.", "Bydd staff yn ei ddarllen, ac yn gweithredu. Peidiwch ag ysgrifennu dim am bobl sy'n defnyddio'r gwasanaeth."},
	"empty":   {"Write what has changed", "Ysgrifennwch beth sydd wedi newid"},
	"closed":  {"We closed", "Rydym wedi cau"},
	"closed.hint": {"Nobody is sent to you from then on. Staff see to the rest. If you press it by mistake, press one of the other buttons.",
		"Ni anfonir neb atoch o hynny ymlaen. Bydd staff yn gweld at y gweddill. Os gwasgwch ef ar gam, gwasgwch un o'r botymau eraill."},
	"hush":           {"Send us no more of these letters", "Peidiwch ag anfon rhagor o'r llythyrau hyn"},
	"thanks.right":   {"Thank you. People go on being told this.", "Diolch. Bydd pobl yn dal i gael clywed hyn."},
	"thanks.changed": {"Thank you. Staff read what you wrote, and see to it.", "Diolch. Bydd staff yn darllen yr hyn a ysgrifennwyd gennych, ac yn gweithredu."},
	"thanks.closed":  {"Thank you. Nobody is told of you any more.", "Diolch. Ni ddywedir wrth neb amdanoch mwyach."},
	"thanks.hush":    {"You get no more of these letters. Staff may ring you instead.", "Ni chewch ragor o'r llythyrau hyn. Efallai y bydd staff yn eich ffonio yn lle hynny."},
}
