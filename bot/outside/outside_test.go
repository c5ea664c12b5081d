package outside_test

import (
	"net/netip"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/outside"
)

func TestOnlyThePublicInternetIsPublic(t *testing.T) {
	for _, inside := range []string{
		"127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.8", "198.18.0.1",
		"224.0.0.1", "240.0.0.1", "255.255.255.255", "203.0.113.7", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
		"::127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:db8::1", "2001::1", "fec0::1", "fe80::1%eth0", "2606:4700::1111%eth0",
	} {
		require.False(t, outside.Public(netip.MustParseAddr(inside)), inside)
	}
	for _, open := range []string{"8.8.8.8", "172.32.0.1", "100.128.0.1", "192.169.0.1", "2a00:1450::1", "2606:4700::1111", "1.1.1.1", "::ffff:8.8.8.8"} {
		require.True(t, outside.Public(netip.MustParseAddr(open)), open)
	}
	require.False(t, outside.Public(netip.Addr{}))
}
