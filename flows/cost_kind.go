package flows

import "strconv"

// mostNameLetters is how long the id of a choice may be.
const mostNameLetters = 31

// ofKind bounds a free answer.
func (k *costs) ofKind(at reading, a *Answer, raw bool) amount {
	if a == nil {
		return amount{}
	}
	switch a.Kind {
	case answerName:
		return aName()
	case answerNumber:
		return plainly(max(len(strconv.Itoa(a.Min)), len(strconv.Itoa(a.Max))))
	case answerPostcode:
		return plainly(len("WB12 3AB"))
	case answerTime:
		return plainly(len(timeOnly))
	case answerPhone:
		return plainly(phoneDigits)
	case answerDate:
		if !raw {
			return k.longestDay(at.tag)
		}
		return plainly(len(dayOnly))
	case answerList: // a comma and a space stand between items, where there was a comma
		return freely(varLetters + maxChoices)
	}
	return freely(varLetters)
}

// ofType bounds a me. field that no flow fills.
func (k *costs) ofType(at reading, field string) amount {
	for _, p := range k.org.Profile {
		if p.Name == field && p.Type != "choice" {
			return k.ofKind(at, &Answer{Kind: p.Type, Max: 1e9}, false)
		}
	}
	return plainly(mostNameLetters)
}

// longestDay bounds the words for a day in a language.
func (k *costs) longestDay(tag string) amount {
	var a amount
	for month := 1; month <= 12; month++ {
		a = a.or(k.exactly(k.voice(tag).shown("2026-" + twoDigits(month) + "-28")))
	}
	return a
}

func twoDigits(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
