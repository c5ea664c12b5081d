package bot_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/locales"
)

// inBump is somebody in the course, three weeks before a tip.
func inBump() *phone { return mum(usualMums(), "2026-11-10 12:00").joins("2027-02-10") }

// losses are what people write whose baby has died.
var losses = []string{
	"I lost the baby", "we lost our baby", "hi, I've lost my baby yesterday", "My baby died", "my baby has died.", "our baby was stillborn", "the baby was born sleeping",
	"I had a miscarriage", "i miscarried", "ive miscarried", "I’ve miscarried", "baby didn't make it", "Baby didnt make it", "lost the pregnancy at 14 weeks", "we lost the twins",
	"my daughter died", "my little boy died", "I LOST THE BABY!!!", "i lost\nthe baby", "i\u00a0lost\u200b the baby", "please stop these, i lost the baby", "stop i lost the baby",
	"sorry i lost the baby so no more tips", "hello its ann. i lost the baby on sunday",
	"straciłam dziecko", "stracilam dziecko", "poroniłam", "Poronilam", "moje dziecko nie żyje", "dziecko zmarlo",
	"dw i wedi colli'r babi", "bu farw'r babi", "ges i gamesgoriad",
	"میرا بچہ مر گیا", "mera bacha mar gaya",
}

// perhapsLosses may tell of one, or of somebody else's, or ask about it.
var perhapsLosses = []string{
	"I think I lost the baby", "did i lose the baby? am i having a miscarriage?", "scared i might miscarry", "signs of miscarriage", "they can't find a heartbeat",
	"no heartbeat at scan", "my sister lost her baby", "my friends baby died", "i am not pregnant any more", "no longer pregnant", "i had a termination", "tfmr at 20 weeks",
	"ectopic", "baby is gone", "she died this morning", "what if my baby was stillborn", "i'm losing the baby", "miscarige? mis carriage", "boję się że straciłam dziecko", "nie jestem już w ciąży",
	"my baby's dead", "babys dead", "my baby passed", "baby passed last night", "baby didnt survive", "the baby did not survive", "baby hasn't made it", "he didn't make it",
	"lost baby", "i lost baby last night", "we lost him", "lost him at 30 weeks", "lost the baby's heartbeat", "the baby's heart stopped", "babys heart has stopped beating",
	"intrauterine death", "theres no baby any more", "no longer having a baby", "the pregnancy has ended", "my babies gone", "we lost our first baby", "the twins have both died",
	"we are burying our baby on friday", "dziecko niestety nie przeżyło", "nie przeżyło dziecko? straciłam nasze dziecko", "mae'r babi bach wedi marw",
	"camesgoriad", "I lost my son", "had a stillbirth before", "i lost the baby?",
}

// noLosses are what people write who are well.
var noLosses = []string{
	"I lost the baby monitor", "lost my baby bag at the clinic", "i lost my baby red book", "lost the baby weight already", "I lost my baby's hat", "my phone died", "mum died last year",
	"baby wont stop crying", "is my baby ok", "I lost my job", "we lost our cat", "i lost the link", "baby is due friday", "when is my baby due?", "pregnant with twins", "dziecko płacze", "mae'r babi yn crio",
	"lost my child benefit letter", "the baby passed her hearing test", "my mum died, baby is fine", "we lost our keys. is the baby class on", "1", "yes", "", "thanks", "my tooth died",
}

func TestWordsThatTellOfALoss(t *testing.T) {
	for _, text := range slices.Concat(losses, perhapsLosses) {
		require.True(t, bot.TellsOfLoss(text), "%q", text)
	}
	for _, text := range noLosses {
		require.False(t, bot.TellsOfLoss(text), "%q", text)
	}
	for _, list := range []string{"words.loss", "words.loss_unclear"} {
		for _, phrase := range locales.AllWords(list) {
			require.True(t, bot.TellsOfLoss("hello, "+phrase), "%q", phrase)
		}
	}
}

// requireGrief asserts that a turn ends the course, says something kind and asks
// nothing, and calls people.
func requireGrief(t *testing.T, turn bot.Turn, text, id, reason string) {
	t.Helper()
	require.Equal(t, "loss", turn.Rule, "%q was answered %q", text, said(turn))
	require.Equal(t, []string{locales.Say(turn.Person.Language, id, "org", "Tea Town")}, said(turn), text)
	require.NotRegexp(t, `(?m)^\d |MENU`, turn.Say[0].Text, "no menu")
	require.True(t, turn.Say[0].Safety, "at any hour")
	require.Empty(t, turn.Person.Courses)
	c := turn.Thread.Case
	require.Equal(t, reason, c.Reason, text)
	require.True(t, c.Urgent && c.Holds)
	require.Equal(t, text, turn.Notes[0].Text)
	require.Nil(t, turn.Conversation.Now)
	require.Nil(t, turn.Conversation.Menu)
	require.Empty(t, turn.Conversation.Parked)
}

func TestALossEndsTheCourseAtOnceWithAKindWord(t *testing.T) {
	for _, text := range losses {
		p := inBump()
		p.thread.Person.Groups = []string{"club", "walkers"}
		turn := p.text(text)
		requireGrief(t, turn, text, "loss.sorry", bot.ReasonLoss)
		require.Equal(t, "midwives", turn.Thread.Case.Queue, "the staff that the course names")
		require.Equal(t, []string{"course:bump", "club"}, turn.Left, "and the groups that it names")
		require.Equal(t, []string{"walkers"}, turn.Person.Groups)
		require.Empty(t, turn.Person.Me, "the date is wiped")
		require.Contains(t, turn.Notes[1].Text, "the courses about it were ended")
		require.Empty(t, p.gets(t, "2028-01-01"), "never another tip")
	}
	for _, text := range perhapsLosses {
		p := inBump()
		requireGrief(t, p.text(text), text, "loss.unclear", bot.ReasonMayBeLoss)
		require.Empty(t, p.gets(t, "2028-01-01"), "never another tip")
	}
	for _, text := range noLosses {
		if text == "" {
			continue
		}
		p := inBump()
		require.NotEqual(t, "loss", p.text(text).Rule, "%q", text)
		require.Len(t, p.thread.Person.Courses, 1, "%q", text)
	}
}

func TestALossIsHeardWhateverIsOpen(t *testing.T) {
	for name, c := range map[string]struct {
		before []string
		rule   string
		says   int
	}{
		"a question":                     {[]string{"NEW DATE"}, "loss", 1},
		"a question that takes anything": {[]string{"HELLO"}, "loss", 1},
		"a menu":                         {[]string{"MENU"}, "loss", 1},
		"did you mean STOP":              {[]string{"stpo"}, "loss", 1},
		"FORGET":                         {[]string{"FORGET"}, "loss", 1},
		"a talk with staff":              {[]string{"PERSON"}, "loss", 0},
		"a crisis":                       {[]string{"i want to die"}, "loss", 1}, // it is told once that people read it
		"are you safe":                   {[]string{"cant cope"}, "loss", 1},
		"a flood":                        {slices.Repeat([]string{"hm"}, 14), "loss", 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := inBump().texted(c.before...)
			turn := p.text("i lost the baby")
			require.Equal(t, c.rule, turn.Rule)
			require.Len(t, turn.Say, c.says, said(turn))
			for _, out := range turn.Say {
				require.True(t, out.Safety)
				require.NotRegexp(t, `(?m)^\d |MENU`, out.Text)
			}
			require.Empty(t, p.thread.Person.Courses)
			require.True(t, p.thread.Case.Urgent)
			require.True(t, slices.ContainsFunc(turn.Notes, func(n bot.Note) bool { return n.Text == "i lost the baby" }))
			for range 40 {
				require.Empty(t, p.waits(24*time.Hour).Say)
			}
		})
	}
}

func TestALossWithWordsOfCrisisIsACrisisFirst(t *testing.T) {
	p := inBump()
	turn := p.text("i lost the baby and i want to die")
	require.Equal(t, "crisis", turn.Rule)
	require.Equal(t, locales.Say("en", "crisis.safe"), turn.Say[0].Text)
	require.Empty(t, turn.Person.Courses)
	require.Contains(t, turn.Notes[len(turn.Notes)-1].Text, "the courses about it were ended")
	require.Empty(t, p.gets(t, "2028-01-01"))
}

func TestSomebodyWhoHasStoppedIsAnsweredKindlyOnce(t *testing.T) {
	p := inBump().texted("STOP")
	turn := p.text("i lost the baby")
	requireGrief(t, turn, "i lost the baby", "loss.sorry_stopped", bot.ReasonLoss)
	require.True(t, turn.Stopped, "it changes no opt-out")
	turn = p.text("my baby died")
	require.Empty(t, turn.Say)
	require.Equal(t, "my baby died", turn.Notes[0].Text)
	turn = p.texted("START").turn
	require.False(t, turn.Stopped)
	require.Empty(t, p.gets(t, "2028-01-01"), "nothing comes back")
}

func TestALossIsToldOfByPeopleInNoCourse(t *testing.T) {
	p := mum(usualMums(), "2026-11-10 12:00")
	requireGrief(t, p.text("my baby died"), "my baby died", "loss.sorry_alone", bot.ReasonLoss)
	require.Equal(t, "desk", p.thread.Case.Queue)
	p = mum(usualMums(), "2026-11-10 12:00")
	require.NotEqual(t, "loss", p.text("miscarriage").Rule, "somebody may look for help")
	p = mum(usualMums(), "2026-11-10 12:00").texted("HELLO")
	turn := p.text("i lost the baby in may")
	require.Equal(t, []string{"Thank you."}, said(turn), "a flow has asked what there is to say")
}

func TestAfterALossTheCaseEndsWithoutAQuestion(t *testing.T) {
	p := inBump().texted("i lost the baby")
	turn, err := bot.JudgeAct(p.org, p.thread, bot.Staff{ID: "s", Name: "Sue"}, "1", bot.Close{Reasons: []string{"other"}}, p.now, nil)
	require.NoError(t, err)
	require.Empty(t, turn.Say, "it says nothing, and asks nothing")
	p.keep(turn)
	require.Empty(t, p.gets(t, "2028-01-01"))
}

func TestATextThatCouldNotBeJudgedStillEndsTheCourse(t *testing.T) {
	p := inBump()
	turn := bot.JudgeFailed(p.org, p.thread, p.inbound("i lost the baby"), p.now)
	requireGrief(t, turn, "i lost the baby", "loss.sorry", bot.ReasonLoss)
}

func TestALossInTwoPartsOfALongTextIsHeard(t *testing.T) {
	p := inBump()
	first := strings.Repeat("We were so happy and had it all ready for her. ", 3) + "And then we lost"
	first = first[:153]
	require.Len(t, first, 153)
	turn := p.text(first)
	require.Equal(t, "part of a long text", turn.Rule)
	p.now = p.now.Add(time.Second)
	turn = p.text(" happy. We lost the baby.")
	require.Equal(t, "loss", turn.Rule)
	require.Empty(t, turn.Person.Courses)
}

func TestAfterALossNothingElseIsAskedForAWhile(t *testing.T) {
	p := inBump()
	p.thread.FollowUp = &bot.FollowUp{Service: "bank", Shown: p.now, Due: p.now.Add(7 * 24 * time.Hour)}
	turn := p.text("i lost the baby")
	require.Zero(t, turn.FollowUp.Due)
	require.True(t, turn.FollowUp.Rest.After(p.now))
	p = inBump().texted("STOP", "i lost the baby", "hello")
	require.Empty(t, p.turn.Say, "nobody is told then that they have stopped")
}
