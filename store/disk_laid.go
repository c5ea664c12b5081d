package store

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// usualStretch is how many bytes of zeros a file is laid out ahead of what is
// written.
const usualStretch = 1 << 20

// laidFile is a file that is written from its front to its end over zeros that
// are on the disk already: a sync then has the data alone to write, and not the
// length of the file and where it lies, which takes half as long. What was laid
// out and not used is cut off when it is closed, or by the start after a crash.
type laidFile struct {
	file     *os.File
	at, laid int64 // where the next byte goes, and where the zeros end
	stretch  int64
}

func openFile(path string, stretch int64) (*laidFile, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &laidFile{file: f, at: end, laid: end, stretch: stretch}, nil
}

func (f *laidFile) Write(b []byte) (int, error) {
	if need := f.at + int64(len(b)); need > f.laid {
		if err := f.lay(need + f.stretch); err != nil {
			return 0, fmt.Errorf("lay out a file: %w", err)
		}
	}
	n, err := f.file.WriteAt(b, f.at)
	f.at += int64(n)
	return n, err
}

func (f *laidFile) lay(to int64) error {
	n, err := f.file.WriteAt(make([]byte, to-f.laid), f.laid)
	f.laid += int64(n)
	return err
}

// Sync puts what was written on the disk.
func (f *laidFile) Sync() error { return syncData(f.file) }

func (f *laidFile) Close() error {
	return errors.Join(f.file.Truncate(f.at), f.file.Close())
}
