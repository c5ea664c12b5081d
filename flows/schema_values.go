package flows

import "strings"

// anyWords is any text. YAML takes 2 or true for something else than a text; the
// loader does not mind.
func anyWords() shape { return shape{"type": []string{"string", "number", "boolean"}} }

// textShape is a text, or one for each number of something.
func textShape() shape {
	forms := shape{"count": shape{"type": "string", "description": "The variable whose number chooses the form."}}
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		forms[name] = anyWords()
	}
	return either(anyWords(), shape{"type": "object", "properties": forms, "additionalProperties": false, "required": []string{"count", "other"}})
}

func numberShape(least, most int) shape {
	return shape{"type": []string{"integer", "string"}, "minimum": least, "maximum": most, "pattern": "^[0-9]+$"}
}

func durationShape(units ...string) shape {
	return shape{"type": "string", "pattern": "^[0-9]{1,4} +(" + strings.Join(units, "|") + ")s?$", "examples": []string{"2 hours", "1 day"}}
}

func targetShape() shape {
	return either(oneOf("end", "menu", "back", "again"), form(namePattern.String()), form("^flow +[a-z][a-z0-9_]{0,30}$"))
}

// blankForm is the form of a <variable>.
const blankForm = `^<(me\.)?[a-z][a-z0-9_]{0,30}>$`

const languageForm = "^[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*$"

// valueShapes are the shapes of single values and lists, by what the tables of
// keys say that they take.
func valueShapes() map[string]shape {
	name := form(namePattern.String())
	group := either(loose(rowID.String()), form(blankForm))
	long := append(sorted(units), sorted(longUnits)...)
	return map[string]shape{
		takesText:     textShape(),
		takesName:     name,
		takesNames:    listOf(name),
		takesWords:    listOf(anyWords()),
		takesDuration: durationShape(sorted(units)...),
		takesYes:      either(oneOf("yes", "no"), shape{"type": "boolean"}, form("^([Yy][Ee][Ss]|[Nn][Oo])$")),
		takesTarget:   targetShape(),
		takesCodes:    listOf(name),
		takesClose:    either(oneOf("never"), durationShape(sorted(units)...)),
		takesAudience: form(`^(asker|group +([a-z0-9][a-z0-9_-]{0,62}|<[a-z][a-z0-9_.]*>)( +except me)?|queue +[a-z][a-z0-9_]{0,30})$`),
		takesEvery:    listOf(form(`^(day|weekday|[A-Za-z]+day|[0-9]{1,2}(st|nd|rd|th)|[0-9]{4}-[0-9]{2}-[0-9]{2}) +[0-9]{2}:[0-9]{2}$`)),
		takesTo:       form(`^(group +[a-z0-9][a-z0-9_-]{0,62}|people( +where +.+)?)$`),
		takesAfter:    listOf(form(`^(joined|left) +[a-z0-9][a-z0-9_-]{0,62}$|^opted in( +[a-z][a-z0-9_]{0,30})?$|^case closed +[a-z][a-z0-9_]{0,30}$`)),
		takesWait:     either(durationShape(sorted(units)...), form(waitPattern.String())),
		takesLanguage: form(languageForm),
		"a condition": shape{"type": "string"},

		"a text of at most 40 letters":                       shape{"type": []string{"string", "number", "boolean"}, "maxLength": 40},
		"a list of languages' short names, such as [en, cy]": listOf(form(languageForm)),
		takesTemplate:                                   form(templatePattern.String()),
		takesTemplateLocales:                            listOf(form(templateLocale.String())),
		"a number from 0 to 5":                          numberShape(0, 5),
		"a number from 1 to 4":                          numberShape(1, 4),
		"a number from 1 to 40":                         numberShape(1, maxChoices),
		"me. fields, or all":                            listOf(either(oneOf("all"), form(pathPattern.String()))),
		"a consent's name":                              listOf(name),
		"a group's id, or <variable>":                   group,
		"a name, or me. and a profile field":            form(pathPattern.String()),
		"a flow's name":                                 name,
		"a queue's name":                                name,
		"the name of hours":                             name,
		"<variable> with what people wrote":             form(blankForm),
		"<variable> with a stage or a child's birthday": form(blankForm),
		takesService:                                    form(blankForm),
		takesShared:                                     form(blankForm),
		"<variable> with a tip":                         form(blankForm),
		"<variable> with a postcode":                    form(blankForm),
		"a column's name":                               loose(columnPattern.String()),
		"a list of words, such as [debt, rent]":         listOf(anyWords()),
		"a list of flows, such as [groups, talk]":       listOf(name),
		takesCourseID:                                   group,
		takesLetters:                                    oneOf("smart", "gsm-only"),
		takesConnection:                                 name,
		"here":                                          oneOf("here"),
		takesShare:                                      numberShape(1, 99),
		"a phone number with + and the country, such as +447700900001": shape{"type": []string{"string", "integer"}, "pattern": numberPattern.String()},
		"one word":                                loose(`^\S{1,20}$`),
		"a time zone, such as Europe/London":      shape{"type": "string", "examples": []string{"Europe/London"}},
		"two times, such as 21:00-08:00, or none": either(oneOf("none"), form(spanPattern.String())),
		"a CSV file's name":                       form(csvPattern.String()),
		"a length of time, such as 2 years":       durationShape(long...),
		takesStill:                                durationShape(long...),
		takesStillRight:                           durationShape(long...),
		takesStale:                                oneOf("hide", "mark"),
		"the language in the file's name":         form(languageForm),

		"one of " + strings.Join(profileTypes, ", "):                                         oneOf(profileTypes...),
		"groups, my groups, events, services, tips, languages, a list's name, or <variable>": either(oneOf("groups", "my groups", "events", "services", "tips", "languages"), name, form(blankForm)),
		"text, name, number 1-5, postcode, date, time, phone, email or list 2-6":             either(oneOf("text", "name", "number 1-5", "postcode", "date", "time", "phone", "email", "list 2-6"), form(answerPattern.String())),
	}
}
