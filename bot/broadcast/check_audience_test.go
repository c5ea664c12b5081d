package broadcast_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/broadcast"
	"github.com/connective-messaging/connective/flows"
)

// An answer that nobody can have given would reach nobody, and nobody would see why.
func TestAnAnswerThatNobodyCanHaveGivenIsRefused(t *testing.T) {
	o, err := flows.LoadPublished("mill", flows.Files{
		"org.yaml":   []byte("name: Mill\nnumber: \"+447700900001\"\nconsents: {updates: News}\nprofile:\n  age: {type: choice, why: To see who we miss, keep: 1 year}\n  hobby: {type: choice, why: To know, keep: 1 year}\n  town: {type: choice, why: To know, keep: 1 year}\n"),
		"age.yaml":   []byte("start: {words: [AGE]}\nsteps:\n  age: {ask: How old?, options: {a17: Under 18, a65: 65 or over}, save: me.age}\n"),
		"hobby.yaml": []byte("start: {words: [HOBBY]}\nsteps:\n  hobby: {ask: What do you like?, answer: text, save: me.hobby}\n"),
	}, nil)
	require.NoError(t, err)
	check := func(field, answer string) error {
		return broadcast.Check(o, broadcast.Broadcast{Words: map[string]string{"en": "Hello."}, Audience: broadcast.Audience{Consent: "updates", Profile: map[string]string{field: answer}}})
	}
	require.NoError(t, check("age", "a65"))
	require.NoError(t, check("age", "A65"))
	require.ErrorContains(t, check("age", "65+"), `nobody can have answered "65+" for age; it can be a17, a65`)
	require.ErrorContains(t, check("age", "65 or over"), "it can be a17, a65", "what is kept is the id")
	require.NoError(t, check("hobby", "bees"), "they say that in their own words")
	require.NoError(t, check("town", "Hull"), "nobody asks for it")
	require.Equal(t, []string{"a17", "a65"}, broadcast.Answers(o, "age"))
	require.Empty(t, broadcast.Answers(o, "hobby"))
	require.Empty(t, broadcast.Answers(o, "town"))
}
