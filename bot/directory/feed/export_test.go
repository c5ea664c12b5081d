package feed

// Public is for tests.
var Public = public
