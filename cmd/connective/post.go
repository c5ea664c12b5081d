package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/connective-messaging/connective/providers"
)

// post sends a made-up webhook and returns the answer's status.
func post(ctx context.Context, made *providers.Request) (string, error) {
	r, err := http.NewRequestWithContext(ctx, made.Method, made.URL, bytes.NewReader(made.Body))
	if err != nil {
		return "", fmt.Errorf("make a webhook: %w", err)
	}
	r.Header = made.Header
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return "", fmt.Errorf("send a webhook (is  connective serve  running): %w", err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20)); err != nil {
		return "", fmt.Errorf("read the answer: %w", err)
	}
	return answer.Status, nil
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}
