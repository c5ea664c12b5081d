package flows

// asked is one comparison in a flow: what is compared, and where.
type asked struct {
	expr
	cond *Condition
	list *List // the list whose columns bare names are; nil outside where:
	rows bool  // it stands in where:
}

// eachTest visits every comparison of every condition of the flow.
func (c *flowLint) eachTest(visit func(asked)) {
	visitTests(c.f.Start.To.Where, nil, false, visit)
	for _, s := range c.f.Steps {
		for _, b := range s.When {
			visitTests(b.If, nil, false, visit)
		}
		if s.Options == nil {
			continue
		}
		for _, o := range s.Options.Fixed {
			visitTests(o.If, nil, false, visit)
		}
		visitTests(s.Options.Where, c.org.listOf(s.Options.From), true, visit)
	}
}

func visitTests(cond *Condition, list *List, rows bool, visit func(asked)) {
	if cond == nil {
		return
	}
	var walk func(expr)
	walk = func(e expr) {
		for _, k := range e.kids {
			walk(k)
		}
		if len(e.kids) == 0 {
			visit(asked{expr: e, cond: cond, list: list, rows: rows})
		}
	}
	walk(cond.root)
}

// pos is where an operand stands.
func (a asked) pos(o operand) Pos {
	p := a.cond.Pos
	p.Column += len([]rune(a.cond.Source[:o.at]))
	if o.kind == operandBlank {
		p.Column++
	}
	return p
}

// column tells whether the left side is a column of a row.
func (a asked) column() bool { return a.rows && a.left.kind == operandName }
