package web

// referralWords are what services read, in English and Welsh.
var referralWords = map[string][2]string{
	"title":              {"Somebody asks you to call", "Mae rhywun yn gofyn i chi ffonio"},
	"over":               {"This link is over", "Mae'r ddolen hon wedi dod i ben"},
	"over.why":           {"It has been answered, or is too old, or is not whole. There is nothing more to do.", "Cafodd ei hateb, neu mae'n rhy hen, neu nid yw'n gyflawn. Nid oes dim arall i'w wneud."},
	"away":               {"We cannot take your answer at this moment. Please try again in a few minutes.", "Ni allwn gymryd eich ateb ar hyn o bryd. Rhowch gynnig arall arni ymhen ychydig funudau."},
	"again":              {"You have answered this already. Nothing has changed.", "Rydych wedi ateb hyn eisoes. Nid oes dim wedi newid."},
	"for":                {"For", "Ar gyfer"},
	"from":               {"From", "Oddi wrth"},
	"what":               {"Somebody has asked you to call them, and has agreed that you get their number. It is shown when you press the button.", "Mae rhywun wedi gofyn i chi eu ffonio, ac wedi cytuno i chi gael eu rhif. Fe'i dangosir pan bwyswch y botwm."},
	"see":                {"Show it", "Dangos"},
	"number":             {"Their number", "Eu rhif"},
	"wrote":              {"What they wrote", "Yr hyn a ysgrifennwyd"},
	"keep":               {"Use it for this alone. Other people may answer their phone: say who you are only to them.", "Defnyddiwch ef at hyn yn unig. Gall rhywun arall ateb eu ffôn: dywedwch pwy ydych wrthyn nhw yn unig."},
	"can":                {"Can you help?", "Allwch chi helpu?"},
	"yes":                {"Yes, we will call them", "Gallwn, byddwn yn eu ffonio"},
	"cannot":             {"No, we cannot help", "Na, ni allwn helpu"},
	"why":                {"Why not?", "Pam lai?"},
	"why.missing":        {"Choose why you cannot help", "Dewiswch pam na allwch helpu"},
	"thanks.yes":         {"Thank you. We tell them that you will call.", "Diolch. Byddwn yn dweud wrthynt y byddwch yn ffonio."},
	"thanks.no":          {"Thank you. We look for somebody else.", "Diolch. Byddwn yn chwilio am rywun arall."},
	"reason.full":        {"We are full", "Rydym yn llawn"},
	"reason.not_for_us":  {"We do not do this", "Nid ydym yn gwneud hyn"},
	"reason.area":        {"They live outside our area", "Maent yn byw y tu allan i'n hardal"},
	"reason.age":         {"We are for another age", "Rydym ar gyfer oedran arall"},
	"reason.closed":      {"We are closed", "Rydym ar gau"},
	"reason.unreachable": {"We could not reach them", "Ni allem gael gafael arnynt"},
	"reason.other":       {"Another reason", "Rheswm arall"},
}

func referralWord(language, id string) string {
	both := referralWords[id]
	if language == "cy" {
		return both[1]
	}
	return both[0]
}
