package providers

// The basic alphabet of GSM 03.38 §6.2.1, and what its escape adds. Letters of
// the first take one septet, letters of the second two. The escape itself is
// no letter, and the accent-less capitals of Greek are there because the Latin
// look-alikes stand for the others.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmEscaped = "\f^{}\\[~]|€"
	euroSign   = '€' // the only letter of either table beyond U+03FF
)

// septets holds the cost of every letter below U+0400; 0 is not in GSM-7.
var septets = func() (cost [0x400]uint8) {
	for _, r := range gsmBasic {
		cost[r] = 1
	}
	for _, r := range gsmEscaped {
		if r != euroSign {
			cost[r] = 2
		}
	}
	return cost
}()

// septetsOf returns how many septets a letter takes, or 0 if GSM-7 lacks it.
func septetsOf(r rune) int {
	if r >= 0 && int(r) < len(septets) {
		return int(septets[r])
	}
	if r == euroSign {
		return 2
	}
	return 0
}
