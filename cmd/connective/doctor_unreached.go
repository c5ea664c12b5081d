package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
)

// broken reports whether the way to an address is, whoever is at its end: its name, or
// the certificate.
func broken(err error) bool {
	var (
		name        *net.DNSError
		certificate *tls.CertificateVerificationError
		record      tls.RecordHeaderError
	)
	return errors.As(err, &name) || errors.As(err, &certificate) || errors.As(err, &record) || speaksHTTP(err)
}

func speaksHTTP(err error) bool {
	return strings.Contains(err.Error(), "HTTP response to HTTPS client")
}

// unreached says why an address of ours was not reached, and how that is mended. The
// error itself is not passed on: it quotes the address, whose query may be secret.
func unreached(err error) string {
	var (
		name      *net.DNSError
		authority x509.UnknownAuthorityError
		host      x509.HostnameError
		invalid   x509.CertificateInvalidError
		record    tls.RecordHeaderError
		timeout   net.Error
	)
	switch {
	case errors.As(err, &name):
		return "has a host that DNS does not know: add a record that leads to your web server, or correct CONNECTIVE_PUBLIC_URL"
	case errors.As(err, &authority):
		return "has a certificate that companies do not trust: it is of your own making, or the ones between it and the authority are missing; get one such as Let's Encrypt's, with its whole chain"
	case errors.As(err, &host):
		return "has a certificate of another name: get one of the host in CONNECTIVE_PUBLIC_URL"
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return "has a certificate whose time is over, or this machine's clock is wrong: renew it, and let it renew itself"
	case errors.As(err, &record), speaksHTTP(err):
		return "speaks http where https is wanted: switch the web server's certificate on for that port"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "is at a machine on which nothing listens at that port: start the web server in front, or correct CONNECTIVE_PUBLIC_URL"
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return "did not answer in 10 seconds: a firewall drops the call, or the web server waits for something that does not answer. Some routers do not let a machine call its own outside address: then try it from elsewhere"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "cut the connection: look at the log of the web server in front"
	}
	return "could not be reached: is the way from this machine to the outside open?"
}
