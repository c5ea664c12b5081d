package web

import (
	"net"
	"net/http"

	"github.com/labstack/echo/v4"
)

// onlyHere refuses a request that names another host than this machine. A page of
// another site could otherwise have its own name resolved to this address, and
// would then count as the same site.
func onlyHere(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !isHere(c.Request().Host) {
			return echo.NewHTTPError(http.StatusForbidden, "This page is for the machine that it runs on. Open it as http://127.0.0.1 with its port.")
		}
		return next(c)
	}
}

// isHere tells whether a Host header names this machine.
func isHere(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == "localhost" {
		return true
	}
	ip := net.ParseIP(name)
	return ip != nil && ip.IsLoopback()
}
