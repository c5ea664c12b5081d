// Package web is the front doors of the house on one echo: the providers'
// webhooks, the probes and metrics, the demonstration page with its phone, and
// the pages for authors. Templates, styles and scripts are embedded.
//
// It turns requests into the words of providers and bot and back, and decides
// nothing else. It never meets the store: what it needs of it stands here as
// small interfaces. No number and no text reaches a log, a metric or an error.
package web
