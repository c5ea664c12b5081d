// Package assure asks services whether what people are told of them is still right:
// by a letter to their own address, with a link on which they say so. What they say
// is kept beside the feed's records, and what staff must see to is listed for them.
//
// It does not know how letters travel (inbox), what is kept where (store), or what a
// page looks like (web).
package assure
