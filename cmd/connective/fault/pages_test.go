package fault_test

import (
	"bufio"
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/providers/sink"
)

var (
	openPages = flag.Int("fault.pages", 0, "how many pages of the console are open while people text; 0 leaves this load out")
	pagesFor  = flag.Duration("fault.for", time.Minute, "how long")
	perSecond = flag.Int("fault.rate", 20, "how many texts come in a second")
	openCases = flag.Int("fault.cases", 200, "how many people have an open case, and text")
)

// pagesEach of the pages are of one member of the staff.
const pagesEach = 10

// screens is pages that are open, and how long each text took to be seen on each
// page that shows it.
type screens struct {
	house   *house
	begun   time.Time
	sent    []atomic.Int64 // when each text was sent, in nanoseconds since begun
	mu      sync.Mutex
	took    [][]time.Duration // by minute
	looks   atomic.Int64
	refused atomic.Int64
	again   atomic.Int64 // connections that were opened again
	bytes   atomic.Int64
}

// TestOpenPagesAreToldWithinASecond is a load and no proof: it measures. See the
// page on speed.
func TestOpenPagesAreToldWithinASecond(t *testing.T) {
	if *openPages == 0 {
		t.Skip("make pages runs this")
	}
	program := filepath.Join(builds, "connective-plain")
	out, err := exec.Command("go", "build", "-o", program, "../").CombinedOutput()
	require.NoError(t, err, string(out))
	h := newHouse(t, program, 1, sink.Config{})
	c := &screens{house: h, sent: make([]atomic.Int64, int(pagesFor.Seconds()+60)**perSecond), took: make([][]time.Duration, int(pagesFor.Minutes())+2)}
	ids := c.openAll(t)
	lists := []string{"all", "unread", "new", "all", "unread", "mine", "waiting"}
	stop := make(chan struct{})
	var pages sync.WaitGroup
	c.begun = time.Now()
	for n := 0; n < *openPages; n += pagesEach {
		who := h.signIn(t, "echo", fmt.Sprint("Hand", n), "responder")
		for i := range pagesEach {
			path, rows := "/console/cases/"+lists[i%len(lists)], "/rows"
			if i >= len(lists) {
				path, rows = "/console/case/"+ids[(n+i)%len(ids)], "/thread"
			}
			pages.Go(func() { c.watch(who, path, rows, stop) })
		}
	}
	t.Logf("%d pages are open, of %d cases", *openPages, len(ids))
	c.begun = time.Now()
	weigh := c.weigh(t, stop)
	c.everybodyTexts()
	time.Sleep(2 * time.Second) // the last ones are to be seen, too
	close(stop)
	<-weigh
	pages.Wait()
	c.report(t)
}

// openAll has everybody ask for a person.
func (c *screens) openAll(t *testing.T) []string {
	who := c.house.signIn(t, "echo", "First", "responder")
	for n := range *openCases {
		require.Equal(t, 200, c.house.bots[0].text(fmt.Sprint("opens", n), number(n), "PERSON"))
	}
	var ids []string
	require.Eventually(t, func() bool { ids = who.listed("all"); return len(ids) == *openCases }, time.Minute, 100*time.Millisecond)
	return ids
}

// everybodyTexts sends so many texts a second, each of the next person.
func (c *screens) everybodyTexts() {
	tick := time.NewTicker(time.Second / time.Duration(*perSecond))
	defer tick.Stop()
	var under sync.WaitGroup
	for n := 0; time.Since(c.begun) < *pagesFor; n++ {
		<-tick.C
		under.Go(func() {
			c.sent[n].Store(int64(time.Since(c.begun)))
			c.house.bots[0].text(fmt.Sprint("load", n), number(n%*openCases), fmt.Sprintf("text=%d. is my baby well?", n))
		})
	}
	under.Wait()
}

// watch is one page: it hears that something has changed, looks, and notes which
// texts it sees for the first time. A connection that ends is opened again, as
// browsers do, and the page looks.
func (c *screens) watch(who *member, path, rows string, stop <-chan struct{}) {
	base := "http://" + c.house.bots[0].addr
	client := &http.Client{Jar: who.client.Jar, Transport: &http.Transport{MaxIdleConnsPerHost: 2}}
	defer client.CloseIdleConnections()
	seen := map[int]bool{}
	for n := 0; ; n++ {
		select {
		case <-stop:
			return
		default:
		}
		if n > 0 {
			c.again.Add(1)
			time.Sleep(time.Second) // a browser's own pause
			c.look(client, base+path+rows, seen)
		}
		c.hear(client, base+path, rows, seen, stop)
	}
}

// hear is one connection of a page.
func (c *screens) hear(client *http.Client, page, rows string, seen map[int]bool, stop <-chan struct{}) {
	ctx, leave := context.WithCancel(context.Background())
	defer leave()
	go func() {
		select {
		case <-stop:
			leave()
		case <-ctx.Done():
		}
	}()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, page+"/events", nil)
	require.NoError(c.house.t, err)
	answer, err := client.Do(r)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	for events := bufio.NewScanner(answer.Body); events.Scan(); {
		if strings.HasPrefix(events.Text(), "data: look") {
			c.look(client, page+rows, seen)
		}
	}
}

func (c *screens) look(client *http.Client, address string, seen map[int]bool) {
	answer, err := client.Get(address)
	if err != nil {
		return
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusOK {
		c.refused.Add(1) // it looks again at the next change
		return
	}
	now := time.Since(c.begun)
	c.looks.Add(1)
	c.bytes.Add(int64(len(text)))
	var took []time.Duration
	for {
		at := bytes.Index(text, []byte("text="))
		if at < 0 {
			break
		}
		text = text[at+len("text="):]
		n, err := strconv.Atoi(string(text[:max(0, bytes.IndexByte(text, '.'))]))
		if err != nil || seen[n] {
			continue
		}
		seen[n] = true
		took = append(took, now-time.Duration(c.sent[n].Load()))
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	minute := min(int(now.Minutes()), len(c.took)-1)
	c.took[minute] = append(c.took[minute], took...)
}

// weigh notes every ten seconds how much the program holds.
func (c *screens) weigh(t *testing.T, stop <-chan struct{}) <-chan struct{} {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for tick := time.NewTicker(10 * time.Second); ; {
			p := c.house.bots[0]
			t.Logf("%4.0f s: %s resident, %.1f MiB of heap, %.0f goroutines", time.Since(c.begun).Seconds(), p.resident(), p.metric("go_memstats_heap_inuse_bytes")/(1<<20), p.metric("go_goroutines"))
			select {
			case <-stop:
				tick.Stop()
				return
			case <-tick.C:
			}
		}
	}()
	return ended
}

// resident is the memory that the system says the process holds.
func (p *process) resident() string {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return "?"
	}
	_, rest, _ := strings.Cut(string(text), "VmRSS:")
	line, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(line)
}

func (c *screens) report(t *testing.T) {
	at := func(all []time.Duration, share float64) time.Duration {
		return all[min(int(share*float64(len(all))), len(all)-1)].Round(time.Millisecond)
	}
	var all []time.Duration
	for minute, took := range c.took {
		if len(took) == 0 {
			continue
		}
		slices.Sort(took)
		t.Logf("minute %d: %d updates, half within %s, 99 in 100 within %s, all within %s", minute+1, len(took), at(took, .5), at(took, .99), at(took, 1))
		all = append(all, took...)
	}
	require.NotEmpty(t, all)
	slices.Sort(all)
	t.Logf("together: %d updates, half within %s, 99 in 100 within %s, all within %s; %d looks, %d KiB each; %d looks came to nothing, %d connections were opened again", len(all), at(all, .5), at(all, .99), at(all, 1), c.looks.Load(), c.bytes.Load()/c.looks.Load()>>10, c.refused.Load(), c.again.Load())
}
