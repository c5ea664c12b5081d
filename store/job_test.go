package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/flows"
	"github.com/connective-messaging/connective/providers"
	"github.com/connective-messaging/connective/store"
)

// telling is a turn of the first person that tells the lane something.
func telling(t testing.TB, s *store.Store, id string) bot.Turn {
	t.Helper()
	turn := turnOf(t, s, key(1), "tells "+id, "")
	turn.Jobs = []bot.Job{{
		ID: id, Org: "wenbridge", From: turn.ID, Made: noon, Until: noon.Add(48 * time.Hour),
		Who:  flows.Audience{Kind: flows.ToGroup, Name: "lane", ExceptMe: true},
		Told: &flows.Told{Text: map[string]string{"en": "The power is off"}},
	}}
	return turn
}

// joins puts people into the lane.
func joins(t testing.TB, s *store.Store, numbers ...int) {
	t.Helper()
	for _, n := range numbers {
		turn := turnOf(t, s, key(n), fmt.Sprint("joins ", n), "")
		turn.Person.Groups, turn.Joined = []string{"lane"}, []string{"lane"}
		require.NoError(t, s.Commit(context.Background(), turn))
	}
}

func take(t testing.TB, s *store.Store, at time.Time) []bot.Job {
	t.Helper()
	jobs, err := s.TakeJobs(context.Background(), at, 10)
	require.NoError(t, err)
	return jobs
}

func TestAJobIsWrittenWithItsTurnAndTakenByOne(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		turn := telling(t, s, "t-1")
		require.NoError(t, s.Commit(ctx, turn))
		require.ErrorIs(t, s.Commit(ctx, turn), bot.ErrDuplicate)
		require.Empty(t, take(t, s, noon.Add(-time.Second)), "not before it was made")
		jobs := take(t, s, noon)
		require.Len(t, jobs, 1)
		job := jobs[0]
		require.Empty(t, job.Cursor)
		job.Partition = 0
		require.Equal(t, turn.Jobs[0], job, "as it was made")
		require.Empty(t, take(t, s, noon.Add(59*time.Second)), "somebody is at work on it")
		again := take(t, s, noon.Add(time.Minute))
		require.Len(t, again, 1, "who took it has died")

		require.NoError(t, s.Turned(ctx, again[0], "08", noon.Add(2*time.Minute)))
		require.NoError(t, s.Turned(ctx, jobs[0], "", noon.Add(2*time.Minute)), "the other was not dead, and quicker")
		require.NoError(t, s.Turned(ctx, again[0], "16", noon.Add(3*time.Minute)), "and goes on without harm")
		require.Empty(t, take(t, s, noon.Add(11*time.Minute)))
		require.Empty(t, take(t, s, noon.Add(time.Hour)), "it is done for good")
		require.Empty(t, take(t, s, noon.Add(2*time.Hour)))
	})
}

func TestAJobGoesOnWhereItWasLeft(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		require.NoError(t, s.Commit(ctx, telling(t, s, "t-1")))
		job := take(t, s, noon)[0]
		require.NoError(t, s.Turned(ctx, job, "32", noon))
		job = take(t, s, noon.Add(time.Minute))[0]
		require.Equal(t, "32", job.Cursor)
		require.NoError(t, s.Turned(ctx, job, "24", noon.Add(time.Minute)), "never back")
		require.Equal(t, "32", take(t, s, noon.Add(2*time.Minute))[0].Cursor)
		require.NoError(t, s.Turned(ctx, job, "40", noon.Add(49*time.Hour)))
		require.Empty(t, take(t, s, noon.Add(50*time.Hour)), "nobody is told after its time")
	})
}

func TestAnAudienceIsEverybodyOnceWhereverTheyAre(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var numbers []int
		for n := range 60 {
			numbers = append(numbers, n)
		}
		joins(t, s, numbers...)
		stranger := turnOf(t, s, key(70), "knows", "")
		require.NoError(t, s.Commit(ctx, stranger))
		people := func(who flows.Audience) []bot.Key {
			var all []bot.Key
			for job, pages := (bot.Job{Org: "wenbridge", Who: who}), 0; ; pages++ {
				require.Less(t, pages, 65)
				page, err := s.People(ctx, job)
				require.NoError(t, err)
				all = append(all, page.People...)
				if page.Next == "" {
					return all
				}
				require.Greater(t, page.Next, job.Cursor)
				job.Cursor = page.Next
			}
		}
		var want []bot.Key
		for _, n := range numbers {
			want = append(want, key(n))
		}
		require.ElementsMatch(t, want, people(flows.Audience{Kind: flows.ToGroup, Name: "lane"}))
		require.ElementsMatch(t, append(want, key(70)), people(flows.Audience{Kind: flows.ToPeople}))
		require.Empty(t, people(flows.Audience{Kind: flows.ToGroup, Name: "street"}))
		require.Equal(t, []bot.Key{key(70)}, people(flows.Audience{Kind: flows.ToAsker, Name: stranger.ID}))
		require.Empty(t, people(flows.Audience{Kind: flows.ToAsker, Name: "nobody"}))

		gone := turnOf(t, s, key(3), "goes", "")
		gone.Forget, gone.Left = true, []string{"lane"}
		require.NoError(t, s.Commit(ctx, gone))
		require.NotContains(t, people(flows.Audience{Kind: flows.ToPeople}), key(3), "whoever is erased is in no list")
		require.NotContains(t, people(flows.Audience{Kind: flows.ToGroup, Name: "lane"}), key(3))
	})
}

func TestEachPersonsLastAnswerCountsOnce(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		vote := func(n int, event string, choice int) bot.Turn {
			turn := turnOf(t, s, key(n), event, "")
			turn.Votes = []bot.Vote{{Tell: "t-1", Choice: choice, Until: time.Now().Add(time.Hour)}}
			turn.Conversation.Asked = []flows.Asked{{ID: "t-1"}}
			return turn
		}
		for n, choice := range []int{0, 2, 2, 1, 2} {
			turn := vote(n, fmt.Sprint("e", n), choice)
			require.NoError(t, s.Commit(ctx, turn))
			require.ErrorIs(t, s.Commit(ctx, turn), bot.ErrDuplicate)
		}
		counts, err := s.Answers(ctx, "t-1")
		require.NoError(t, err)
		require.Equal(t, []int{1, 1, 3}, counts)
		require.NoError(t, s.Commit(ctx, vote(1, "changes", 0)))
		counts, err = s.Answers(ctx, "t-1")
		require.NoError(t, err)
		require.Equal(t, []int{2, 1, 2}, counts)
		gone := vote(0, "goes", 0)
		gone.Votes, gone.Forget = nil, true
		require.NoError(t, s.Commit(ctx, gone))
		counts, err = s.Answers(ctx, "t-1")
		require.NoError(t, err)
		require.Equal(t, []int{1, 1, 2}, counts)
		counts, err = s.Answers(ctx, "t-2")
		require.NoError(t, err)
		require.Empty(t, counts)
	})
}

func TestATextToAGroupLeavesForNobodyWhoHasLeftIt(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		joins(t, s, 1, 2)
		for n := 1; n <= 2; n++ {
			turn := turnOf(t, s, key(n), fmt.Sprint("told ", n), "The power is off")
			turn.Say[0].Group, turn.Say[0].Priority = "lane", providers.Bulk
			require.NoError(t, s.Commit(ctx, turn))
		}
		leaves := turnOf(t, s, key(1), "leaves", "")
		leaves.Left = []string{"lane"}
		require.NoError(t, s.Commit(ctx, leaves))
		states := []providers.ClaimState{}
		for _, c := range claims(t, s, 2) {
			states = append(states, c.State)
		}
		slices.Sort(states)
		require.Equal(t, []providers.ClaimState{providers.Claimed, providers.Withheld}, states)
	})
}

func TestNewJobsDoNotWaitBehindTheMarksOfThoseThatAreDone(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		add := func(id string, made time.Time) {
			t.Helper()
			added, err := s.AddJob(ctx, bot.Job{ID: id, Org: "wenbridge", Flow: "news", Made: made, Until: made.Add(24 * time.Hour)})
			require.NoError(t, err)
			require.True(t, added)
		}
		for n := range 200 {
			add(fmt.Sprint("old ", n), noon)
		}
		for finished := 0; finished < 200; {
			jobs := take(t, s, noon)
			require.NotEmpty(t, jobs)
			for _, job := range jobs {
				require.NoError(t, s.Turned(ctx, job, "", noon))
				finished++
			}
		}
		later := noon.Add(20 * time.Minute)
		add("new", later)
		jobs := take(t, s, later)
		require.Len(t, jobs, 1, "at the first look")
		require.Equal(t, "new", jobs[0].ID)
		require.Empty(t, take(t, s, later.Add(30*time.Second)))
		jobs = take(t, s, later.Add(time.Hour))
		require.Len(t, jobs, 1, "and nothing that is done is left")
	})
}

func TestTheJobsThatHaveWaitedLongestAreTakenFirst(t *testing.T) {
	everywhere(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var want []string
		for n := range 40 {
			id := fmt.Sprintf("job %02d", n)
			made := noon.Add(time.Duration(n) * time.Second)
			_, err := s.AddJob(ctx, bot.Job{ID: id, Org: "wenbridge", Flow: "news", Made: made, Until: made.Add(24 * time.Hour)})
			require.NoError(t, err)
			want = append(want, id)
		}
		var got []string
		partitions := map[int]bool{}
		for range 4 {
			for _, job := range take(t, s, noon.Add(time.Minute)) {
				got = append(got, job.ID)
				partitions[job.Partition] = true
			}
		}
		require.Equal(t, want, got, "in whatever partition they are")
		require.Greater(t, len(partitions), 10)
	})
}
