package web_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/staff"
	"github.com/connective-messaging/connective/web"
)

// TestABrowserThatHasLeftIsNoFault asks as somebody does who has gone on to another
// page: nobody is woken by that.
func TestABrowserThatHasLeftIsNoFault(t *testing.T) {
	var said bytes.Buffer
	o := openConsole(t, func(k *web.Console) { k.Log = slog.New(slog.NewTextHandler(&said, nil)) })
	lead := o.as(staff.Lead)
	for _, page := range []string{"/console/cases/all/rows", "/console/", "/console/groups", "/console/figures"} {
		left, leave := context.WithCancel(t.Context())
		leave()
		r := httptest.NewRequest("GET", "https://texts.example.org"+page, nil).WithContext(left)
		for _, c := range lead.cookies {
			r.AddCookie(c)
		}
		o.server.ServeHTTP(httptest.NewRecorder(), r)
	}
	require.NotContains(t, said.String(), "level=ERROR")
}
