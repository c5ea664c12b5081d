package bird

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/providers/wire"
)

// owned is a number of the workspace, as GET /v1/numbers of Bird's SDKs lists it.
type owned struct {
	Number       wire.Loose `json:"number"`
	Kind         wire.Loose `json:"kind"`
	Capabilities []string   `json:"capabilities"`
	Status       wire.Loose `json:"status"`
	ReleasesAt   wire.Loose `json:"releases_at"`
}

// CheckSender asks for the number. What is texted to it comes by the one webhook of
// the workspace, which Check asks for.
func (p *Provider) CheckSender(ctx context.Context, number, _ string) providers.Findings {
	var f providers.Findings
	a := p.api.Call(ctx, "GET", "/v1/numbers?"+url.Values{"number": {number}}.Encode(), nil)
	var list struct {
		Data *[]owned `json:"data"`
	}
	if a.Err != nil || a.Status != http.StatusOK || json.Unmarshal(a.Body, &list) != nil || list.Data == nil {
		f.Note("whether the number is the workspace's Bird does not tell this key (" + a.Why(errorCode(a)) + "): let the key read numbers, or look at it in the dashboard under Numbers")
		return f
	}
	for _, its := range *list.Data {
		if string(its.Number) == number && its.Status != "released" {
			its.judge(&f)
			return f
		}
	}
	f.Fault("the workspace at Bird has no such number, so that its texts are refused (E13006): get it under Numbers, or correct the number in org.yaml; is the key of the right workspace?")
	return f
}

// judge says whether a number can text.
func (o owned) judge(f *providers.Findings) {
	switch {
	case !slices.Contains(o.Capabilities, "sms"):
		f.Fault("the number is the workspace's at Bird, but cannot send or receive texts: get one that can under Numbers, and correct org.yaml")
		return
	case o.Status == "pending_ownership_registration":
		f.Fault("Bird blocks texts from the number until it knows whose it is: give it the papers that it asks for, in the dashboard under Numbers")
		return
	case o.Status != "active":
		f.Fault("Bird says that the number is not active: look at it in the dashboard under Numbers")
		return
	}
	f.Note("the number is the workspace's at Bird, and can text")
	if at := dateOf(o.ReleasesAt); !at.IsZero() {
		f.Fault("Bird gives the number up on " + at.Format("2 January 2006") + ": take it again under Numbers, else nobody can text it from then on")
	}
	if o.Kind == "shared" {
		f.Note("others text from the number too: what people text to it may not come here")
	}
}
