// Package versions keeps what organisations have published: which version of
// their files people get now, and the older ones for the conversations that
// began with them. A conversation goes on in the version it began with, unless
// only words have changed or it was moved.
//
// It declares the archive that holds the files, and knows nothing of Redis or of
// folders.
package versions
