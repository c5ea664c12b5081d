package main

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/bot/versions"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
	"github.com/connective-messaging/connective/store/storetest"
)

const teaOrg = `name: Tea Town
number: "+447700900002"
welcome: tea
menu: [tea]
queues: {desk: {answer_within: 1 day}}
`

const teaFlow = `title: Tea
start: {words: [BREW]}
steps:
  drink:
    ask: Tea or milk? Text STOP at any time.
    options: {tea: Tea, milk: Milk}
  sugar: {ask: "Sugar in your <drink>?", answer: text}
  done: {say: "<drink>, <sugar>."}
`

// teaTown is a Redis, a folder of flows, and people who text.
type teaTown struct {
	t     *testing.T
	dir   string // of the organisation
	redis *storetest.Server
	store *store.Store
	texts int
	line  string // the number that is texted
}

func newTeaTown(t *testing.T) *teaTown {
	t.Helper()
	secret := store.NewSecret()
	town := &teaTown{t: t, dir: filepath.Join(t.TempDir(), "tea"), redis: storetest.Start(t), line: "+447700900002"}
	require.NoError(t, os.MkdirAll(town.dir, 0o755))
	town.write(teaFlow)
	t.Setenv("CONNECTIVE_SECRET", secret)
	t.Setenv("CONNECTIVE_REDIS_URL", town.redis.URL())
	t.Setenv("CONNECTIVE_FLOWS", filepath.Dir(town.dir))
	keys, err := store.DeriveKeys(secret, nil)
	require.NoError(t, err)
	town.store, err = store.Open(context.Background(), store.Options{URL: town.redis.URL(), Keys: keys})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, town.store.Close()) })
	return town
}

// write writes the flow, with some of its words replaced.
func (town *teaTown) write(flow string, pairs ...string) {
	town.t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		require.Contains(town.t, flow, pairs[i])
	}
	for name, text := range map[string]string{"org.yaml": teaOrg, "tea.yaml": strings.NewReplacer(pairs...).Replace(flow)} {
		require.NoError(town.t, os.WriteFile(filepath.Join(town.dir, name), []byte(text), 0o644))
	}
}

// run runs a command, and returns its exit status and what it printed, with
// versions and times made the same.
func (town *teaTown) run(args ...string) (status int, out string) {
	town.t.Helper()
	var both bytes.Buffer
	status = run(context.Background(), args, streams{strings.NewReader(""), &both, &both})
	return status, town.plain(both.String())
}

var (
	hexes = regexp.MustCompile(`\b[0-9a-f]{8}\b`)
	times = regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d`)
)

func (town *teaTown) plain(text string) string {
	text = strings.ReplaceAll(text, town.dir, "DIR")
	return times.ReplaceAllString(hexes.ReplaceAllString(text, "VERSION"), "WHEN")
}

// done runs a command that must work.
func (town *teaTown) done(args ...string) string {
	town.t.Helper()
	status, out := town.run(args...)
	require.Zero(town.t, status, out)
	return out
}

// text has a person text, and returns the answer.
func (town *teaTown) text(person int, words string) string {
	town.t.Helper()
	ctx, said := context.Background(), ""
	shelf, err := versions.Open(ctx, town.store, slog.New(slog.DiscardHandler), nil)
	require.NoError(town.t, err)
	b := bot.New(bot.Config{Threads: town.store, Book: shelf.Book, Versions: shelf, Lines: town.store, Now: time.Now, Seen: func(t bot.Turn) {
		for _, o := range t.Say {
			said += o.Text
		}
	}})
	town.texts++
	require.NoError(town.t, b.Receive(ctx, providers.Inbound{
		Provider: "test", EventID: fmt.Sprint(town.texts), From: providers.ParseAddress(fmt.Sprintf("+447700900%03d", 100+person), "GB"),
		To: providers.Address{Kind: providers.Phone, Value: town.line}, Text: words, Sent: time.Now(), Received: time.Now(),
	}))
	return said
}

func TestPublishSaysWhatIsOver(t *testing.T) {
	town := newTeaTown(t)
	town.write(teaFlow + "  eve: {wait: until 2020-05-01 17:00}\n  fair: {say: The fair is tomorrow.}\n")
	require.Contains(t, town.done("flows", "publish", town.dir, "--dry-run"), "WHEN is over. [past]")
}

func TestPublishSaysWhatChangesAndWhoIsInTheMiddle(t *testing.T) {
	town := newTeaTown(t)
	require.Equal(t, `Tea Town (tea): nothing -> version VERSION

What changes
  the first version: tea

Who is in the middle
  nobody

Published: people get version VERSION now.
`, town.done("flows", "publish", town.dir, "--yes", "--by", "sam"))
	require.Equal(t, "Tea Town (tea): people get version VERSION already.\n", town.done("flows", "publish", town.dir, "--yes"))
	for n := range 3 {
		town.text(n, "hello")
	}
	town.text(2, "2")

	town.write(teaFlow, "drink:\n", "what:\n", "Sugar in", "Any sugar in", "<drink>", "<what>")
	status, out := town.run("flows", "publish", town.dir)
	require.Equal(t, 1, status)
	require.Contains(t, out, "nobody is here to ask: add --yes to publish, or --dry-run to look only")
	require.Contains(t, out, `
Who is in the middle
  2  at tea/drink  finish on version VERSION
  1  at tea/sugar  finish on version VERSION; --move would take them along

DIR/tea.yaml: warning: 2 people are waiting at "drink", which this version doesn't have. [gone-step]
  why: they finish on the old one.
  fix: add  was: drink  to the step that replaces it, and publish with --move, to move them.
`)
	town.write(teaFlow, "drink:\n", "what:\n    was: drink\n    save: drink\n", "Sugar in", "Any sugar in")
	require.Contains(t, town.done("flows", "publish", town.dir, "--dry-run", "--move"), `
Who is in the middle
  2  at tea/drink  move to what
  1  at tea/sugar  move to sugar

Nothing was published.
`)
	require.Equal(t, "Milk, yes.", town.text(2, "yes"))
	require.Contains(t, town.done("flows", "publish", town.dir, "--move", "--yes", "--by", "Sam"), "Published")
	require.Equal(t, "Any sugar in your Milk?", town.text(0, "milk"))
	var rows []string
	for row := range strings.Lines(town.done("flows", "versions", "tea")) {
		fields := strings.Fields(row)
		rows = append(rows, strings.Join(append(fields[:2], fields[len(fields)-3:]...), " "))
	}
	require.Equal(t, []string{"VERSION WHEN HOW IN IT", "* VERSION moving people 2", "VERSION WHEN sam published 0"}, rows)
}

func TestPublishRefusesWhatHasErrors(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	town.write(teaFlow, "milk: Milk}", "milk: Milk -> cow}")
	status, out := town.run("flows", "publish", town.dir, "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, `DIR/tea.yaml:6:39: error: there is no step called "cow"`)
	require.Contains(t, out, "Nothing was published: mend the 1 error first.")
	require.Equal(t, "Sugar in your Milk?", func() string { town.text(1, "hello"); return town.text(1, "2") }())

	other := filepath.Join(filepath.Dir(town.dir), "other")
	require.NoError(t, os.MkdirAll(other, 0o755))
	require.NoError(t, os.WriteFile(filepath.Join(other, "org.yaml"), []byte(strings.Replace(teaOrg, "Tea Town", "Other Town", 1)), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(other, "tea.yaml"), []byte(teaFlow), 0o644))
	status, out = town.run("flows", "publish", other, "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, "another organisation uses +447700900002 too")

	status, out = town.run("flows", "publish", town.dir+"x", "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, "there is no folder")
}

func TestRollbackBringsAnOlderVersionBack(t *testing.T) {
	town := newTeaTown(t)
	status, out := town.run("flows", "rollback", "tea", "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, "nothing is published yet")
	town.done("flows", "publish", town.dir, "--yes")
	status, out = town.run("flows", "rollback", "tea", "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, "there is no version before this one")

	town.write(teaFlow, "Tea or milk?", "Tea, milk or water?", "milk: Milk}", "milk: Milk, water: Water}")
	town.done("flows", "publish", town.dir, "--yes")
	town.text(1, "hello")
	require.Contains(t, town.done("flows", "rollback", "tea", "--yes"), "1  at tea/drink  finish on version VERSION")
	require.Equal(t, "Sugar in your Water?", town.text(1, "3"))
	require.Equal(t, "Tea or milk? Text STOP at any time.\n1 Tea\n2 Milk", town.text(2, "hello"))
	require.Contains(t, town.done("flows", "versions", "tea"), "rolled back")

	history, err := town.store.History(context.Background(), "tea")
	require.NoError(t, err)
	for version, want := range map[string]string{
		history[0].Version[:8]: "people get this version already", "0123456789": "no version begins with 0123456789",
	} {
		status, out = town.run("flows", "rollback", "tea", version, "--yes")
		require.Equal(t, 1, status)
		require.Contains(t, out, town.plain(want))
	}
	town.done("flows", "rollback", "tea", history[1].Version[:8], "--yes")
	require.Equal(t, "Tea, milk or water? Text STOP at any time.\n1 Tea\n2 Milk\n3 Water", town.text(3, "hello"))
	status, out = town.run("flows", "versions", "elsewhere")
	require.Equal(t, 1, status)
	require.Contains(t, out, `there is no organisation "elsewhere"; there is tea`)
}

// TestWhoWasQuickerIsNamed has somebody publish between the look and the deed.
func TestWhoWasQuickerIsNamed(t *testing.T) {
	town := newTeaTown(t)
	town.done("flows", "publish", town.dir, "--yes")
	town.write(teaFlow, "Sugar in", "Any sugar in")
	ctx := context.Background()
	d, err := openDesk(ctx, &Commands{Config: absolute("connective.yaml")})
	require.NoError(t, err)
	defer d.close()
	f, err := d.readToPublish(town.dir)
	require.NoError(t, err)
	town.write(teaFlow, "Tea or milk?", "Milk or tea?")
	p, err := d.look(ctx, f.book.Orgs["tea"], false)
	require.NoError(t, err)
	town.done("flows", "publish", town.dir, "--yes", "--by", "Ann")
	_, err = versions.Publish(ctx, d.store, "tea", f.files["tea"], versions.Publication{At: time.Now()}, p.last())
	require.ErrorIs(t, err, versions.ErrOvertaken)
	require.Regexp(t, `^Ann published version [0-9a-f]{8} meanwhile, at \d\d:\d\d: nothing of yours was published`, d.overtaken(ctx, f.book.Orgs["tea"]).Error())
}

func TestOldVersionsAreDeletedWhenNobodyNeedsThem(t *testing.T) {
	town := newTeaTown(t)
	ctx := context.Background()
	publishAt := func(at time.Time, n int) string {
		town.write(teaFlow, "milk: Milk}", fmt.Sprintf("milk: Milk, m%d: Milk %d}", n, n))
		f, err := readFolder(town.dir, nil)
		require.NoError(t, err)
		p, err := versions.Publish(ctx, town.store, "tea", f.files["tea"], versions.Publication{By: "sam", At: at}, int64(n))
		require.NoError(t, err)
		return p.Version
	}
	var all []string
	for n := range 4 {
		all = append(all, publishAt(time.Now().AddDate(0, -3+n, 0).Add(-time.Hour), n))
		town.text(n, "hello")
	}
	town.text(0, "1")
	town.text(0, "no")
	town.write(teaFlow)
	require.Contains(t, town.done("flows", "publish", town.dir, "--yes"), "Deleted 1 old version that nobody is in any more.\n")
	kept, err := town.store.Kept(ctx, "tea", all)
	require.NoError(t, err)
	require.Equal(t, []bool{false, true, true, true}, kept)
	require.Contains(t, town.done("flows", "versions", "tea"), "deleted")
	status, out := town.run("flows", "rollback", "tea", all[0], "--yes")
	require.Equal(t, 1, status)
	require.Contains(t, out, "was deleted, as nobody was in it any more")
	for n := 1; n < 4; n++ {
		require.Equal(t, "Sugar in your Tea?", town.text(n, "1"), "person %d", n)
	}
}

func TestDoctorTellsWhatIsPublishedAndWhoCannotLoadIt(t *testing.T) {
	town := newTeaTown(t)
	_, out := town.run("doctor")
	require.Contains(t, out, "tea is not published: serve does that at its next start")
	town.done("flows", "publish", town.dir, "--yes", "--by", "Sam")
	_, out = town.run("doctor")
	require.Regexp(t, `tea: people get version VERSION, published by Sam on \d+ \w+ \d+\n`, out)
	town.write(teaFlow, "Tea or milk?", "Milk or tea?")
	_, out = town.run("doctor")
	require.Contains(t, out, "the folder holds other files, which nobody gets before  connective flows publish")

	ctx := context.Background()
	replica, err := town.store.JoinReplicas(ctx, "bot1")
	require.NoError(t, err)
	require.NoError(t, replica.TellVersions(ctx, []versions.Standing{{Org: "tea", Fault: "it is written in tomorrow's language"}}))
	_, out = town.run("doctor")
	require.Contains(t, out, "- bot1 cannot load the newest version of tea, so its people get the one before: it is written in tomorrow's language\n")
	require.NoError(t, replica.SetDrained(ctx, func() bool { return true }))
	require.NoError(t, replica.Leave(ctx))
}
