// Package locales holds what the bot itself says, one file a language, and the
// catalog that finds a text in a language with its plural forms. go-i18n lives
// here and nowhere else. What organisations write lives in flows; their texts
// pass through a Catalog of their own.
//
// It knows nothing of conversations, people or texts received, and imports no
// other room.
package locales
