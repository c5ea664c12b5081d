package directory_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot/directory"
	"github.com/connective-messaging/connective/flows"
)

func TestTheListOfFlowsHasWhatMayBeShownInEachLanguage(t *testing.T) {
	x := directory.NewIndex(town(t), beside)
	list := x.List([]string{"en", "cy"}, tuesday, false)
	require.Len(t, list.Rows, 72)
	require.Nil(t, list.Row("bike_fix_up"), "nobody has assured it for a year")
	require.Nil(t, list.Row("credit_union_desk"), "it is closed")
	row := list.Row("wenbridge_foodbank")
	for column, want := range map[string]string{
		"name": "Wenbridge Foodbank", "need": "food", "area": "WB2", "phone": "01632 960014", "address": "St Ann's Church Hall, 1 Test Street WB2 4AA",
		"hours": "Tuesday and Friday 10am to 1pm", "hours:cy": "dydd Mawrth a dydd Gwener 10am i 1pm", "catch": "Voucher needed.", "lat": "51.342",
		"serves": "WB2 WB1 WB3 WB6", "open": "TU,FR 10:00-13:00", "ages": "", "way": "", "speaks": "en pl",
	} {
		require.Equal(t, want, row[column], column)
		require.True(t, list.HasColumn(column), column)
	}
	require.Equal(t, "phone", list.Row("safe_home_line")["way"])
	require.Equal(t, "1SU 10:00-11:00", list.Row("quiet_hour")["open"])
	require.Equal(t, "16-24", list.Row("apprentice_drop_in")["ages"])
	require.Empty(t, list.Row("holiday_lunch_club")["open"], "nobody can say on which days")
}

// aTown is an organisation with those services in its folder.
func aTown(rows ...flows.Row) *flows.Org {
	return &flows.Org{ID: "wenbridge", Languages: []string{"en"}, Timezone: time.UTC, Lists: map[string]*flows.List{
		"services": {Name: "services", Columns: []string{"id", "name", "need", "area"}, Rows: rows},
		"outcodes": {Name: "outcodes", Rows: []flows.Row{{"id": "WB1", "next_to": "WB2"}, {"id": "WB2", "next_to": "WB1"}, {"id": "WB3"}}},
	}}
}

func TestServicesOfTheFolderAreFoundByTheSameRules(t *testing.T) {
	o := aTown(
		flows.Row{"id": "bank", "name": "Food bank", "need": "food", "area": "WB1", "open": "TU,FR 10:00-13:00"},
		flows.Row{"id": "soup", "name": "Soup", "need": "food", "area": "WB3", "open": "WE 10:00-13:00; 1SU 09:00-10:00", "serves": "WB3"},
		flows.Row{"id": "kids", "name": "Food for kids", "need": "food", "area": "Wenbridge", "ages": "4-16"},
		flows.Row{"id": "line", "name": "Food line", "need": "food", "area": "WB3", "serves": "WB1 WB2", "way": "phone", "open": "MO,TU,WE,TH,FR,SA,SU 00:00-23:59"},
	)
	find := func(words, near string, age *int, now time.Time) []string {
		ids := directory.Find(o, flows.Seek{Words: words, Near: near, Language: "en", Age: age, Now: now}).IDs
		slices.Sort(ids)
		return ids
	}
	require.Equal(t, []string{"bank", "kids", "line"}, find("food", "WB2", nil, tuesday), "beside it, of all the town, and by phone")
	require.Equal(t, []string{"bank", "kids", "line", "soup"}, find("food", "", nil, tuesday))
	require.Equal(t, []string{"bank", "line"}, find("food", "WB2 4AA", years(50), tuesday))
	require.Equal(t, []string{"bank", "line"}, find("food today", "WB2", nil, tuesday))
	require.Equal(t, []string{"line"}, find("food today", "WB2", nil, tuesday.Add(4*time.Hour)), "the bank has closed")
	require.Equal(t, []string{"line"}, find("food today", "WB2", nil, time.Date(2026, 12, 25, 10, 0, 0, 0, time.UTC)), "a Friday, and Christmas")
	require.Empty(t, find("soup", "WB1", nil, tuesday), "what is further away is for the flow to say")
	require.Equal(t, []string{"soup"}, find("soup", "", nil, tuesday))
	require.Empty(t, find("soup today", "WB3", nil, tuesday), "it does not open today")
	sought := directory.Find(o, flows.Seek{Words: "no food, soup", Near: "ZE1", Now: tuesday})
	require.Equal(t, []string{"food"}, sought.Needs)
	require.Equal(t, "ZE1", sought.Outcode)
	require.Empty(t, sought.IDs)
	require.Empty(t, directory.Find(&flows.Org{}, flows.Seek{Words: "soup"}).IDs)
}

// shelf is a Shelf in memory.
type shelf struct {
	mu       sync.Mutex
	head     directory.Head
	services []directory.Service
	fault    error
	reads    int
	said     map[string]directory.Assurance
	changes  int64
}

func (s *shelf) Assurances(context.Context, string) (map[string]directory.Assurance, error) {
	return s.said, nil
}

func (s *shelf) Assured(context.Context) (map[string]int64, error) {
	return map[string]int64{"wenbridge": s.changes}, nil
}

func (s *shelf) Directories(context.Context) (map[string]directory.Head, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]directory.Head{"wenbridge": s.head, "gone": {N: 1}}, nil
}

func (s *shelf) Services(context.Context, string, directory.Head) ([]directory.Service, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.reads++
	return s.services, s.fault
}

func TestALibraryKeepsWhatItHasUntilTheNewIsWhole(t *testing.T) {
	now, o := tuesday, aTown(flows.Row{"id": "own", "name": "Own"})
	s := &shelf{head: directory.Head{N: 1}, services: town(t)[:10]}
	l := &directory.Library{Shelf: s, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": o}} }, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)}
	require.Same(t, o, l.With(o), "nothing is loaded yet")
	require.NoError(t, l.Refresh(context.Background()))
	list := l.With(o).List("services")
	require.Len(t, list.Rows, 10)
	require.Equal(t, []string{"wenbridge_foodbank"}, directory.Find(l.With(o), flows.Seek{Words: "foodbank", Now: tuesday}).IDs)

	require.NoError(t, l.Refresh(context.Background()))
	require.Equal(t, 1, s.reads, "nothing has changed")
	s.head.N, s.services, s.fault = 2, nil, errors.New("half of it")
	require.Error(t, l.Refresh(context.Background()))
	require.Same(t, list, l.With(o).List("services"))
	s.services, s.fault = town(t)[:20], nil
	require.NoError(t, l.Refresh(context.Background()))
	require.Greater(t, len(l.With(o).List("services").Rows), 15)

	now = now.AddDate(2, 0, 0)
	require.NoError(t, l.Refresh(context.Background()))
	require.Empty(t, l.With(o).List("services").Rows, "by now nobody has assured them for a year")
	require.Equal(t, 3, s.reads, "for that they need not be read again")
	other := &flows.Org{ID: "mill"}
	require.Same(t, other, l.With(other))
}

func TestALibraryIsReadWhileItIsRefreshed(t *testing.T) {
	o := aTown()
	s := &shelf{services: town(t)}
	l := &directory.Library{Shelf: s, Book: func() *flows.Book { return &flows.Book{Orgs: map[string]*flows.Org{"wenbridge": o}} }, Now: func() time.Time { return tuesday }, Log: slog.New(slog.DiscardHandler)}
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 20 {
				directory.Find(l.With(o), flows.Seek{Words: "hungry", Near: "WB2", Now: tuesday})
			}
		})
	}
	for n := range 10 {
		s.mu.Lock()
		s.head.N = int64(n + 1)
		s.mu.Unlock()
		require.NoError(t, l.Refresh(context.Background()))
	}
	wg.Wait()
}
