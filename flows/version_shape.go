package flows

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// shapeOf is the hash of a flow without its words: its steps, ids, arrows,
// conditions, kinds of answer, variables and effects. Two flows of one shape
// take the same replies the same way, so a conversation can change from one to
// the other between any two texts. Left out are every text that people or staff
// read, how many parts they may take, translations, the rows of lists, what
// starts the flow, and was:. It has 16 hexadecimal digits, and is the same on
// every machine.
//
// It is taken from what the flow compiles to: a step's arrows as they lead, with
// what holds where nothing is written, so that writing that out changes nothing.
func (f *Flow) shapeOf() string {
	d := newDigest()
	f.shape(d)
	return d.sum(8)
}

func (f *Flow) shape(d digest) {
	d.put("flow", f.ID)
	d.put("needs", slices.Sorted(slices.Values(f.Needs))...)
	d.put("record", f.Record)
	if len(f.Steps) > 0 {
		d.put("first", f.Steps[0].Name)
	}
	for _, s := range slices.SortedFunc(slices.Values(f.Steps), func(a, b *Step) int { return strings.Compare(a.Name, b.Name) }) {
		d.put("step", s.Name)
		s.shapeEffects(d)
		if s.Ask != nil {
			f.shapeQuestion(d, s)
		}
		for n, branch := range s.When {
			if branch.If != nil {
				d.put("when", strconv.Itoa(n), branch.If.root.canon())
			}
		}
		for _, e := range f.edges(s) {
			d.put("way", e.Name, e.Dst)
		}
	}
}

// shapeEffects takes in what a step changes, and whom it gives way to.
func (s *Step) shapeEffects(d digest) {
	for _, a := range s.Set {
		d.put("set", a.Name, a.Value.Source)
	}
	d.put("forget", s.Forget...)
	d.put("opt_in", s.OptIn...)
	d.put("opt_out", s.OptOut...)
	d.put("join", s.Join)
	d.put("leave", s.Leave)
	if c := s.Course; c != nil { // so that what has none is as it was
		d.put("course", c.Join, c.From, c.Leave)
	}
	d.put("call", s.Call)
	for _, a := range slices.SortedFunc(slices.Values(s.With), func(a, b Assign) int { return cmp.Compare(a.Name, b.Name) }) {
		d.put("with", a.Name, a.Value.Source)
	}
	if s.Hand != nil {
		d.put("hand_over", s.Hand.Queue)
		if r := s.Hand.Refer; r.To != "" { // so that what has none is as it was
			d.put("refer", r.To, r.Shares, r.Within.String())
		}
	}
	if t := s.Tell; t != nil {
		t.shape(d)
	}
	if w := s.Wait; w != nil {
		d.put("wait", w.For.String(), w.Until, strconv.Itoa(w.Clock), strconv.Itoa(w.Days), w.Shift.String())
	}
}

func (t *Tell) shape(d digest) {
	d.put("tell", string(t.Who.Kind), t.Who.Name)
	d.within = "tell "
	d.flag("except me", t.Who.ExceptMe)
	d.put("flow", t.Flow)
	d.put("keeps", t.Save)
	if t.Options != nil {
		d.number("for", int64(t.For))
		t.Options.shape(d)
	}
}

// shapeQuestion takes in what answers a question takes, and how long it waits.
func (f *Flow) shapeQuestion(d digest, s *Step) {
	d.put("save", s.saves())
	d.flag("exact", s.Exact)
	d.flag("optional", s.Opt)
	if s.Helpful != "" {
		d.put("helpful", s.Helpful)
	}
	d.put("tries", strconv.Itoa(s.Tries))
	d.number("remind", int64(s.Remind))
	d.number("timeout", int64(f.WaitsFor(s)))
	if s.Answer != nil {
		d.put("answer", s.Answer.Kind)
		d.number("min", int64(s.Answer.Min))
		d.number("max", int64(s.Answer.Max))
	}
	if s.Options != nil {
		s.Options.shape(d)
	}
}

func (o *Options) shape(d digest) {
	d.put("from", o.From)
	if o.Where != nil {
		d.put("where", o.Where.root.canon())
	}
	d.put("near", o.Near)
	if o.Find != "" { // so that what has none is as it was
		d.put("find", o.Find)
	}
	if o.Child != "" {
		d.put("child", o.Child)
	}
	d.put("sort", o.Sort)
	if o.From != "" {
		d.number("limit", int64(cmp.Or(o.Limit, usualLimit)))
	}
	d.flag("many", o.Many)
	for _, opt := range o.Fixed {
		d.put("option", opt.ID)
		if opt.If != nil {
			d.put("if", opt.ID, opt.If.root.canon())
		}
	}
}

// fitOf tells what a step waits for: the kind of answer, the ids that can be
// chosen, and the variable that it fills. A conversation that waits at a step
// can go on at another version's of the same fit. It has 8 hexadecimal digits;
// it is empty for a step that waits for nothing.
func (s *Step) fitOf() string {
	d := newDigest()
	switch {
	case s.Ask != nil && s.Options != nil:
		d.put("options", s.Options.From, s.saves())
		d.flag("many", s.Options.Many)
		var ids []string
		for _, opt := range s.Options.Fixed {
			ids = append(ids, opt.ID)
		}
		slices.Sort(ids)
		d.put("ids", ids...)
	case s.Ask != nil && s.Answer != nil:
		d.put("answer", s.Answer.Kind, strconv.Itoa(s.Answer.Min), strconv.Itoa(s.Answer.Max), s.saves())
	case s.Call != "":
		d.put("call", "yes")
	case s.Hand != nil:
		d.put("hand_over", "yes")
	case s.Wait != nil:
		d.put("wait", "yes")
	default:
		return ""
	}
	return d.sum(4)
}

// exprNames are the names of the kinds of expr. They stand in shapes, so they
// never change.
var exprNames = map[exprKind]string{
	exprOr: "or", exprAnd: "and", exprNot: "not", exprTrue: "true", exprIs: "is", exprSet: "set",
	exprOpen: "open", exprHas: "has", exprStart: "start", exprOrder: "order",
}

var operandNames = map[operandKind]string{operandName: "name", operandBlank: "blank", operandWord: "word"}

// canon writes a condition in the one way that conditions of its meaning share:
// without the author's spaces, brackets and quotes.
func (e expr) canon() string {
	var out strings.Builder
	out.WriteString("(" + exprNames[e.kind] + " " + strconv.Quote(e.order))
	for _, o := range append([]operand{e.left}, e.values...) {
		out.WriteString(" " + operandNames[o.kind] + strconv.Quote(o.text))
	}
	for _, k := range e.kids {
		out.WriteString(" " + k.canon())
	}
	out.WriteString(")")
	return out.String()
}

// Shapes returns the shape of each flow, by the flow's id.
func (o *Org) Shapes() map[string]string {
	shapes := make(map[string]string, len(o.Flows))
	for id, f := range maps.All(o.Flows) {
		shapes[id] = f.Shape
	}
	return shapes
}
