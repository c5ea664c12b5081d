package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// lockFolder keeps other processes out of a folder until the file is closed, or
// this process ends in any way.
func lockFolder(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock the journal's folder: %w", err)
	}
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return nil, errors.Join(ErrJournalInUse, f.Close())
	}
	return f, nil
}

// setAside makes a file of so many bytes that are really on the disk.
func setAside(path string, bytes int64) error {
	if info, err := os.Stat(path); err == nil && info.Size() == bytes {
		return nil
	}
	err := os.WriteFile(path, make([]byte, bytes), 0o600)
	if err == nil {
		return nil
	}
	if e := os.Remove(path); e != nil && !errors.Is(e, fs.ErrNotExist) {
		err = errors.Join(err, e)
	}
	return fmt.Errorf("set room aside: %w", err)
}

// syncFolder makes a new file's name outlive a power cut too.
func syncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
