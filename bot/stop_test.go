package bot_test

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/locales"
	"github.com/connective-messaging/connective/providers"
)

func TestEveryWordAndSentenceForStopIsStopHoweverItIsWritten(t *testing.T) {
	words := append(locales.AllWords("words.stop"), locales.AllWords("words.stop_sentences")...)
	require.Greater(t, len(words), 60)
	for _, word := range words {
		for _, text := range []string{
			word, strings.ToUpper(word), capital(word), word + ".", word + "!!!", "  " + word + "\n",
			`"` + word + `"`, "“" + word + "”", "'" + word + "'", "(" + word + ")", "*" + word + "*", word + " 🛑", "\u200b" + word + "\ufeff",
			strings.ReplaceAll(word, " ", "  "), strings.ReplaceAll(word, " ", "\u00a0"), strings.ReplaceAll(word, "'", "’"), locales.FoldAccents(word),
		} {
			require.True(t, bot.IsStop(text), "%q", text)
		}
	}
}

func capital(word string) string {
	first, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(first)) + word[size:]
}

func TestTextsThatAreStop(t *testing.T) {
	for _, text := range []string{
		"STOP", "sToP", "Stop!", "ＳＴＯＰ", "ЅТОР", "SΤΟΡ", "𝐒𝐓𝐎𝐏", "S\u200bT\u200dOP", "\u202eSTOP\u202c", "stóp", "Stop?",
		"STOP ALL", "StopAll", "Opt-Out", "opt out", "unsubscribe", "UNSUB", "revoke", "Please stop texting me.", "No more texts!!", "No more texts please", "dont text me again", "pls remove my number", "take me off this list please", "unsubscribe me", "i dont want these texts", "can you stop sending me texts", "Leave me alone",
		"Stopio", "ATAL", "dim mwy", "Stopiwch", "Peidiwch â thecstio fi", "peidiwch a thecstio fi", "tynnwch fi oddi ar y rhestr",
		"REZYGNUJĘ", "rezygnuje", "Wypisz mnie", "Proszę przestać pisać", "nie piszcie do mnie", "prosze nie pisac",
		"بند", "بند کریں", "بند كريں", "روک دیں۔", "band karo", "مجھے میسج نہ کریں",
	} {
		require.True(t, bot.IsStop(text), "%q", text)
	}
}

func TestTextsThatAreNotStop(t *testing.T) {
	for _, text := range []string{
		"", " ", "…", "please don't stop", "dont stop", "bus stop", "the bus stop", "stop the noise next door", "stop it hurts", "Stop smoking", "I want to stop smoking",
		"baby wont stop crying", "stopped", "stops", "nonstop", "stop. thank you", "stop please", "please stop", "stopp", "stpo", "top", "END", "quit", "cancel", "leave",
		"S T O P", "don't unsubscribe", "how do i opt out", "what is STOP", "START", "1", "no", "NO MORE", "take me off the bus list", "don't leave me alone",
		"atal y bws", "dim", "peidiwch", "nie", "proszę", "dom na przystanku", "بند کمرہ", "نہیں", "Stop sending my mum's forms to me",
	} {
		require.False(t, bot.IsStop(text), "%q", text)
	}
}

func TestOptOutRepliesAreHeardAsTheTableSays(t *testing.T) {
	file, err := os.Open("testdata/opt-out.csv")
	require.NoError(t, err)
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	require.NoError(t, err)
	for _, row := range rows[1:] {
		text, meaning := row[0], row[1]
		require.Equal(t, meaning == "stop", bot.IsStop(text), "%q", text)
		turn := newPhone().known().text(text)
		require.Equal(t, meaning == "stop", turn.Stopped, "%q", text)
		require.Equal(t, meaning == "ask", turn.Soft != nil, "%q", text)
		back := newPhone().known().texted("STOP").text(text)
		require.Equal(t, meaning != "start", back.Stopped, "%q", text)
		if meaning == "help" {
			require.Equal(t, []string{locales.Say("en", "help.stopped", "org", "Brookend")}, said(back))
		}
	}
}

func TestStopWorksInEveryState(t *testing.T) {
	for _, s := range states {
		for _, text := range []string{"STOP", " stop. ", "ATAL", "rezygnuje", "بند کریں", "please stop texting me"} {
			t.Run(s.name+"/"+text, func(t *testing.T) {
				p := s.phone()
				open := p.thread.Case
				turn := p.text(text)
				require.Equal(t, "stop", turn.Rule)
				require.True(t, turn.Stopped)
				require.Nil(t, turn.Soft)
				require.Nil(t, turn.Asking)
				require.Equal(t, "stop", turn.Ledger[len(turn.Ledger)-1].Name)
				require.False(t, turn.Ledger[len(turn.Ledger)-1].Given)
				if open != nil {
					require.NotNil(t, turn.Thread.Case, "staff keep what they were to answer")
					require.True(t, turn.Thread.Case.Stop)
					require.Equal(t, text, turn.Notes[0].Text)
				}
				if s.stopped {
					require.Empty(t, turn.Say)
					return
				}
				require.True(t, *turn.Stop)
				require.Len(t, turn.Say, 1)
				require.True(t, turn.Say[0].Closing)
				require.Equal(t, locales.Say(turn.Person.Language, "stop.done", "org", "Brookend"), turn.Say[0].Text)
				require.Nil(t, turn.Conversation.Now)
				require.Nil(t, turn.Conversation.Menu)
				require.Empty(t, turn.Conversation.Stack)
				for range 40 {
					require.Empty(t, p.waits(6*time.Hour).Say, "nothing follows a STOP")
				}
			})
		}
	}
}

func TestTheProvidersOwnStopIsObeyedInSilence(t *testing.T) {
	for _, s := range states {
		p := s.phone()
		in := p.inbound("arrêt")
		in.OptOut = providers.OptOutStop
		turn := p.hear(in)
		require.True(t, turn.Stopped, s.name)
		require.Empty(t, turn.Say, s.name)
	}
}

func TestWhatTheProviderHasAnsweredIsNotAnsweredTwice(t *testing.T) {
	for _, text := range []string{"HELP", "AIUTO"} {
		for name, p := range map[string]*phone{"known": newPhone().known(), "stopped": newPhone().known().texted("STOP"), "new": newPhone()} {
			in := p.inbound(text)
			in.OptOut = providers.OptOutHelp
			require.Empty(t, p.hear(in).Say, "%s, %s", name, text)
		}
	}
	p := newPhone().known().texted("STOP")
	in := p.inbound("START")
	in.OptOut = providers.OptOutStart
	turn := p.hear(in)
	require.False(t, *turn.Stop)
	require.Empty(t, turn.Say)
	require.NotEmpty(t, p.text("HELP").Say, "what it leaves to us is answered")

	p = newPhone().known()
	in = p.inbound("I want to die")
	in.OptOut = providers.OptOutHelp
	require.Equal(t, "crisis", p.hear(in).Rule)
	require.NotEmpty(t, p.turn.Say, "no provider's answer is one to that")
}

func TestSomebodyWhoHasStoppedIsToldSoOnceADay(t *testing.T) {
	p := newPhone().known().texted("STOP")
	told := []string{locales.Say("en", "stop.told", "org", "Brookend")}
	require.Equal(t, told, said(p.text("hello")))
	require.Empty(t, p.text("hello?").Say)
	p.now = p.now.Add(23 * time.Hour)
	require.Empty(t, p.text("hello?").Say)
	p.now = p.now.Add(time.Hour)
	require.Equal(t, told, said(p.text("hello?")))
	require.Len(t, p.turn.Notes, 1)
	require.Equal(t, "stopped", p.turn.Thread.Case.Reason)
}

func TestOnlyStartAndJoinBringSomebodyBack(t *testing.T) {
	for _, text := range []string{"START", "unstop", "Dechrau", "wznów", "شروع"} {
		turn := newPhone().known().texted("STOP").text(text)
		require.False(t, *turn.Stop, text)
		require.Equal(t, []string{"updates"}, turn.Person.Consents, text)
	}
	joined := newPhone().known().texted("STOP").text("JOIN")
	require.False(t, *joined.Stop)
	require.Empty(t, joined.Person.Consents)
	require.Contains(t, joined.Say[0].Text, "OK to text you?")
	for _, text := range []string{"yes", "ok", "MENU", "HELP", "PERSON", "FORGET", "HELLO", "JOIN yoga", "please start", "STOP yoga"} {
		require.True(t, newPhone().known().texted("STOP").text(text).Stopped, text)
	}
}

func TestThatSomebodyIsBackStandsInTheirCase(t *testing.T) {
	turn := newPhone().known().texted("PERSON", "STOP").text("START")
	require.False(t, turn.Thread.Case.Stop)
	require.Equal(t, bot.CaseEdited, turn.Case)
	require.Equal(t, turn.Thread.Case.ID, turn.CaseID, "the store writes the case that is named")
}

func TestStopMayBeMeant(t *testing.T) {
	for _, text := range []string{"stop please", "please stop", "stop now", "Stop. Thanks", "stopp", "stpo", "dtop", "END", "quit", "cancel", "koniec", "canslo", "ختم", "can you stop texts to this phone please", "i want you to stop messaging my phone"} {
		p := newPhone().known()
		turn := p.text(text)
		require.Equal(t, "lenient stop", turn.Rule, text)
		require.False(t, turn.Stopped, text)
		require.True(t, p.text("1").Stopped, text)
	}
	for _, text := range []string{"the next bus stop is where", "i can't stop my hands shaking", "top", "shop"} {
		require.NotEqual(t, "lenient stop", newPhone().known().text(text).Rule, text)
	}
}

func TestADayOfSilenceAfterDidYouMeanStopIsStop(t *testing.T) {
	p := newPhone().known().texted("stpo")
	require.False(t, p.waits(23*time.Hour).Stopped)
	turn := p.waits(time.Hour)
	require.True(t, *turn.Stop)
	require.Empty(t, turn.Say)
}

func TestAnAnswerWithStopInItIsKeptWhenThePersonSaysSo(t *testing.T) {
	p := newPhone().at("text").texted("Stop. Thank you")
	require.Equal(t, "Stop. Thank you", p.thread.Soft.Text)
	require.NotNil(t, p.thread.Conversation.Now)
	p.text("2")
	require.Nil(t, p.thread.Soft)
	require.False(t, p.thread.Stopped)
	require.Equal(t, "name", p.thread.Conversation.Now.Step)
	require.Equal(t, "Stop. Thank you", p.thread.Conversation.Now.Vars["text"].One)
}

func TestOneWordOverAndOverIsSaidOnce(t *testing.T) {
	for text, stops := range map[string]bool{"STOP STOP": true, "stop. stop! STOP": true, "stop": true, "stop top": false, "stop stops": false, "astop stop": false, "": false, "don't stop stop": false} {
		require.Equal(t, stops, bot.IsStop(text), text)
	}
}
