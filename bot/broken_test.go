package bot_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNobodyMeetsSilenceWhenTheFlowsAreBroken has every state fall into flows that
// do not load, with texts that need them.
func TestNobodyMeetsSilenceWhenTheFlowsAreBroken(t *testing.T) {
	for _, s := range states {
		for _, text := range []string{"hello", "1", "2", "0", "more", "menu", "back", "help", "person", "start", "join", "mydata", "cymraeg", "🙂", "join chair", "stop chair", "stpo"} {
			t.Run(s.name+"/"+text, func(t *testing.T) {
				p := s.phone()
				p.org = brokenTown()
				before := p.thread
				turn := p.text(text)
				silent := before.Stopped || before.Case != nil || s.name == "muted for a loop" || s.name == "flooding"
				if !silent {
					require.NotEmpty(t, said(turn), "%s answered nothing", turn.Rule)
				}
				for _, words := range said(turn) {
					require.NotEmpty(t, words)
				}
			})
		}
	}
}

func TestAQuestionStaysOpenWhileTheFlowsAreBroken(t *testing.T) {
	p := newPhone().at("choice")
	whole := p.org
	p.org = brokenTown()
	turn := p.text("1")
	require.Equal(t, "broken flows", turn.Rule)
	require.NotNil(t, turn.Conversation.Now, "it goes on once they are mended")
	require.Equal(t, "1", turn.Notes[len(turn.Notes)-1].Text, "people read the text")
	p.org = whole
	p.thread.Case = nil
	require.Equal(t, "number", p.text("1").Rule, "the first way to choose")
}
