package bot

// Mailed notes that a letter has asked the service of a referral.
type Mailed struct{ Referral string }

func (a Mailed) on(h *hearing, c *Case, _ Staff) error {
	r, err := c.referral(a.Referral)
	if err != nil || !r.Mailed.IsZero() {
		return err
	}
	r.Mailed = h.now.UTC()
	c.Referral = &r
	h.note(ByAct, "", "asked "+r.Name+" by e-mail")
	return nil
}

// Unmailed gives a referral to staff since no letter can leave, or nobody has
// answered it. Why is read by staff, and may not hold words of residents.
type Unmailed struct{ Referral, Why string }

func (a Unmailed) on(h *hearing, c *Case, _ Staff) error {
	r, err := c.referral(a.Referral)
	if err != nil || r.Staff || !r.Answered.IsZero() {
		return err
	}
	h.note(ByAct, "", r.Name+": "+a.Why+". Please ask it yourselves")
	h.toStaff(c)
	return nil
}

// ServiceSays is what a service says of a referral, by the link in its letter.
type ServiceSays struct {
	Referral string
	Says     Says
	Reason   string // of CannotReasons, where it cannot help
}

func (a ServiceSays) on(h *hearing, c *Case, _ Staff) error {
	r, err := c.referral(a.Referral)
	if err != nil {
		return err
	}
	if !r.Answered.IsZero() {
		return ErrSaid
	}
	if a.Says == SaysCannot && !CannotReasons.Has(a.Reason) {
		return &ClosingError{"reason", a.Reason}
	}
	switch a.Says {
	case SaysSeen:
		if !r.Seen.IsZero() {
			return nil
		}
		r.Seen, r.Tell = h.now.UTC(), h.now.Add(seenTold).UTC()
		h.note(ByAct, "", r.Name+" has read it")
	case SaysYes:
		r.Answered, r.Answer, r.Tell = h.now.UTC(), a.Says, h.now.UTC()
		h.note(ByAct, "", r.Name+" says yes: they will call")
	case SaysCannot:
		r.Answered, r.Answer, r.Reason, r.Tell = h.now.UTC(), a.Says, a.Reason, h.now.UTC()
		h.note(ByAct, "", r.Name+" cannot help: "+CannotReasons.Label(a.Reason))
	default:
		return ErrNoReferral
	}
	c.Referral = &r
	if a.Says == SaysCannot {
		h.toStaff(c)
	}
	return nil
}

// referral is a copy of the referral of a case.
func (c *Case) referral(id string) (Referral, error) {
	if c.Referral == nil || c.Referral.ID != id {
		return Referral{}, ErrNoReferral
	}
	return *c.Referral, nil
}
