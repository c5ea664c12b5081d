// Package people is the register of an organisation's people as organisers keep
// it: lists of people who agreed to texts elsewhere are imported, with what each
// agreed to, where and when; the register is exported; one person is forgotten.
// It reads a spreadsheet, judges each row, and says in plain words why a row was
// refused and how to mend it.
//
// It does not know how people are kept (store), what texts are sent, or how a page
// looks (web). Nothing in it sends a text.
package people
