package locales

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"go.yaml.in/yaml/v4"
)

//go:embed active.*.yaml
var files embed.FS

// speech is everything that the engine says and listens for.
type speech struct {
	catalog   *Catalog
	languages []Language
	words     map[string]map[string][]string // by language, then list
	allWords  map[string][]string
	guarded   map[string]bool // the ids that never come from a draft
}

// engine returns the embedded speech, read once. The tests load the same files,
// so that a fault in them never leaves the repository.
var engine = sync.OnceValue(func() *speech {
	s, err := loadSpeech(files)
	if err != nil {
		panic(fmt.Sprintf("the engine's own words are broken: %v", err))
	}
	return s
})

// loadSpeech reads every active.<language>.yaml of a folder.
func loadSpeech(fsys fs.FS) (*speech, error) {
	names, err := fs.Glob(fsys, "active.*.yaml")
	if err != nil {
		return nil, fmt.Errorf("list the engine's words: %w", err)
	}
	s := &speech{
		catalog:  NewCatalog(english),
		words:    map[string]map[string][]string{},
		allWords: map[string][]string{},
	}
	for _, name := range names {
		tag := strings.TrimSuffix(strings.TrimPrefix(name, "active."), ".yaml")
		if err := s.load(fsys, name, tag); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	slices.SortFunc(s.languages, func(a, b Language) int { return strings.Compare(order(a.Tag), order(b.Tag)) })
	s.merge()
	s.guard()
	return s, nil
}

// order sorts English before all others.
func order(tag string) string {
	if tag == english {
		return ""
	}
	return tag
}

// load reads one language's file.
func (s *speech) load(fsys fs.FS, name, tag string) error {
	raw, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := yaml.Unmarshal(raw, &tree); err != nil {
		return err
	}
	texts := map[string]map[string]string{}
	if err := flatten("", tree, texts); err != nil {
		return err
	}
	s.languages = append(s.languages, Language{
		Tag: tag, Name: texts["name"]["other"], Names: split(texts["names"]["other"]), Draft: texts["draft"]["other"] == "yes",
	})
	s.words[tag] = map[string][]string{}
	for id, forms := range texts {
		if list, ok := strings.CutPrefix(id, "words."); ok {
			s.words[tag][list] = wordList(list, forms["other"])
			continue
		}
		if err := needForms(tag, id, forms); err != nil {
			return err
		}
		if err := s.catalog.Add(tag, id, forms); err != nil {
			return err
		}
	}
	return nil
}

// flatten gathers the texts of a file under dotted ids. A map that has the key
// count is a text with plural forms; any other is a group of texts.
func flatten(prefix string, tree map[string]any, into map[string]map[string]string) error {
	for key, value := range tree {
		id := prefix + key
		switch value := value.(type) {
		case string:
			into[id] = map[string]string{"other": value}
		case map[string]any:
			if _, plural := value["count"]; plural {
				into[id] = map[string]string{}
				for form, text := range value {
					if form != "count" {
						into[id][form] = fmt.Sprint(text)
					}
				}
				continue
			}
			if err := flatten(id+".", value, into); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is %v; it must be a text in quotes", id, value)
		}
	}
	return nil
}

// needForms refuses a plural text that lacks a form its language needs.
func needForms(tag, id string, forms map[string]string) error {
	if _, single := forms["other"]; single && len(forms) == 1 {
		return nil
	}
	for _, form := range PluralForms(tag) {
		if forms[form] == "" {
			return fmt.Errorf("%s lacks the plural form %q", id, form)
		}
	}
	return nil
}

// split reads a list with commas, each word folded.
func split(list string) []string {
	var words []string
	for word := range strings.SplitSeq(list, ",") {
		words = append(words, Fold(word))
	}
	return words
}

// wordList reads one words.* list. Each word is listed without its accents too,
// since many phones make them hard to type; but not in the lists of numbers,
// where the place of a word is its value.
func wordList(id, list string) []string {
	words := split(list)
	if strings.HasPrefix(id, "numbers") {
		return words
	}
	for _, word := range words {
		if bare := FoldAccents(word); !slices.Contains(words, bare) {
			words = append(words, bare)
		}
	}
	return words
}

// merge makes the lists of all languages together.
func (s *speech) merge() {
	for _, l := range s.languages {
		for id, list := range s.words[l.Tag] {
			for _, word := range list {
				if !slices.Contains(s.allWords[id], word) {
					s.allWords[id] = append(s.allWords[id], word)
				}
			}
		}
	}
}
