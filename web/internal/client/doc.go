// Package client is what a program of an organisation would have: it is generated
// from the description of the API, and only tests use it.
package client

//go:generate go tool -modfile=../../../tools/go.mod oapi-codegen -config config.yaml -o client.gen.go ../../openapi.json
