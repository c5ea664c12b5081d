package flows

import "maps"

// mappingShapes are the shapes of mappings with keys of their own, by what the
// tables of keys say that they take.
func mappingShapes() map[string]func() shape {
	return map[string]func() shape{
		takesTell:        func() shape { return fields(tellKeys()) },
		takesToldOptions: optionsShape,
		takesCourse:      func() shape { return fields(courseKeys()) },
		takesStart:       func() shape { return fields(startKeys()) },
		"the steps, each with its name and a colon":                     stepsShape,
		"names with the texts that they are given":                      func() shape { return named(pathPattern.String(), textShape()) },
		"choices with their names, a list of choices, or <variable>":    optionsShape,
		"a length of time, such as 2 hours, or after: and then:":        func() shape { return either(shapeOf(takesDuration), fields(timeoutKeys())) },
		"conditions, each with where to go":                             whenShape,
		"a queue, or queue:, about: and if_nobody:":                     func() shape { return either(form(namePattern.String()), fields(handKeys())) },
		"names, each with days and times":                               func() shape { return named(namePattern.String(), hoursShape()) },
		"names, each with hours: and answer_within:":                    func() shape { return named(namePattern.String(), either(fields(queueKeys()), shape{"type": "null"})) },
		"names, each with what people agree to":                         func() shape { return named(namePattern.String(), anyWords()) },
		"names, each with type:, why: and keep:":                        func() shape { return named(namePattern.String(), fields(profileKeys())) },
		takesCases:                                                      func() shape { return fields(casesKeys()) },
		"names, each with what staff read":                              func() shape { return named(namePattern.String(), anyWords()) },
		"names, each with a text":                                       func() shape { return named(namePattern.String(), anyWords()) },
		takesFallback:                                                   func() shape { return fields(fallbackKeys()) },
		takesApp:                                                        func() shape { return fields(appKeys()) },
		"words:, queue: and say:":                                       func() shape { return fields(watchKeys()) },
		"the texts, each with its place, the words and the translation": translatedShape,
		goneTexts:  translatedShape,
		takesAreas: func() shape { return named(namePattern.String(), fields(areaKeys())) },
	}
}

// stepsShape is the steps of a flow. The names that mean something everywhere
// cannot be used.
func stepsShape() shape {
	s := named(namePattern.String(), fields(stepKeys()))
	s["propertyNames"] = shape{"pattern": namePattern.String(), "not": oneOf(sorted(reserved)...)}
	s["minProperties"], s["maxProperties"] = 1, mostSteps
	return s
}

func whenShape() shape {
	last := targetShape()
	last["description"] = "Where to go if none of the conditions above is true."
	return shape{"type": "object", "minProperties": 1, "properties": shape{"else": last}, "additionalProperties": targetShape()}
}

// optionsShape is the choices of a question: from a list, written with their
// names, written as a list, or kept in a variable.
func optionsShape() shape {
	label := shape{"type": []string{"string", "number", "boolean", "null"}}
	choice := fields(choiceKeys())
	delete(choice, "required") // yes, no, skip, none and other bring their own words
	many := shapeOf(takesYes)
	many["description"] = "Lets people choose several, as in 1 3."
	written := named(namePattern.String(), either(label, choice))
	written["properties"] = shape{"many": many}
	written["not"] = shape{"required": []string{"from"}}
	written["minProperties"] = 1
	return either(fields(optionsKeys()), written, shape{"type": "array", "minItems": 1, "items": anyWords()}, form(blankForm))
}

func hoursShape() shape {
	closed := listOf(shape{"type": "string", "examples": []string{"england bank holidays", "2026-12-24"}})
	closed["description"] = "Days on which it is closed: " + takesDates + "."
	days := shape{"closed": closed}
	for _, name := range []string{"Mon-Fri", "Sat", "Sun", "every day"} {
		days[name] = shape{"type": "string", "description": "When it is open on these days, such as 09:00-17:00 or 09:00-12:00, 13:00-17:00."}
	}
	return shape{"type": "object", "minProperties": 1, "properties": days, "additionalProperties": shape{"type": "string"}}
}

// translatedShape is each text beside its translation, by language.
func translatedShape() shape {
	words := shape{"type": []string{"string", "number", "boolean", "null"}}
	several := shape{"type": "array", "items": anyWords()}
	plural := shape{"type": "object", "additionalProperties": anyWords()}
	pair := named(languageForm, either(words, several, plural))
	before := maps.Clone(either(words, several, plural))
	before["description"] = "The words that the translation was made from, where they have changed since. Delete it when the translation is right again."
	pair["properties"] = shape{wasKey: before}
	return shape{"type": "object", "additionalProperties": pair}
}
