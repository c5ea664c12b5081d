package feed_test

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory/feed"
)

// quick are limits that no test waits for.
var quick = feed.Limits{Page: 1 << 20, File: 1 << 22, Pages: 50, Size: 10, Request: 10 * time.Second, Whole: time.Minute, Pause: time.Millisecond}

// serve runs a feed on this machine.
func serve(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// service is the n-th service of a made feed.
func service(n int) string {
	return fmt.Sprintf(`{"id": "s%d", "name": "Service %d", "status": "active", "phones": [{"number": "01632 %06d"}]}`, n, n, 960000+n%1000)
}

// pageOf writes a page of a feed with that many services.
func pageOf(w io.Writer, all, page, size int, one func(int) string) {
	pages := (all + size - 1) / size
	var list []string
	for n := (page - 1) * size; n < min(page*size, all); n++ {
		list = append(list, one(n))
	}
	fmt.Fprintf(w, `{"total_items": %d, "total_pages": %d, "page_number": %d, "last_page": %v, "contents": [%s]}`, all, pages, page, page >= pages, strings.Join(list, ","))
}

// paged serves a feed with that many services.
func paged(all int) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		size, _ := strconv.Atoi(r.URL.Query().Get("per_page"))
		pageOf(w, all, page, size, service)
	}
}

// rowsOf reads all rows of a source.
func rowsOf(t testing.TB, at string, limits feed.Limits) (int, error) {
	t.Helper()
	s, err := feed.Open(at, limits, true)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, err := range s.Rows(context.Background()) {
		if err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}

func TestEveryPageIsReadOnce(t *testing.T) {
	for _, all := range []int{0, 1, 9, 10, 11, 95} {
		for name, address := range map[string]string{"of the API": "/api", "of its services": "/api/services", "with a word of its own": "/api/services?taxonomy=x"} {
			var asked atomic.Int64
			at := serve(t, func(w http.ResponseWriter, r *http.Request) {
				asked.Add(1)
				require.Equal(t, "/api/services", r.URL.Path)
				paged(all)(w, r)
			})
			n, err := rowsOf(t, at+address, quick)
			require.NoError(t, err, name)
			require.Equal(t, all, n)
			require.EqualValues(t, max((all+9)/10, 1), asked.Load())
		}
	}
}

func TestAFeedThatFailsForAMomentIsAskedAgain(t *testing.T) {
	var asked atomic.Int64
	at := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch asked.Add(1) {
		case 1:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 2:
			w.Header().Set("Content-Length", "5000")
			_, _ = io.WriteString(w, `{"contents": [`)
		default:
			paged(25)(w, r)
		}
	})
	n, err := rowsOf(t, at, quick)
	require.NoError(t, err)
	require.Equal(t, 25, n)
}

func TestHostileFeedsEndWithAReason(t *testing.T) {
	slow := quick
	slow.Request = 50 * time.Millisecond
	for name, c := range map[string]struct {
		serve  http.HandlerFunc
		limits feed.Limits
		says   string
	}{
		"a page without end": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"contents": [`)
			for n := 0; ; n++ {
				if _, err := io.WriteString(w, service(n)+","); err != nil {
					return
				}
			}
		}, quick, "too large"},
		"a service without end": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"contents": [{"id": "`)
			for {
				if _, err := io.WriteString(w, strings.Repeat("a", 4096)); err != nil {
					return
				}
			}
		}, feed.Limits{Page: 1 << 30, Pages: 5, Size: 10, Request: 10 * time.Second, Whole: time.Minute}, "larger than 1024 KB"},
		"packed a thousand times": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			_, _ = io.WriteString(z, `{"contents": [{"id": "`)
			zeroes := strings.Repeat("0", 1<<16)
			for range 1000 {
				if _, err := io.WriteString(z, zeroes); err != nil {
					return
				}
			}
			_ = z.Close()
		}, quick, "too large"},
		"pages without end":   {paged(1e6), quick, "more than 50 pages"},
		"the same page again": {func(w http.ResponseWriter, _ *http.Request) { pageOf(w, 1000, 1, 10, service) }, quick, "the same as those before"},
		"fewer than it says": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"total_items": 9, "last_page": true, "contents": []}`)
		}, quick, "says that it has 9 services"},
		"a drop a minute": {func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, `{"contents": [`)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, slow, "too slow"},
		"a web page":       {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `<html>hello</html>`) }, quick, "not JSON"},
		"another thing":    {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"hello": [1, 2]}`) }, quick, "no list of services"},
		"contents of text": {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"contents": "x"}`) }, quick, "no list of services"},
		"deep beside": {func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, `{"x": `+strings.Repeat("[", 5000))
		}, quick, "no list of services"},
		"broken off":  {func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"contents": [`+service(1)) }, quick, "ends in the middle"},
		"down":        {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, quick, "answers 502"},
		"closed":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) }, quick, "answers 403"},
		"in a circle": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.String(), http.StatusFound) }, quick, "sends us on"},
		"to plain http": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://directory.example/", http.StatusFound)
		}, quick, "must begin with https"},
		"to a file": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		}, quick, "must begin with https"},
		"to the cloud's inside": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://169.254.169.254/latest", http.StatusFound)
		}, quick, "private network"},
		"to a neighbour": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://10.0.0.7/", http.StatusFound)
		}, quick, "private network"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := rowsOf(t, serve(t, c.serve), c.limits)
			require.ErrorContains(t, err, c.says)
			require.NotContains(t, err.Error(), "etc/passwd")
		})
	}
}

func TestThisMachineIsCalledOnlyWhereItMayBe(t *testing.T) {
	var asked atomic.Int64
	at := serve(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	_, err := feed.Open(at, quick, false)
	require.ErrorContains(t, err, "https://")
	s, err := feed.Open("https://"+strings.TrimPrefix(at, "http://"), quick, false)
	require.NoError(t, err)
	for _, err := range s.Rows(context.Background()) {
		require.ErrorIs(t, err, feed.ErrInside)
	}
	_, err = feed.Open("https://ann:secret@directory.example/services", quick, false)
	require.ErrorContains(t, err, "password")
	require.Zero(t, asked.Load())
}

func TestTheNameOfASourceHoldsNoSecret(t *testing.T) {
	s, err := feed.Open("https://directory.example/api?key=zebrafinch", quick, false)
	require.NoError(t, err)
	require.Equal(t, "https://directory.example/api/services", s.Name)
}

func TestALargeFeedTakesFlatMemory(t *testing.T) {
	at := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, `{"contents": [`)
		for n := range 20000 {
			if n > 0 {
				_, _ = io.WriteString(w, ",")
			}
			_, _ = io.WriteString(w, strings.TrimSuffix(service(n), "}")+`, "description": "`+strings.Repeat("tea and cake ", 80)+`"}`)
		}
		_, _ = io.WriteString(w, `]}`)
	})
	limits := quick
	limits.File, limits.Request = 1<<30, time.Minute
	s, err := feed.Open(at+"/all.json", limits, true)
	require.NoError(t, err)
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n, most := 0, uint64(0)
	for row, err := range s.Rows(context.Background()) {
		require.NoError(t, err)
		_, faults := feed.Read(row.Raw)
		require.Empty(t, faults)
		if n++; n%5000 == 0 {
			runtime.GC()
			runtime.ReadMemStats(&now)
			most = max(most, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
	}
	require.Equal(t, 20000, n)
	t.Logf("20,000 services of 1.1 KB: %d KB more in use at most", most>>10)
	require.Less(t, most, uint64(8<<20), "22 MB have gone through")
}
