package staff

import (
	"cmp"
	"context"
	"slices"
	"strings"
)

// Colleague is somebody who can be given a case.
type Colleague struct{ ID, Name string }

// Colleagues lists who answers cases of the scope's organisation, by name.
func (d *Desk) Colleagues(ctx context.Context, by Scope) ([]Colleague, error) {
	if err := by.Must(Claim); err != nil {
		return nil, err
	}
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	var answer []Colleague
	for _, a := range all {
		if !a.Disabled && a.Roles[by.Org()].May(Reply) {
			answer = append(answer, Colleague{a.ID, a.Name})
		}
	}
	slices.SortFunc(answer, func(a, b Colleague) int { return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID)) })
	return answer, nil
}

// Names are the names of everybody of the scope's organisation, by the id of their
// account.
func (d *Desk) Names(ctx context.Context, by Scope) (map[string]string, error) {
	if err := by.Must(Enter); err != nil {
		return nil, err
	}
	all, err := d.c.Accounts.AllAccounts(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, a := range all {
		if a.Roles[by.Org()].Known() {
			names[a.ID] = a.Name
		}
	}
	return names, nil
}
