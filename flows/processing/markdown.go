package processing

import (
	"io"
	"slices"
	"strings"
)

// toFill marks what flows cannot know.
const toFill = "*to be filled in*"

// Markdown writes the record as a document. The error is the writer's.
func (r *Record) Markdown(out io.Writer) error {
	d := &document{}
	d.line("# Record of processing: %s", r.Name)
	d.line("")
	d.line("Written from the flows in version %s. It is what Article 30 of the UK GDPR asks for, as far as flows can know it.", short(r.Version))
	d.line("")
	d.table([]string{"", ""}, [][]string{
		{"Controller", r.Name}, {"Contact, and data protection officer", toFill}, {"Whose data", "whoever texts " + r.Number},
		{"Lawful basis", toFill}, {"Who else handles it", "the company that carries the texts, and whoever runs the servers: " + toFill}, {"Sent abroad", toFill},
		{"How it is protected", "numbers and words are encrypted where they are kept, and stand in no log; who may see them: " + toFill},
	})
	r.fields(d)
	r.engine(d)
	r.consents(d)
	r.others(d)
	_, err := io.WriteString(out, strings.TrimRight(d.String(), "\n")+"\n")
	return err
}

func (r *Record) fields(d *document) {
	d.title("What is kept about a person")
	d.line("The time counts from when the person told it last. Then it is wiped, also if they never text again.")
	d.line("")
	var rows [][]string
	for _, f := range r.Fields {
		rows = append(rows, []string{f.Name, f.Type, f.Why, f.Keep, orNowhere(f.Saved), orNowhere(f.Used)})
	}
	d.rows("Nothing.", []string{"what", "type", "why", "kept for", "saved by", "used by"}, rows)
	rows = nil
	for _, a := range r.Answers {
		rows = append(rows, []string{a.Flow, strings.Join(a.Names, ", ")})
	}
	d.title("Answers that are kept in the conversation alone")
	d.line("They go when the flow ends.")
	d.line("")
	d.rows("None.", []string{"flow", "answers"}, rows)
}

// engine is what is kept whatever the flows say; store/keys.go has the times.
func (r *Record) engine(d *document) {
	d.title("What Connective keeps by itself")
	kept := [][]string{
		{"the phone number", "to answer", "until FORGET"},
		{"the language, and the word that brought the person", "to answer so that they understand; to see which posters work", "until FORGET"},
		{"groups that the person is in (" + orNowhere(r.Groups) + ")", "to send their texts", "until they leave, or FORGET"},
		{"what they agreed to: words shown, words texted, when", "to prove it", "until FORGET"},
		{"texts that are sent", "to send each once", "7 days after they are settled"},
		{"texts that come in, in the journal", "to answer each, whatever fails", "24 hours"},
		{"cases: what a person and staff wrote", "so that staff can help", "90 days after they are closed"},
		{"that a number said STOP, without the number", "to send it nothing more", "for ever"},
	}
	if len(r.Courses) > 0 {
		course := []string{"the day that a course counts from, and which lessons were sent (" + orNowhere(r.Courses) + ")", "to send each lesson on its day, once", "until they leave, the course is over, a loss, or FORGET"}
		kept = slices.Insert(kept, 3, course)
	}
	if r.Follows {
		shown := []string{"which service somebody was shown last, what they looked for and the first half of their postcode", "to ask a week later whether they got it", "until they are asked, at most 10 days, or FORGET"}
		kept = slices.Insert(kept, 3, shown)
	}
	d.rows("", []string{"what", "why", "kept for"}, kept)
}

// letters are what services are told, and asked, by e-mail.
func (r *Record) letters(d *document) {
	if len(r.Letters) == 0 && r.Asked == "" {
		return
	}
	d.title("What services are told by e-mail")
	if len(r.Letters) > 0 {
		d.line("Only after a plain yes in the same turn. The letter itself says that somebody asks to be called, and nothing of them. On the page of its link the service reads, once it presses a button and for 14 days:")
		d.line("")
		var rows [][]string
		for _, l := range r.Letters {
			shares := "the number alone"
			if l.Shares != "" {
				shares = "the number, and what they answered as " + l.Shares
			}
			rows = append(rows, []string{"`" + l.Step + "`", shares})
		}
		d.table([]string{"where", "what the service reads"}, rows)
	}
	if r.Asked != "" {
		d.line("Services are asked every %s at most whether what people are told of them is right. That letter holds nothing of anybody. What a service writes back is deleted once staff have seen to it.", r.Asked)
		d.line("")
	}
}

func (r *Record) consents(d *document) {
	d.title("What people agree to")
	for _, c := range r.Consents {
		d.line("**%s**: %s", c.Name, c.Words)
		d.line("")
		for _, a := range c.Given {
			if a.Question == "" {
				d.line("- recorded at `%s`, without a question before it in this flow", a.Step)
				continue
			}
			d.line("- recorded at `%s` when %s is answered to `%s`: \"%s\"", a.Step, orQuoted(a.Answers), a.Question, oneLine(a.Wording))
		}
		if len(c.Given) == 0 {
			d.line("- no flow records it")
		}
		d.line("- ended by FORGET%s; overruled by STOP until the person texts START", prefixed(", and at ", c.Ended))
		d.line("")
	}
	if len(r.Consents) == 0 {
		d.line("Nothing.")
		d.line("")
	}
}

func (r *Record) others(d *document) {
	d.title("Who is told what")
	var rows [][]string
	for _, t := range r.Told {
		of := strings.Join(t.Of, ", ")
		if t.Number {
			of += " (**the person's number**)"
		}
		rows = append(rows, []string{"`" + t.Step + "`", t.Who, "\"" + oneLine(t.Words) + "\"", of})
	}
	d.rows("Nobody but staff.", []string{"where", "who", "what", "of the person"}, rows)
	r.letters(d)
	rows = nil
	for _, s := range r.Staff {
		rows = append(rows, []string{s.Queue, "`" + s.Step + "`", oneLine(s.About)})
	}
	d.title("What staff see")
	d.line("Everything that is said while a case is open; whoever texts PERSON, and words of crisis, open one too.")
	d.line("")
	d.rows("No flow hands over to them.", []string{"queue", "where", "what they see first"}, rows)
	r.elsewhere(d)
	rows = nil
	for _, s := range r.Datasets {
		rows = append(rows, []string{s.Name, strings.Join(s.Flows, ", "), strings.Join(s.Columns, ", ")})
	}
	d.title("Rows that are kept without the phone number")
	d.line("They are kept until the organisation erases them. Free words in them can still tell who wrote them.")
	d.line("")
	d.rows("None.", []string{"dataset", "flows", "columns"}, rows)
}

// elsewhere is where cases can go, if anywhere.
func (r *Record) elsewhere(d *document) {
	if len(r.Areas) == 0 {
		return
	}
	var rows [][]string
	for _, a := range r.Areas {
		rows = append(rows, []string{a.Name, a.To})
	}
	d.title("Who else a case can go to")
	d.line("Only once the person has agreed by text. They choose whether their number and texts go along, their number alone, or nothing. The words that they were asked with, and their answer, are kept with their consents.")
	d.line("")
	d.rows("", []string{"who", "organisation, or how they are reached"}, rows)
}
