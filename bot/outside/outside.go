// Package outside knows which addresses are on the public internet. What strangers
// or organisations name, such as a feed or a webhook, is reached there and nowhere
// else: they could otherwise have us call what they must not.
//
// Whoever dials judges the very address that is connected to, in the dialer's
// Control: a name that stands for something else the second time gains nothing.
// How names are looked up, and which ports will do, it does not know.
package outside

import (
	"net/netip"
	"slices"
)

// shut are the networks of IPv4 that are not public, or of which nobody should be
// told anything (IANA IPv4 Special-Purpose Address Registry).
var shut = prefixes(
	"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
	"192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)

// Of IPv6 what is public lies in one network, but for some in it that stand for
// others (IANA IPv6 Special-Purpose Address Registry): Teredo and the like, 6to4,
// documentation.
var (
	open6 = netip.MustParsePrefix("2000::/3")
	shut6 = prefixes("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)

func prefixes(all ...string) (out []netip.Prefix) {
	for _, p := range all {
		out = append(out, netip.MustParsePrefix(p))
	}
	return out
}

// Public reports whether an address is one that everybody can reach.
func Public(ip netip.Addr) bool {
	if ip = ip.Unmap(); ip.Zone() != "" || !ip.IsValid() {
		return false
	}
	within := func(p netip.Prefix) bool { return p.Contains(ip) }
	if ip.Is4() {
		return !slices.ContainsFunc(shut, within)
	}
	return open6.Contains(ip) && !slices.ContainsFunc(shut6, within)
}
