package transcript_test

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/transcript"
	"github.com/connective-messaging/connective/flows"
)

func TestEveryTranscriptBesideTheExamplesPasses(t *testing.T) {
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	passes(t, examples)
}

func TestATranscriptThatIsRightPasses(t *testing.T) {
	passes(t, os.DirFS("testdata/town"))
}

func TestWhatHappensByItselfAndBetweenPeopleGoesAsWritten(t *testing.T) {
	passes(t, os.DirFS("testdata/village"))
}

func TestOwnWordsForNeedsAndServicesThatNobodyCheckedPass(t *testing.T) {
	passes(t, os.DirFS("testdata/hamlet"))
}

func TestOrganisationsThatShareANumberGoAsWritten(t *testing.T) {
	passes(t, os.DirFS("testdata/shared"))
}

func TestWhatIsKnownWithOneOfSeveralOrganisationsNamesIt(t *testing.T) {
	shared := os.DirFS("testdata/shared")
	book, _ := flows.Load(shared)
	report, err := transcript.RunFS(book, fstest.MapFS{"x.chat": {Data: []byte("# T\ngiven known\ngiven opted in news with mill\ngiven in walk with lake\n")}})
	require.NoError(t, err)
	require.Len(t, report.Failures, 2, "%v", report.Failures)
	require.Contains(t, report.Failures[0].Why, `"given known" must say with which organisation: end it in  with mill  or  with river`)
	require.Contains(t, report.Failures[1].Why, "with mill  or  with river")
	report, err = transcript.RunFS(book, fstest.MapFS{"x.chat": {Data: []byte("# T\ngiven opted in news with mill\n")}})
	require.NoError(t, err)
	require.Contains(t, report.Failures[0].Why, `org.yaml has no consent called "news"`)
}

func TestATranscriptBesideOrganisationsWithSeveralNumbersIsAnError(t *testing.T) {
	examples, err := fs.Sub(flows.Examples, "examples")
	require.NoError(t, err)
	book, _ := flows.Load(examples)
	_, err = transcript.RunFS(book, fstest.MapFS{"x.chat": {Data: []byte("# T\n> hello\n")}})
	require.ErrorContains(t, err, "x.chat is about organisations with several numbers: put it beside the flows of one of them")
}

func TestALanguageIsGivenByEitherName(t *testing.T) {
	for _, given := range []string{"given language cy", "given me.language = cy"} {
		report := transcript.Run(org(t, "testdata/village"), "x.chat", []byte("# T\n"+given+"\n= language cy\n> hm\n< Sori...\n"))
		require.Empty(t, report.Failures, given)
	}
	report := transcript.Run(org(t, "testdata/village"), "x.chat", []byte("# T\ngiven me.language = fr\n"))
	require.Contains(t, report.Failures[0].Why, `org.yaml does not list the language "fr"`)
}

func org(t *testing.T, dir string) *flows.Org {
	t.Helper()
	book, _ := flows.Load(os.DirFS(dir))
	require.Len(t, book.Orgs, 1)
	return book.ByID()[0]
}

func passes(t *testing.T, fsys fs.FS) {
	t.Helper()
	book, findings := flows.Load(fsys)
	for _, f := range findings {
		require.NotEqual(t, flows.Error, f.Severity, f.String())
	}
	report, err := transcript.RunFS(book, fsys)
	require.NoError(t, err)
	require.Positive(t, report.Talks)
	for _, f := range report.Failures {
		t.Error(f)
	}
}

var update = flag.Bool("update", false, "rewrite the golden file")

func town(t *testing.T) *flows.Org {
	t.Helper()
	book, findings := flows.Load(os.DirFS("testdata/town"))
	require.Len(t, book.Orgs, 1, "%v", findings)
	for _, org := range book.Orgs {
		return org
	}
	return nil
}

func TestFailuresSayWhereAndWhatInPlainWords(t *testing.T) {
	src, err := os.ReadFile("testdata/fails.chat")
	require.NoError(t, err)
	report := transcript.Run(town(t), "town/fails.chat", src)
	require.Equal(t, 6, report.Talks)
	var said strings.Builder
	for _, f := range report.Failures {
		said.WriteString(f.String() + "\n")
	}
	if *update {
		require.NoError(t, os.WriteFile("testdata/fails.golden", []byte(said.String()), 0o644))
	}
	want, err := os.ReadFile("testdata/fails.golden")
	require.NoError(t, err)
	require.Equal(t, string(want), said.String())
}

func TestAFileThatCannotBeReadIsNotPlayed(t *testing.T) {
	report := transcript.Run(town(t), "x.chat", []byte("# T\n> tea\nhm\n"))
	require.Len(t, report.Failures, 1)
	require.Equal(t, 3, report.Failures[0].Line)
	require.Contains(t, report.Failures[0].String(), `x.chat:3: I can't read "hm".`)
}

func TestUpdateWritesWhatIsSaid(t *testing.T) {
	src := []byte(`# Update
given known
> tea
< Would you like sugar?
// a note stays
> 2
= joined drinkers
> ask
< What ... to know?

< One too many.
`)
	want := `# Update
given known
> tea
< Would you like milk in your tea?
< 1 Yes, please
< 2 No, thank you
// a note stays
> 2
< Your tea is ready. You are in Tea drinkers.
= joined drinkers
> ask
< What ... to know?

`
	mended, report := transcript.Update(town(t), "x.chat", src)
	require.Len(t, report.Failures, 3)
	require.Equal(t, want, string(mended))
	again, report := transcript.Update(town(t), "x.chat", mended)
	require.Empty(t, report.Failures)
	require.Equal(t, want, string(again))
}

func TestRunDirRewritesFilesOnlyWhenAsked(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS("testdata/town")))
	name := filepath.Join(dir, "wrong.chat")
	wrong := []byte("# Wrong\ngiven known\n> tea\n")
	require.NoError(t, os.WriteFile(name, wrong, 0o600))
	book, _ := flows.Load(os.DirFS(dir))

	report, err := transcript.RunDir(book, dir, transcript.Options{})
	require.NoError(t, err)
	require.Len(t, report.Failures, 1)
	require.Equal(t, name, report.Failures[0].File)
	require.Equal(t, 3, report.Failures[0].Line)

	report, err = transcript.RunDir(book, dir, transcript.Options{Update: true})
	require.NoError(t, err)
	require.Empty(t, report.Failures)
	mended, err := os.ReadFile(name)
	require.NoError(t, err)
	require.Equal(t, string(wrong[:len(wrong)-1])+"\n< Would you like milk in your tea?\n< 1 Yes, please\n< 2 No, thank you\n", string(mended))
}

func TestATranscriptWithoutAnOrganisationIsAnError(t *testing.T) {
	book, _ := flows.Load(os.DirFS("testdata/town"))
	_, err := transcript.RunFS(book, fstest.MapFS{"elsewhere/x.chat": {Data: []byte("# T\n")}})
	require.ErrorContains(t, err, "elsewhere/x.chat belongs to no organisation")
}

func TestWhoWasSentABroadcastIsHeardByTheQueueThatSentIt(t *testing.T) {
	o := org(t, "../../flows/examples/wenbridge")
	talk := "# T\ngiven opted in updates\ngiven sent a broadcast for %s\n> what time does it end\n= queued desk\n< Thanks. I have passed this on to the team. They will text you back. MENU for more.\n"
	require.Empty(t, transcript.Run(o, "x.chat", fmt.Appendf(nil, talk, "desk")).Failures)
	failures := transcript.Run(o, "x.chat", fmt.Appendf(nil, talk, "nobody")).Failures
	require.NotEmpty(t, failures)
	require.Contains(t, failures[0].Why, `org.yaml has no queue called "nobody"`)
}
