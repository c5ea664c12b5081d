// Package plain tells what in an English text is hard to read for a person who
// is tired, afraid, or new to the language: words for which there are plainer
// ones, sentences that are too long to keep in mind, words in capitals, and short
// forms that not everybody knows.
//
// It judges words alone: it knows neither flows nor broadcasts, and of other
// languages nothing. What it finds is advice.
package plain
