package fault_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/providers/sink"
	"github.com/connective-messaging/connective/store"
)

const drinks = `title: Drinks
start: {words: [HELLO]}
steps:
  drink:
    ask: Tea or milk?
    options: {tea: Tea, milk: Milk}
  sugar: {ask: "Sugar in your <drink>?", answer: text}
  done: {say: "<drink>, <sugar>."}
`

// withWater has another first question, withHot one step more after it.
var (
	withWater = strings.NewReplacer("Tea or milk?", "Tea, milk or water?", "milk: Milk}", "milk: Milk, water: Water}").Replace(drinks)
	withHot   = strings.Replace(drinks, "  sugar: {", "  hot: {ask: \"Hot or cold?\", answer: text}\n  sugar: {", 1)
)

const (
	asksDrink = "Tea or milk?\n1 Tea\n2 Milk"
	asksWater = "Tea, milk or water?\n1 Tea\n2 Milk\n3 Water"
)

// writeDrinks writes the organisation into a folder of organisations.
func writeDrinks(t testing.TB, dir, flow string) string {
	t.Helper()
	folder := filepath.Join(dir, "drinks")
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for name, text := range map[string]string{
		"org.yaml":    "name: Drinks\nnumber: \"" + line + "\"\nlanguage: en\nwelcome: drinks\nquiet: none\nqueues:\n  desk: {answer_within: 1 day}\n",
		"drinks.yaml": flow,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644))
	}
	return folder
}

// bar is a house of two bots that answer with the drinks, and a folder to publish
// from that no bot watches.
type bar struct {
	*house
	publishFrom string
	texts       int
	heard       map[string]int // texts to each phone that were looked at
}

func newBar(t *testing.T, program string) *bar {
	flows := t.TempDir()
	writeDrinks(t, flows, drinks)
	h := newHouse(t, program, 2, sink.Config{}, "CONNECTIVE_FLOWS="+flows)
	h.flows = flows
	return &bar{h, t.TempDir(), 0, map[string]int{}}
}

// command runs a command of the program as people do.
func (b *bar) command(args ...string) *exec.Cmd {
	cmd := exec.Command(b.program, args...)
	cmd.Env = append(os.Environ(), b.bots[0].settings()...)
	return cmd
}

// publish publishes the flow, and returns what the command said.
func (b *bar) publish(flow string, more ...string) string {
	b.t.Helper()
	dir := writeDrinks(b.t, b.publishFrom, flow)
	out, err := b.command(append([]string{"flows", "publish", dir, "--yes"}, more...)...).CombinedOutput()
	require.NoError(b.t, err, string(out))
	return string(out)
}

// phone is a person's number.
func phone(person int) string { return fmt.Sprintf("+447700900%03d", 100+person) }

// text has a person text one of the bots, and returns the answer that reached
// them.
func (b *bar) text(bot, person int, words string) string {
	b.t.Helper()
	b.texts++
	id := fmt.Sprintf("bar-%d", b.texts)
	require.Eventually(b.t, func() bool { return b.bots[bot].text(id, phone(person), words) == http.StatusOK }, 30*time.Second, 50*time.Millisecond)
	var said []string
	to := strings.TrimPrefix(phone(person), "+")
	require.Eventually(b.t, func() bool {
		said = said[:0]
		for _, a := range b.sink.Accepts() {
			if strings.TrimPrefix(a.To, "+") == to {
				said = append(said, a.Text)
			}
		}
		return len(said) > b.heard[to]
	}, 30*time.Second, 5*time.Millisecond, "no answer to %q", words)
	b.heard[to]++
	return said[b.heard[to]-1]
}

// TestAConversationGoesOnAcrossPublicationsAndBots has people talk to two bots,
// by turns, while versions are published and taken back.
func TestAConversationGoesOnAcrossPublicationsAndBots(t *testing.T) {
	b := newBar(t, build(t))
	for person := range 5 {
		require.Equal(t, asksDrink, b.text(person%2, person, "hello"))
	}
	require.Equal(t, "Sugar in your Milk?", b.text(1, 0, "2"))

	said := b.publish(withWater)
	require.Contains(t, said, "4  at drinks/drink  finish on version")
	require.Contains(t, said, "All 2 bots answer with it.")
	require.Equal(t, "Sugar in your Milk?", b.text(1, 1, "2"), "the version it began with")
	require.Equal(t, "Milk, two.", b.text(0, 0, "two"))
	require.Equal(t, asksWater, b.text(0, 5, "hello"))
	require.Equal(t, "Sugar in your Water?", b.text(1, 5, "3"))

	require.Contains(t, b.publish(strings.Replace(withWater, "Sugar in", "Any sugar in", 1)), "1  at drinks/sugar  go on with the new words")
	require.Equal(t, "Milk, no.", b.text(0, 1, "no"))
	require.Equal(t, asksWater, b.text(1, 1, "hello"))
	require.Equal(t, "Any sugar in your Tea?", b.text(0, 1, "1"), "new words reach both bots")

	require.Contains(t, b.publish(withHot, "--move"), "move to drink")
	require.Equal(t, "Hot or cold?", b.text(1, 2, "2"), "moved")

	out, err := b.command("flows", "rollback", "drinks", "--yes").CombinedOutput()
	require.NoError(t, err, string(out))
	require.Equal(t, asksWater, b.text(0, 6, "hello"))
	require.Equal(t, "Sugar in your Milk?", b.text(0, 2, "hot"), "the version it was moved to")
	require.Equal(t, "Hot or cold?", b.text(1, 3, "tea"), "moved by a version that was taken back since")
	require.Equal(t, "Milk, yes.", b.text(1, 2, "yes"))

	// A bot that starts again knows them all.
	b.bots[0].kill()
	b.bots[0].start()
	b.bots[0].await()
	require.Equal(t, "Sugar in your Tea?", b.text(0, 3, "cold"))
	require.Equal(t, "Any sugar in your Tea?", b.text(0, 6, "1"))
}

// TestLostVersionsLeaveNobodyWithoutAnAnswer takes what was published from Redis
// while people are in the middle.
func TestLostVersionsLeaveNobodyWithoutAnAnswer(t *testing.T) {
	b := newBar(t, build(t))
	b.text(0, 1, "hello")
	b.text(0, 2, "hello")
	b.publish(withWater)
	b.text(1, 3, "hello")
	for _, p := range b.bots {
		p.kill()
	}
	c := redis.NewClient(&redis.Options{Addr: b.redis.Addr})
	defer c.Close()
	keys, err := c.Keys(context.Background(), "{flows}:*").Result()
	require.NoError(t, err)
	require.NotEmpty(t, keys)
	require.NoError(t, c.Del(context.Background(), keys...).Err())
	writeDrinks(t, b.flows, withHot)
	for _, p := range b.bots {
		p.start()
	}
	for _, p := range b.bots {
		p.await()
	}
	require.Equal(t, "Hot or cold?", b.text(1, 1, "2"), "the newest asks the same")
	require.Equal(t, "Hot or cold?", b.text(0, 2, "tea"))
	require.Equal(t, "We've changed how this works, sorry. Text MENU to start again.", b.text(0, 3, "3"))
	require.Equal(t, asksDrink, b.text(1, 3, "hello"))
}

// TestAFolderThatIsWrittenIsReloadedByBothBots changes the folder that the bots
// watch in test mode.
func TestAFolderThatIsWrittenIsReloadedByBothBots(t *testing.T) {
	b := newBar(t, build(t))
	b.text(0, 1, "hello")
	answersWith := func(flow string, first string) {
		writeDrinks(t, b.flows, flow)
		person := 10 + b.texts
		for bot := range 2 {
			require.Eventually(t, func() bool { person++; return b.text(bot, person, "hello") == first }, 30*time.Second, 200*time.Millisecond)
		}
	}
	answersWith(withWater, asksWater)
	require.Equal(t, "Sugar in your Milk?", b.text(1, 1, "2"))

	writeDrinks(t, b.flows, withWater+"  - broken\n")
	require.Eventually(t, func() bool {
		return b.gauge(0, "connective_flows_folder_errors") > 0 && b.gauge(1, "connective_flows_folder_errors") > 0
	},
		30*time.Second, 50*time.Millisecond, "both bots tell of the error")
	require.Equal(t, asksWater, b.text(0, 2, "hello"), "and people get what they got before")
	answersWith(drinks, asksDrink)
	require.Zero(t, b.gauge(0, "connective_flows_folder_errors"))

	require.NoError(t, b.bots[0].cmd.Process.Signal(syscall.SIGHUP))
	b.publish(withHot)
	require.NoError(t, b.bots[0].cmd.Process.Signal(syscall.SIGHUP))
	require.Eventually(t, func() bool {
		out, err := b.command("flows", "versions", "drinks").CombinedOutput()
		require.NoError(t, err, string(out))
		return regexp.MustCompile(`(?m)^\* .* reloaded `).Match(out)
	}, 30*time.Second, 100*time.Millisecond, "a hang-up signal publishes the folder as it is")
	require.Equal(t, asksDrink, b.text(0, 3, "hello"))
}

// gauge reads one of a bot's metrics.
func (b *bar) gauge(bot int, name string) float64 {
	b.t.Helper()
	r, err := b.client.Get("http://" + b.bots[bot].addr + "/metrics")
	require.NoError(b.t, err)
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	require.NoError(b.t, err)
	for l := range strings.Lines(string(body)) {
		if value, ok := strings.CutPrefix(l, name+" "); ok {
			var n float64
			_, err := fmt.Sscan(value, &n)
			require.NoError(b.t, err)
			return n
		}
	}
	b.t.Fatalf("there is no %s", name)
	return 0
}

// numbered is a version whose every text has its number.
func numbered(n int) string {
	return strings.NewReplacer("Tea or milk?", fmt.Sprintf("Tea or milk (%d)?", n), "tea: Tea", fmt.Sprintf("tea: Tea (%d)", n), "milk: Milk", fmt.Sprintf("milk: Milk (%d)", n)).Replace(drinks)
}

var numbersOf = regexp.MustCompile(`\((\d+)\)`)

// TestPublishKilledAtAnyPointLeavesTheOldVersionOrTheNew kills the command, and
// now and then Redis with it, at a random moment.
func TestPublishKilledAtAnyPointLeavesTheOldVersionOrTheNew(t *testing.T) {
	b := newBar(t, build(t))
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	s, err := store.Open(context.Background(), store.Options{URL: b.redis.URL(), Keys: keys})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, s.Close()) })
	draw := rand.New(rand.NewPCG(1, 2))
	began := time.Now()
	b.publish(numbered(1000))
	whole := time.Since(began) // of the command, with all that it waits for
	known, published := b.head(s), 0
	for n := range 40 {
		dir := writeDrinks(t, b.publishFrom, numbered(n))
		cmd := b.command("flows", "publish", dir, "--yes")
		require.NoError(t, cmd.Start())
		ended := make(chan struct{})
		go func() { _ = cmd.Wait(); close(ended) }() // killed, or done: both are right
		select {
		case <-ended:
		case <-time.After(time.Duration(draw.Int64N(int64(whole * 5 / 4)))): // the fault itself: anywhere in it
		}
		if n%8 == 7 {
			b.redis.Kill()
			b.redis.Run()
		}
		_ = cmd.Process.Kill()
		<-ended
		head := b.head(s)
		require.Contains(t, []int64{known.N, known.N + 1}, head.N)
		if head != known {
			published++
		}
		known = head
		said := b.text(n%2, n, "hello")
		var seen []string
		for _, m := range numbersOf.FindAllStringSubmatch(said, -1) {
			seen = append(seen, m[1])
		}
		require.Len(t, slices.Compact(seen), min(1, len(seen)), "one text, one version: %s", said)
	}
	t.Logf("%d of 40 went through", published)
	require.Greater(t, published, 3)
	require.Less(t, published, 40)
}

// head reads what people get, and checks that all of it is there.
func (b *bar) head(s *store.Store) (head versions.Head) {
	b.t.Helper()
	require.Eventually(b.t, func() bool {
		heads, err := s.Heads(context.Background())
		head = heads["drinks"]
		return err == nil
	}, 20*time.Second, 20*time.Millisecond)
	history, err := s.History(context.Background(), "drinks")
	require.NoError(b.t, err)
	require.Equal(b.t, head, versions.Head{N: history[0].N, Version: history[0].Version})
	require.Len(b.t, history, int(head.N))
	files, err := s.Files(context.Background(), "drinks", head.Version)
	require.NoError(b.t, err)
	require.Equal(b.t, head.Version, files.Version())
	return head
}

// TestOfTwoWhoPublishAtOnceTheOtherIsTold runs many commands at the same moment.
func TestOfTwoWhoPublishAtOnceTheOtherIsTold(t *testing.T) {
	b := newBar(t, build(t))
	const many = 8
	var all sync.WaitGroup
	said := make([]bytes.Buffer, many)
	worked := make([]bool, many)
	for n := range many {
		dir := writeDrinks(t, t.TempDir(), numbered(n))
		all.Go(func() {
			cmd := b.command("flows", "publish", dir, "--yes", "--by", fmt.Sprint("person", n))
			cmd.Stdout, cmd.Stderr = &said[n], &said[n]
			worked[n] = cmd.Run() == nil
		})
	}
	all.Wait()
	done := 0
	for n := range many {
		if worked[n] {
			done++
			continue
		}
		require.Regexp(t, `person\d published version [0-9a-f]{8} meanwhile`, said[n].String())
	}
	require.Positive(t, done)
	out, err := b.command("flows", "versions", "drinks").CombinedOutput()
	require.NoError(t, err)
	require.Equal(t, done, strings.Count(string(out), " published "), string(out))
	t.Logf("%d of %d went through, the others were told", done, many)
}
