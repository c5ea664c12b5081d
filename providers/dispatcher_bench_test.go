package providers

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// BenchmarkDispatcher moves texts through a provider that only counts, and
// through one that makes an HTTP call on this machine for each.
func BenchmarkDispatcher(b *testing.B) {
	b.Run("no wire", func(b *testing.B) { benchmarkDispatcher(b, &wire{}) })
	b.Run("loopback", func(b *testing.B) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			w.WriteHeader(http.StatusCreated)
		}))
		defer server.Close()
		client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
		w := &wire{send: func(ctx context.Context, batch []Message) ([]Result, error) {
			r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL, strings.NewReader(batch[0].Text))
			if err != nil {
				return nil, err
			}
			answer, err := client.Do(r)
			if err != nil {
				return nil, err
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			_ = answer.Body.Close()
			return accepted(batch)
		}}
		benchmarkDispatcher(b, w)
	})
}

func benchmarkDispatcher(b *testing.B, w *wire) {
	outbox := newMemoryOutbox()
	for i := range b.N {
		outbox.add(Reply, text(fmt.Sprint(i), i%1000))
	}
	settled, done := 0, make(chan struct{})
	count := &countingOutbox{memoryOutbox: outbox, settled: func(n int) {
		if settled += n; settled == b.N {
			close(done)
		}
	}}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	b.ReportAllocs()
	b.ResetTimer()
	go func() {
		ended <- NewDispatcher(DispatcherConfig{Outbox: count, Provider: w, Now: time.Now}).Run(ctx)
	}()
	<-done
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "texts/s")
	b.StopTimer()
	cancel()
	require.NoError(b, <-ended)
}

type countingOutbox struct {
	*memoryOutbox
	settled func(n int)
}

func (o *countingOutbox) Settle(ctx context.Context, now time.Time, settled []Settlement) error {
	err := o.memoryOutbox.Settle(ctx, now, settled)
	o.settled(len(settled))
	return err
}
