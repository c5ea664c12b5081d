package main

import (
	"context"

	"github.com/connective-messaging/connective/bot/staff"
)

type staffRota struct {
	Email string `arg:"" help:"Who."`
	State string `arg:"" help:"on or off." enum:"on,off"`
	Phone string `help:"A number that alarms are texted to as well; without it they come by e-mail alone." placeholder:"NUMBER"`
}

// Help shows an example.
func (staffRota) Help() string {
	return `Who is on the rota is told when nobody has taken an urgent case, when a text has not been read
for two open hours, and when an answer that was promised is due. While nobody is on it, everybody
who answers is told.

Examples:
  connective staff rota sam@example.org on --phone "07700 900200"
  connective staff rota sam@example.org off`
}

// Run puts somebody on the rota, or takes them off.
func (c staffRota) Run(ctx context.Context, all *Commands, io streams) error {
	return withMember(ctx, all, io, c.Email, staff.House, func(s *staff.Desk, by staff.Scope, id string) (string, error) {
		said := map[string]string{"on": "is on the rota.", "off": "is not on the rota."}[c.State]
		return said, s.SetRota(ctx, by, id, c.State == "on", c.Phone)
	})
}
