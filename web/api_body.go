package web

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/connective-messaging/connective/bot/programs"
)

// readBody reads what a POST says: JSON of a bounded size. Without a body it says
// an empty object.
func (r *asked) readBody() error {
	most := mostAsked
	if strings.HasSuffix(r.Path(), "/imports") {
		most = mostListed
	}
	text, err := io.ReadAll(io.LimitReader(r.Request().Body, int64(most)+1))
	switch {
	case len(text) > most:
		return &problemDetails{
			Type: problemType("too-large"), Title: "The request is too large", Status: http.StatusRequestEntityTooLarge,
			Detail: fmt.Sprintf("A body may have %d bytes.", most), Mend: "Send less at once.",
		}
	case err != nil:
		return &problemDetails{
			Type: problemType("unreadable"), Title: "The request cannot be read", Status: http.StatusBadRequest,
			Detail: "The body ended before it was whole.", Mend: "Send it again with the same Idempotency-Key.",
		}
	}
	if r.body = text; len(text) == 0 {
		r.body = []byte("{}")
		return nil
	}
	kind, params, err := mime.ParseMediaType(r.Request().Header.Get("Content-Type"))
	if err != nil || kind != "application/json" || params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return &problemDetails{
			Type: problemType("media-type"), Title: "The body must be JSON", Status: http.StatusUnsupportedMediaType,
			Detail: "The Content-Type is not application/json, in UTF-8.", Mend: "Send  Content-Type: application/json.",
		}
	}
	return nil
}

// says reads the body into a value. Members that there are not, that stand twice,
// or in other letters, are mistakes, and so is what is not UTF-8.
func (r *asked) says(into any) error {
	err := json.Unmarshal(r.body, into, json.RejectUnknownMembers(true))
	var meaning *json.SemanticError
	var form *jsontext.SyntacticError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &form) && errors.Is(form.Err, jsontext.ErrDuplicateName):
		return wrong(mistake{string(form.JSONPointer), "This stands twice."})
	case errors.As(err, &form):
		return &problemDetails{
			Type: problemType("unreadable"), Title: "The request cannot be read", Status: http.StatusBadRequest,
			Detail: fmt.Sprintf("The body is no JSON in UTF-8 after byte %d.", form.ByteOffset), Mend: "Write it with a JSON library.",
		}
	case errors.As(err, &meaning) && errors.Is(meaning.Err, json.ErrUnknownName):
		return wrong(mistake{string(meaning.JSONPointer), fmt.Sprintf("There is no member called %q.", meaning.JSONPointer.LastToken())})
	case errors.As(err, &meaning):
		return wrong(mistake{string(meaning.JSONPointer), "This is not what /api/v1/openapi.json asks for here" + whatIsThere(meaning.JSONKind)})
	}
	return wrong(mistake{"", "The body is not what /api/v1/openapi.json asks for."})
}

func whatIsThere(kind jsontext.Kind) string {
	if kind == 0 {
		return "."
	}
	return ": it is " + kind.String() + "."
}

// key is the Idempotency-Key of a POST, with or without the quotation marks of a
// structured field (RFC 9651 §3.3.3).
func (r *asked) key() (string, error) {
	said := strings.TrimSpace(r.Request().Header.Get("Idempotency-Key"))
	key := said
	if unquoted, err := strconv.Unquote(said); err == nil && strings.HasPrefix(said, `"`) {
		key = unquoted
	}
	if len(key) < 1 || len(key) > 255 || strings.ContainsFunc(key, func(c rune) bool { return c < ' ' || c > '~' }) {
		return "", &problemDetails{
			Type: problemType("no-key"), Title: "A key is missing", Status: http.StatusBadRequest,
			Detail: "Every POST must have an Idempotency-Key of 1 to 255 letters, so that a repeat of it does nothing twice.",
			Mend:   `Send  Idempotency-Key: "…"  with a new UUID for each thing that you want done, and the same one when you repeat it.`,
		}
	}
	return key, nil
}

// once does what a POST asks for, once: repeated with the same key it is answered
// as it was the first time.
func (r *asked) once(h apiHandler) error {
	key, err := r.key()
	if err != nil {
		return r.refuse(err)
	}
	says := append([]byte(r.Request().Method+" "+r.Request().URL.RequestURI()+"\n"), r.body...)
	o := programs.Once{Token: r.caller.Token(), Key: key, Says: says}
	r.begun, err = r.api.Memory.Undertake(r.ctx(), o, r.api.Programs.Now())
	if err != nil {
		return r.refuse(err)
	}
	if a := r.begun.Answer; a != nil {
		r.Response().Header().Set("Idempotency-Replayed", "true")
		return r.Blob(a.Status, a.Type, a.Body)
	}
	answer, problem := r.answered(h)
	if answer.Status >= http.StatusInternalServerError { // it may be done again
		if err := r.api.Memory.Answered(r.ctx(), o, r.begun.Call, nil); err != nil {
			r.api.Log.Warn("a request of a program failed, and can be repeated in half a minute", "route", r.Path())
		}
		return writeProblem(r.Context, problem)
	}
	if err := r.api.Memory.Answered(r.ctx(), o, r.begun.Call, &answer); err != nil {
		r.api.Log.Warn("an answer to a program was not kept; what it did has a name, and is not done twice", "route", r.Path())
	}
	if answer.Body == nil {
		return r.NoContent(answer.Status)
	}
	return r.Blob(answer.Status, answer.Type, answer.Body)
}

// answered runs a handler, and is what it answers; with its problem, if it has one.
func (r *asked) answered(h apiHandler) (programs.Answer, *problemDetails) {
	a := programs.Answer{Type: "application/json"}
	done, err := h(r)
	var problem *problemDetails
	if err != nil {
		problem = r.api.problemOf(r.Context, err)
		a.Type, done = "application/problem+json", reply{problem.Status, problem}
	}
	if a.Status = done.status; done.value == nil {
		return a, problem
	}
	text, err := written(done.value)
	if err != nil {
		r.api.Log.Error("an answer to a program could not be written", "route", r.Path())
		return programs.Answer{Status: http.StatusInternalServerError}, failed
	}
	a.Body = text
	return a, problem
}
