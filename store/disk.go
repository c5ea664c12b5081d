package store

import "syscall"

// disk is a file that the journal adds to.
type disk interface {
	Write(b []byte) (int, error)
	Sync() error
	Close() error
}

// Numbers of file systems that are gone after a restart, from statfs(2).
const (
	tmpfs   = 0x01021994
	ramfs   = 0x858458f6
	overlay = 0x794c7630
)

// EphemeralDisk reports whether a folder lies in memory, or in the layer of a
// container that goes with it.
func EphemeralDisk(dir string) bool {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return false
	}
	switch uint32(s.Type) {
	case tmpfs, ramfs, overlay:
		return true
	}
	return false
}
