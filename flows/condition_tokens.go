package flows

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/connective-messaging/connective/locales"
)

type condKind int

const (
	condWord   condKind = iota
	condQuoted          // "some words"
	condBlank           // <name>
	condSign            // ( ) , < <= > >=
	condEnd
)

// condToken is one word or sign of a condition.
type condToken struct {
	kind condKind
	text string
	at   int // byte offset
}

// condTokens cuts a condition into words and signs. The last is always condEnd.
func condTokens(source string) ([]condToken, *condError) {
	var tokens []condToken
	for at := 0; at < len(source); {
		r, width := utf8.DecodeRuneInString(source[at:])
		if unicode.IsSpace(r) {
			at += width
			continue
		}
		t, end, err := nextCondToken(source, at)
		if err != nil {
			return nil, err
		}
		tokens = append(tokens, t)
		at = end
	}
	tokens = append(tokens, condToken{kind: condEnd, at: len(source)})
	return joinMoments(tokens), nil
}

// nextCondToken reads the token at an offset and returns where it ends.
func nextCondToken(source string, at int) (condToken, int, *condError) {
	rest := source[at:]
	if b := locales.Blanks(rest); len(b) > 0 && b[0].Start == 0 {
		return condToken{condBlank, b[0].Name, at}, at + b[0].End, nil
	}
	if strings.ContainsRune(`"'“`, firstRune(rest)) {
		return quotedToken(source, at)
	}
	for _, sign := range []string{"<=", ">=", "<", ">", "(", ")", ","} {
		if strings.HasPrefix(rest, sign) {
			return condToken{condSign, sign, at}, at + len(sign), nil
		}
	}
	end := strings.IndexFunc(rest, func(r rune) bool { return !isCondLetter(r) })
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		_, width := utf8.DecodeRuneInString(rest)
		return condToken{}, 0, &condError{"I don't understand " + quoted(rest[:width]) + " here", at}
	}
	return condToken{condWord, rest[:end], at}, at + end, nil
}

func firstRune(text string) rune {
	r, _ := utf8.DecodeRuneInString(text)
	return r
}

// quotedToken reads words in quotes.
func quotedToken(source string, at int) (condToken, int, *condError) {
	open := firstRune(source[at:])
	closing := string(open)
	if open == '“' {
		closing = "”"
	}
	start := at + utf8.RuneLen(open)
	length := strings.Index(source[start:], closing)
	if length < 0 {
		return condToken{}, 0, &condError{"a quotation mark is never closed", at}
	}
	return condToken{condQuoted, source[start : start+length], at}, start + length + len(closing), nil
}

// isCondLetter tells what a word, a number, a date or a time is made of.
func isCondLetter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune("_.-:/+", r)
}

// joinMoments makes one token of a date that is followed by a time.
func joinMoments(tokens []condToken) []condToken {
	joined := tokens[:0]
	for _, t := range tokens {
		if last := len(joined) - 1; last >= 0 && t.kind == condWord && joined[last].kind == condWord {
			if _, err := time.Parse(dayAndTime, joined[last].text+" "+t.text); err == nil {
				joined[last].text += " " + t.text
				continue
			}
		}
		joined = append(joined, t)
	}
	return joined
}
