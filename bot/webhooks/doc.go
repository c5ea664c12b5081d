// Package webhooks tells organisations' own programs what has happened: that
// somebody has joined, left or stopped, that a case was opened, what a broadcast
// came to. What is told holds no text and no number of anybody.
//
// What happened is written with the very commit that made it happen; a Courier then
// hands it over, at least once, signed as Standard Webhooks says
// (https://www.standardwebhooks.com), and tries again for three days. It reaches
// nothing but public addresses: see Gate.
package webhooks
