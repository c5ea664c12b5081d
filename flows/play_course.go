package flows

// course plans that the person joins a course, or leaves one. It reports false where
// they cannot join: they are told why, and the flow ends there.
func (t *turn) course(s *Step) bool {
	if id := t.raw(s.Course.Leave).String(); id != "" {
		t.plan(Effect{Kind: EffectUncourse, Name: id})
		t.w.Courses = without(t.w.Courses, id)
	}
	id := t.raw(s.Course.Join).String()
	if id == "" {
		return true
	}
	day := t.value(s.Course.From).String()
	if t.w.Course != nil {
		if told, in := t.w.Course(id, day, t.w.Consents); !in {
			t.say(told)
			t.exit, t.src = exitUntold, s.Name
			return false
		}
	}
	e := Effect{Kind: EffectCourse, Name: id, Value: day, Wording: t.frame().Asked}
	if field, mine := profileField(s.Course.From); mine {
		e.Field = field
	}
	t.plan(e)
	t.w.Courses = with(t.w.Courses, id)
	return true
}
