// Package staff is who may do what: the accounts of the staff, how they sign
// in, what each role may do in which organisation, and the log of what was done.
//
// It judges, and declares what it needs kept as small interfaces that the store
// fulfils. It knows no page and no Redis. Nothing of residents is in it but ids.
package staff
