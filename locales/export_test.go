package locales

import "io/fs"

// AsWritten is SayCount for what a language's file says, draft or not.
func AsWritten(language, id string, n int, pairs ...string) string {
	text, _, _ := engine().catalog.Render(language, id, &n, filled(append(pairs, "n", "12")))
	return text
}

// SayFrom says two texts of the languages in a folder.
func SayFrom(fsys fs.FS, language, first, second string) (string, string, error) {
	s, err := loadSpeech(fsys)
	if err != nil {
		return "", "", err
	}
	one, _, _ := s.catalog.Render(s.sayIn(language, first), first, nil, nil)
	two, _, _ := s.catalog.Render(s.sayIn(language, second), second, nil, nil)
	return one, two, nil
}
