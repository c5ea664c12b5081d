// Package processing writes an organisation's record of processing from its
// flows: what is kept about people, why and for how long, which steps save and
// use it, what people agree to in which words, and who is told what. It is what
// Article 30 of the UK GDPR asks a controller to keep, as far as flows can know
// it; what they cannot know is left for the organisation to fill in.
//
// Everything is a pure function of an organisation's files.
package processing
