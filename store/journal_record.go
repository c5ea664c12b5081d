package store

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"time"
)

// recordKind tells what a record of the journal says of its text.
type recordKind byte

const (
	recordTaken recordKind = 1 + iota
	recordTried
	recordDone
	recordSpared
)

// record is one entry of the journal: length, CRC-32C, kind, id, time, body.
type record struct {
	kind recordKind
	id   uint64
	at   time.Time
	body []byte
}

const (
	headBytes = 8  // length and checksum
	fixBytes  = 17 // kind, id and time
	mostBody  = 1 << 20
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (r record) append(b []byte) []byte {
	start := len(b)
	b = append(b, make([]byte, headBytes)...)
	b = append(b, byte(r.kind))
	b = binary.BigEndian.AppendUint64(b, r.id)
	b = binary.BigEndian.AppendUint64(b, uint64(r.at.UnixNano()))
	b = append(b, r.body...)
	binary.BigEndian.PutUint32(b[start:], uint32(len(b)-start-headBytes))
	binary.BigEndian.PutUint32(b[start+4:], crc32.Checksum(b[start+headBytes:], castagnoli))
	return b
}

// readRecord reads the record at the front; false if it is cut short or spoilt.
func readRecord(b []byte) (r record, rest []byte, ok bool) {
	if len(b) < headBytes+fixBytes {
		return r, nil, false
	}
	length := int(binary.BigEndian.Uint32(b))
	if length < fixBytes || length > mostBody || len(b) < headBytes+length {
		return r, nil, false
	}
	sealed := b[headBytes : headBytes+length]
	if crc32.Checksum(sealed, castagnoli) != binary.BigEndian.Uint32(b[4:]) {
		return r, nil, false
	}
	r = record{
		kind: recordKind(sealed[0]), id: binary.BigEndian.Uint64(sealed[1:]),
		at: time.Unix(0, int64(binary.BigEndian.Uint64(sealed[9:]))), body: bytes.Clone(sealed[fixBytes:]),
	}
	return r, b[headBytes+length:], r.kind >= recordTaken && r.kind <= recordSpared
}

// readRecords hands on every whole record, in order. Where the disk has changed
// what was written it goes on at the next whole record, and counts the place;
// tail is where the last whole record ends.
func readRecords(b []byte, each func(record)) (tail, spoilt int) {
	broken := false
	for at := 0; at < len(b); {
		r, rest, ok := readRecord(b[at:])
		if !ok {
			broken = true
			at++
			continue
		}
		if broken {
			spoilt++
			broken = false
		}
		each(r)
		at = len(b) - len(rest)
		tail = at
	}
	return tail, spoilt
}
