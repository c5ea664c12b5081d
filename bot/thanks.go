package bot

// thanks answers somebody who says thank you when nothing is asked, as a person would:
// they are not told that nobody has followed that.
func (h *hearing) thanks() bool {
	if h.t.Person.Met.IsZero() || h.org.Waiting(h.t.Conversation) || !h.whole("words.thanks") {
		return false
	}
	h.say(h.words("thanks.welcome"))
	h.t.Conversation.Misses = 0
	return true
}
