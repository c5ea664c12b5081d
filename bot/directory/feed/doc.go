// Package feed fills a directory from Open Referral: HSDS 3.0 in its UK profile
// (https://docs.openreferral.org, https://openreferraluk.org), and what is left of
// the UK's version 1, from a file or page by page from an API. It says of each row
// what is wrong, where, and how to mend it.
//
// A feed is written by strangers: everything in it is bounded, an address inside
// our own network is never called, and a feed that is away, or suddenly much
// smaller, takes nothing from the directory that there is. It does not know how
// directories are kept (store) or searched (directory).
package feed
