package providertest

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers"
)

func (s suite) textTo(number, text string) providers.Message {
	return providers.Message{
		Ref: "ref-" + number[len(number)-3:], To: s.person(number),
		From: lineNumber, Text: text, ValidFor: time.Hour,
	}
}

// drama returns one of a thousand numbers that belong to nobody.
func drama(i int) string { return fmt.Sprintf("+447700900%03d", i) }

func (s suite) oneMessage(t *testing.T) {
	a, results := s.sendTo(t, s.answer(t, TakesAll), s.textTo(phone, "Bore da. Reply YES to confirm."))
	require.Equal(t, providers.Accepted, results[0].Verdict)
	require.NotEmpty(t, results[0].ProviderID)

	var wire bytes.Buffer
	fmt.Fprintf(&wire, "%s %s\n", a.raw[0].Method, a.raw[0].URL)
	for _, name := range []string{"Authorization", "Accept", "Content-Type"} {
		fmt.Fprintf(&wire, "%s: %s\n", name, a.raw[0].Header.Get(name))
	}
	fmt.Fprintf(&wire, "\n%s", a.bodies[0])
	s.golden(t, "one-message.txt", wire.Bytes())
}

func (s suite) everyLetter(t *testing.T) {
	for _, text := range []string{
		"Tŷ dŵr £5 €6 [a] {b} ~ ^ | \\", "👍🏽 سلام", "first\nsecond\r\nthird", `& + % %20 = "quoted" 'so' <b>`, " spaces ", "\u2028",
	} {
		a, results := s.sendTo(t, s.answer(t, TakesAll), s.textTo(phone, text))
		want, goes := text, true
		if s.Arrives != nil {
			want, goes = s.Arrives(text)
		}
		if !goes {
			require.Equal(t, providers.UnsupportedClass, results[0].Class)
			require.Zero(t, a.count())
			continue
		}
		require.Equal(t, want, a.call(0).Text)
	}
}

func (s suite) batches(t *testing.T) {
	limit := s.open(t, "http://127.0.0.1:1").Caps().MaxBatch
	for n, calls := range map[int]int{limit: 1, limit + 1: 2, 2*limit + 1: 3} {
		batch := make([]providers.Message, n)
		for i := range batch {
			batch[i] = s.textTo(drama(i), "The library is closed on Monday.")
		}
		a, results := s.sendTo(t, s.answer(t, TakesAll), batch...)
		require.Equal(t, calls, a.count())
		var reached []string
		for i := range calls {
			reached = append(reached, a.call(i).To...)
		}
		for i, r := range results {
			require.Equal(t, providers.Accepted, r.Verdict)
			require.Equal(t, drama(i), reached[i])
		}
	}
	twice := s.textTo(phone, "hello")
	a, results := s.sendTo(t, s.answer(t, TakesAll), twice, twice, s.textTo(phone, "other"))
	require.Equal(t, 3, a.count(), "a person's own texts never share a call")
	for _, r := range results {
		require.Equal(t, providers.Accepted, r.Verdict)
	}
}

func (s suite) mixedSuccess(t *testing.T) {
	limit := s.open(t, "http://127.0.0.1:1").Caps().MaxBatch
	batch := make([]providers.Message, min(3, limit))
	for i := range batch {
		batch[i] = s.textTo(drama(i), "hello")
	}
	_, results := s.sendTo(t, s.answer(t, RefusesLast), batch...)
	last := len(results) - 1
	for _, r := range results[:last] {
		require.Equal(t, providers.Accepted, r.Verdict)
	}
	require.Equal(t, providers.Rejected, results[last].Verdict)
	require.Equal(t, s.stopped(), results[last].Class)
}

// stopped is the class of a text to a person of whom the company knows that they
// have stopped.
func (s suite) stopped() providers.Class {
	if s.NoStops {
		return providers.Permanent
	}
	return providers.OptedOut
}

func (s suite) refusals(t *testing.T) {
	for answer, class := range map[Answer]providers.Class{
		BadKey: providers.Auth, NoCredit: providers.Balance, SaysOptedOut: s.stopped(), BadNumber: providers.Permanent,
	} {
		t.Run(string(answer), func(t *testing.T) {
			a, results := s.sendTo(t, s.answer(t, answer), s.textTo(phone, "hello"))
			require.Equal(t, providers.Rejected, results[0].Verdict)
			require.Equal(t, class, results[0].Class)
			require.NotEmpty(t, results[0].Code)
			require.Equal(t, 1, a.count())
		})
	}
	for _, reply := range s.Replies {
		t.Run(reply.Name, func(t *testing.T) {
			a, results := s.sendTo(t, func(w http.ResponseWriter, _ Call) {
				w.WriteHeader(reply.Status)
				_, _ = w.Write(reply.Body)
			}, s.textTo(phone, "Bore da. Reply YES to confirm."))
			require.Equal(t, 1, a.count())
			s.goldenJSON(t, "reply-"+reply.Name+".json", results[0])
		})
	}
}

func (s suite) throttled(t *testing.T) {
	for answer, wait := range map[Answer][2]time.Duration{
		TooManySeconds: {7 * time.Second, 7 * time.Second}, TooManyDate: {time.Second, time.Hour}, TooMany: {0, 0},
	} {
		t.Run(string(answer), func(t *testing.T) {
			a, results := s.sendTo(t, s.answer(t, answer), s.textTo(phone, "hello"))
			require.Equal(t, providers.Rejected, results[0].Verdict)
			require.Equal(t, providers.Throttled, results[0].Class)
			require.GreaterOrEqual(t, results[0].RetryAfter, wait[0])
			require.LessOrEqual(t, results[0].RetryAfter, wait[1])
			require.Equal(t, 1, a.count())
		})
	}
}

func (s suite) numbers(t *testing.T) {
	limit := s.open(t, "http://127.0.0.1:1").Caps().MaxBatch
	batch := make([]providers.Message, min(5, limit))
	var want []string
	for i := range batch {
		batch[i] = s.textTo(drama(i), "hello")
		want = append(want, drama(i))
	}
	a, results := s.sendTo(t, s.answer(t, TakesAllBackward), batch...)
	require.Equal(t, want, a.call(0).To)
	require.Equal(t, lineNumber, a.call(0).From)
	for _, r := range results {
		require.Equal(t, providers.Accepted, r.Verdict)
	}
	for _, to := range []providers.Address{
		{Kind: providers.Letters, Value: "Bank"}, {Kind: providers.ShortCode, Value: "60777"}, {},
	} {
		m := s.textTo(phone, "hello")
		m.To = to
		a, results := s.sendTo(t, s.answer(t, TakesAll), m)
		require.Equal(t, providers.Rejected, results[0].Verdict)
		require.Zero(t, a.count())
	}
}

func (s suite) tooLong(t *testing.T) {
	caps := s.open(t, "http://127.0.0.1:1").Caps()
	for letter, limit := range map[string]int{"a": caps.MaxUnitsGSM, "ŵ": caps.MaxUnitsUCS2} {
		a, results := s.sendTo(t, s.answer(t, TakesAll),
			s.textTo(phone, strings.Repeat(letter, limit)), s.textTo(phone, strings.Repeat(letter, limit+1)))
		require.Equal(t, providers.Accepted, results[0].Verdict)
		require.Equal(t, providers.Rejected, results[1].Verdict)
		require.True(t, slices.Contains([]providers.Class{providers.Permanent, providers.UnsupportedClass}, results[1].Class))
		require.Equal(t, 1, a.count())
	}
}
