package bot

import (
	"time"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

// afterTalk is how long after staff have closed a case a text may still belong to
// that talk.
const afterTalk = 24 * time.Hour

// ownWords begins the flow that looks for what people need, with a text that nothing
// else has understood: it tells of a need that the list of services has something for.
// Anything else may be thanks or a greeting, or the end of a talk with staff.
func (h *hearing) ownWords() bool {
	flow, former := h.org.OwnWords, h.t.Thread.Former
	waits := h.org.Waiting(h.t.Conversation) && !h.org.Opening(h.t.Conversation)
	if flow == "" || waits || former != nil && h.now.Sub(former.Closed) < afterTalk {
		return false
	}
	sought := directory.Find(h.org, flows.Seek{Words: h.text, Language: h.lang(), Limit: 1, Now: h.now})
	if len(sought.Needs) == 0 || len(sought.IDs) == 0 {
		return false
	}
	h.play(h.org.BeginWith(h.t.Conversation, h.world(), flow, h.text))
	return true
}
