//go:build powercut

package store

import "fmt"

// powerCutDisk keeps what was not synced in this process, so that a kill -9
// loses exactly what a power cut would. It is built into the fault test alone.
type powerCutDisk struct {
	file    *laidFile
	pending []byte
}

func openDisk(path string) (disk, error) {
	f, err := openFile(path, usualStretch)
	return &powerCutDisk{file: f}, err
}

func (d *powerCutDisk) Write(b []byte) (int, error) {
	d.pending = append(d.pending, b...)
	return len(b), nil
}

func (d *powerCutDisk) Sync() error {
	if _, err := d.file.Write(d.pending); err != nil {
		return fmt.Errorf("write what was pending: %w", err)
	}
	d.pending = d.pending[:0]
	return d.file.Sync()
}

func (d *powerCutDisk) Close() error {
	if err := d.Sync(); err != nil {
		return err
	}
	return d.file.Close()
}
