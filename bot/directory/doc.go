// Package directory is signposting: what an organisation knows of the services
// around it, and how a need, in somebody's own words, and half a postcode find
// the few that fit. A service is kept with what a text needs and no more.
//
// All of it is pure: an Index never changes once it is built, and the day is a
// parameter. It does not know where records come from (feed), how they are kept
// (store), or what a conversation asks (flows).
package directory
