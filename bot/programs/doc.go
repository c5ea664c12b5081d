// Package programs lets the programs of organisations in: whose a token is, what
// it may do, until when, and who has made it. It knows no HTTP; it declares what
// keeps the tokens.
package programs
