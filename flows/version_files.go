package flows

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
)

// Files is what an organisation wrote, by file name: org.yaml, the flows, their
// translations and the lists. Transcripts are not among it, as they change
// nothing that people are sent.
type Files map[string][]byte

// The most that a version may hold: more than any organisation needs, and little
// enough for many versions to be kept.
const (
	mostFiles = 500
	mostBytes = 16 << 20
)

// ErrTooMuch is returned for more files than a version may have.
var ErrTooMuch = errors.New("these are more files than one organisation may have: at most 500, and 16 MB in all")

// Version names exactly these files: another letter in any of them is another
// version. It has 32 hexadecimal digits.
func (f Files) Version() string {
	d := newDigest()
	for _, name := range slices.Sorted(maps.Keys(f)) {
		d.word(name)
		d.word(string(f[name]))
	}
	return d.sum(16)
}

// add adds a file, unless that would be too much.
func (f Files) add(name string, text []byte) error {
	f[name] = text
	all := 0
	for _, text := range f {
		all += len(text)
	}
	if all > mostBytes || len(f) > mostFiles {
		return ErrTooMuch
	}
	return nil
}

// ReadFiles reads what an organisation wrote from its folder in a file system;
// "." is the file system's own. The error wraps the file system's, or is
// ErrTooMuch.
func ReadFiles(fsys fs.FS, dir string) (Files, error) {
	entries, err := fs.ReadDir(fsys, dir)
	if err != nil {
		return nil, fmt.Errorf("read an organisation's folder: %w", err)
	}
	files := Files{}
	for _, e := range entries {
		if ext := path.Ext(e.Name()); e.IsDir() || ext != ".yaml" && ext != ".csv" {
			continue
		}
		text, err := readBounded(fsys, path.Join(dir, e.Name()))
		if err != nil {
			return nil, fmt.Errorf("read an organisation's file: %w", err)
		}
		if err := files.add(e.Name(), text); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// Pack writes the files as a zip archive.
func (f Files) Pack() ([]byte, error) { return f.zip("") }

// PackInto writes the files as a zip archive in which they stand in a folder, for
// people to keep.
func (f Files) PackInto(folder string) ([]byte, error) { return f.zip(folder) }

// zip writes the files below a folder; "" is none.
func (f Files) zip(folder string) ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		w, err := z.Create(path.Join(folder, name))
		if err == nil {
			_, err = w.Write(f[name])
		}
		if err != nil {
			return nil, fmt.Errorf("pack an organisation's files: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack an organisation's files: %w", err)
	}
	return out.Bytes(), nil
}

// UnpackFiles reads what Pack wrote. It never makes more of it than a version
// may have.
func UnpackFiles(packed []byte) (Files, error) {
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("unpack an organisation's files: %w", err)
	}
	return ReadFiles(z, ".")
}

// FS returns the files as a file system with one folder, which has the
// organisation's id.
func (f Files) FS(org string) (fs.FS, error) {
	packed, err := f.zip(org)
	if err != nil {
		return nil, err
	}
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("open an organisation's files: %w", err)
	}
	return z, nil
}

// LoadPublished loads a version of an organisation that was published. It was
// linted then, and is not linted again: a later program that finds more fault
// must not take it from the people in the middle of it. Its flows have the shapes
// that were written down when it was published, where there are any, so that a
// later program that takes them otherwise still knows them. Files that this
// program cannot read at all are an error.
func LoadPublished(org string, files Files, shapes map[string]string) (*Org, error) {
	fsys, err := files.FS(org)
	if err != nil {
		return nil, err
	}
	var found []Finding
	o := loadOrg(fsys, org, "", &found, func(*orgLoad) {})
	for _, f := range found {
		if f.Severity == Error {
			return nil, fmt.Errorf("load a published version: %s: %s [%s]", f.place(), f.Message, f.Code)
		}
	}
	if o == nil || o.ID != org {
		return nil, fmt.Errorf("load a published version: it is of another organisation than %q", org)
	}
	for id, shape := range shapes {
		if f := o.Flows[id]; f != nil {
			f.Shape = shape
		}
	}
	return o, nil
}

// readBounded reads a file, of at most a letter more than any may have.
func readBounded(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxListFile+1))
}
