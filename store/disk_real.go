//go:build !powercut

package store

func openDisk(path string) (disk, error) { return openFile(path, usualStretch) }
