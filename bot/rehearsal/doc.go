// Package rehearsal tries what an organisation has written before people get it:
// what is wrong in its files, what a conversation so far becomes with them, and
// whether its transcripts still go as written.
//
// All of it is pure: files and texts go in, what an author is shown comes out. It
// keeps nothing, and knows neither folders nor pages.
package rehearsal
