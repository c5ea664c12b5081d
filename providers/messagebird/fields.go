package messagebird

import "strings"

// name is one of the fields that we read; several spellings may share one.
type name int

const (
	none name = iota
	payload
	body
	message
	originator
	sender
	recipient
	receiver
	shortcode
	id
	mid
	messageID
	created
	received
	unixUTC
	mms
	media
	status
	statusDate
	statusCode
	reference
	names // how many there are
)

// nameOf knows a field by its name in lower case.
func nameOf(key []byte) name {
	switch string(key) {
	case "payload":
		return payload
	case "body":
		return body
	case "message":
		return message
	case "originator":
		return originator
	case "sender":
		return sender
	case "recipient":
		return recipient
	case "receiver":
		return receiver
	case "shortcode":
		return shortcode
	case "id":
		return id
	case "mid":
		return mid
	case "message_id":
		return messageID
	case "createddatetime":
		return created
	case "receive_datetime":
		return received
	case "date_utc":
		return unixUTC
	case "mms":
		return mms
	case "mediaurls", "mediaurls[]", "mediaurls[0]":
		return media
	case "status":
		return status
	case "statusdatetime":
		return statusDate
	case "statuserrorcode":
		return statusCode
	case "reference":
		return reference
	}
	return none
}

// fields holds a webhook's values, each the first of its name.
type fields struct {
	values [names]string
	has    [names]bool
}

func (f *fields) put(n name, value string) {
	if n != none && !f.has[n] {
		f.values[n], f.has[n] = strings.ToValidUTF8(value, "\ufffd"), true
	}
}

// first returns the first of the fields that is not empty.
func (f *fields) first(of ...name) string {
	for _, n := range of {
		if f.values[n] != "" {
			return f.values[n]
		}
	}
	return ""
}

// longestName leaves out keys that are none of ours without a look.
const longestName = 20

func nameOfRaw(key string) name {
	if len(key) > longestName {
		return none
	}
	var lower [longestName]byte
	for i := range len(key) {
		c := key[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		lower[i] = c
	}
	return nameOf(lower[:len(key)])
}
