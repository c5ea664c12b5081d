package fault_test

import (
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

const askAService = `title: Drinks
start: {words: [HELLO]}
steps:
  words: {ask: What do you need?, answer: text}
  service: {ask: Which one?, options: {from: services}}
  agree:
    ask: May they have your number? Reply YES or NO.
    exact: yes
    options: {yes: Yes, no: No -> end}
    then: allowed
  allowed: {opt_in: referral}
  referred:
    opt_out: referral
    say: We will ask them. To stop text STOP.
    hand_over: {queue: desk, about: "Refer to <service.name>", refer: <service>, shares: <words>}
`

func writeAskAService(t *testing.T, dir string) {
	t.Helper()
	folder := filepath.Join(dir, "drinks")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for name, text := range map[string]string{
		"org.yaml": "name: Drinks\nnumber: \"" + line + "\"\nlanguage: en\nwelcome: drinks\nquiet: none\n" +
			"queues:\n  desk: {answer_within: 1 day}\nconsents: {referral: Giving one service your number}\n",
		"drinks.yaml":  askAService,
		"services.csv": "id,name,need,area,email\nbank,Food bank,food,WB1,bank@example.org\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
}

// TestAServiceAnswersByMailAndTheResidentIsTold runs two bots and a mail server.
// A program that follows the link changes nothing.
func TestAServiceAnswersByMailAndTheResidentIsTold(t *testing.T) {
	post, mail := openPostOffice(t)
	flows := t.TempDir()
	writeAskAService(t, flows)
	h := newHouse(t, build(t), 2, sink.Config{}, append(mail, "CONNECTIVE_FLOWS="+flows)...)
	h.flows = flows
	b := &bar{h, t.TempDir(), 0, map[string]int{}}
	for _, words := range []string{"hello", "no food for 3 kids", "1"} {
		b.text(0, 1, words)
	}
	require.Contains(t, b.text(1, 1, "yes"), "We will ask them")
	require.Eventually(t, func() bool { return len(post.got()) > 0 }, 60*time.Second, 50*time.Millisecond)
	letter := post.got()[0]
	const counted = `connective_service_letters_total{kind="referral",outcome="sent"}`
	require.Eventually(t, func() bool { return h.bots[0].metric(counted)+h.bots[1].metric(counted) == 1 }, 10*time.Second, 20*time.Millisecond)
	require.NotContains(t, letter, "food for 3 kids")
	require.NotContains(t, letter, "7700")
	link := regexp.MustCompile(`/r/[\w-]+`).FindString(letter)
	require.NotEmpty(t, link)

	ask := func(bot int, says string) string {
		address := "http://" + h.bots[bot].addr + link
		var answer *http.Response
		var err error
		if says == "" {
			answer, err = h.client.Get(address)
		} else {
			answer, err = h.client.PostForm(address, url.Values{"says": {says}})
		}
		require.NoError(t, err)
		defer answer.Body.Close()
		page, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return string(page)
	}
	for range 3 {
		page := ask(1, "")
		require.Contains(t, page, "Food bank")
		require.NotContains(t, page, "447700900", "no number for whatever follows links")
		require.NotContains(t, page, "food for 3 kids")
	}
	require.Eventually(t, func() bool {
		p := ask(0, "seen")
		return regexp.MustCompile(`447700900101[\s\S]*no food for 3 kids`).MatchString(p)
	}, 30*time.Second, 100*time.Millisecond)
	require.Eventually(t, func() bool { return regexp.MustCompile("Thank you|already").MatchString(ask(1, "accepted")) }, 30*time.Second, 100*time.Millisecond)
	require.Eventually(t, func() bool {
		for _, text := range h.got(phone(1)) {
			if text == "Drinks: Good news. They have your number and will call you. If nobody calls, text PERSON." {
				return true
			}
		}
		return false
	}, 60*time.Second, 50*time.Millisecond)
	require.Contains(t, ask(0, "cannot"), "answered", "one answer counts")
	require.Len(t, post.got(), 1, "two bots, one letter")
}
