package flows

import "strings"

// region is the country whose way of writing phone numbers the organisation's
// people use: that of its own line, GB unless another is known.
func (o *Org) region() string {
	for prefix, region := range map[string]string{"+353": "IE"} {
		if strings.HasPrefix(o.Number, prefix) {
			return region
		}
	}
	return "GB"
}
