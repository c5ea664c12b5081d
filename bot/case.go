package bot

import (
	"slices"
	"time"

	"github.com/connective-messaging/connective/flows"
)

// openCase passes everything on to staff while they talk: the bot is silent.
func (h *hearing) openCase() bool {
	c := h.t.Thread.Case
	if c == nil || !c.Holds {
		return false
	}
	h.note(ByResident, "", h.text)
	if h.whole("words.start") {
		c.StopEnds = ""
	}
	if !h.areaAnswer(c) {
		h.acknowledge(c)
	}
	return true
}

// sameCase is how long after its end a case goes on, if something else comes.
const sameCase = 24 * time.Hour

// open opens a case, or returns the open one to be changed. What comes within a
// day of the end of a case is that case again.
func (h *hearing) open(reason, queue, about string) *Case {
	if h.t.Thread.Case == nil {
		c := &Case{ID: caseID(h.t.Event, h.t.Key.Org), Reason: reason, Queue: queue, About: about, Opened: h.now.UTC()}
		if f := h.t.Former; f != nil && h.now.Sub(f.Closed) < sameCase {
			c.ID, c.Opened, c.Reopened, c.Asked = f.ID, f.Opened, h.now.UTC(), f.Asked
		}
		h.t.Thread.Case, h.t.Former, h.t.Survey = c, nil, nil
		h.t.Case = CaseOpened
		c.Due = h.org.Promise(queue, h.now).UTC()
	}
	h.edited()
	return h.t.Thread.Case
}

// moved puts a case into a queue, which promises an answer anew unless there was
// one.
func (h *hearing) moved(c *Case, queue string) {
	c.Queue = queue
	if c.Answered.IsZero() {
		c.Due = h.org.Promise(queue, h.now).UTC()
	}
}

// edited marks that the open case is to be written.
func (h *hearing) edited() {
	if h.t.Case == CaseSame {
		h.t.Case = CaseEdited
	}
	h.t.CaseID = h.t.Thread.Case.ID
}

// note adds a line to the open case.
func (h *hearing) note(who, name, text string) {
	c := h.t.Thread.Case
	if c == nil {
		return
	}
	h.edited()
	if who == ByResident {
		c.Heard, c.Ends = h.now.UTC(), time.Time{}
		if c.Unread++; c.Unread == 1 {
			c.Waits = c.Heard
		}
	}
	h.t.Notes = append(h.t.Notes, Note{At: h.now.UTC(), Who: who, Name: name, Text: text})
}

// keepForStaff shows a text to staff without making the bot silent.
func (h *hearing) keepForStaff(reason string) {
	h.open(reason, h.firstQueue(), "")
	h.note(ByResident, "", h.text)
}

// firstQueue is the organisation's first queue that is open, else its first.
func (h *hearing) firstQueue() string {
	for _, q := range h.org.Queues {
		if h.org.Open(q.Name, h.now) {
			return q.Name
		}
	}
	if len(h.org.Queues) > 0 {
		return h.org.Queues[0].Name
	}
	return ""
}

// queueOf is the queue of that name. An older version of a flow may name one that
// nobody looks at any more: its people go to the first queue.
func (h *hearing) queueOf(name string) string {
	if slices.ContainsFunc(h.org.Queues, func(q flows.Queue) bool { return q.Name == name }) || len(h.org.Queues) == 0 {
		return name
	}
	return h.firstQueue()
}

// handOver gives the conversation to a queue because a flow says so.
func (h *hearing) handOver(e flows.Effect) {
	queue := h.queueOf(e.Name)
	c := h.open("hand_over", queue, e.Value)
	h.moved(c, queue)
	c.About, c.Holds, c.Flow = e.Value, true, true
	if e.IfNobody != "" {
		c.Nobody, c.NobodyAt = e.IfNobody, h.org.Promise(queue, h.now).UTC()
	}
	if h.text != "" {
		h.note(ByResident, "", h.text)
	}
	h.refer(c, e.Refer)
}

// person passes the conversation to people because the resident asks for it.
func (h *hearing) person(reason string) {
	queue := h.firstQueue()
	if queue == "" {
		h.say(h.words("person.none"))
		return
	}
	h.idle()
	c := h.open(reason, queue, "")
	h.moved(c, queue)
	c.Holds = true
	h.note(ByResident, "", h.text)
	c.Autos++
	if h.org.Open(queue, h.now) {
		h.say(h.words("person.waiting"))
		return
	}
	h.say(h.words("person.when", "time", h.moment(h.org.Promise(queue, h.now))))
}
