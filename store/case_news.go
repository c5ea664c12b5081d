package store

import (
	"context"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/connective-messaging/connective/bot"
)

// newsAgain is how long after a lost connection news are asked for again.
const newsAgain = time.Second

// CaseNews tells which cases change, of every organisation and by every process,
// until the context ends. News that are empty say that some may have been missed:
// the first are.
func (s *Store) CaseNews(ctx context.Context) <-chan bot.CaseNews {
	news := make(chan bot.CaseNews, 256)
	go func() {
		defer close(news)
		for ctx.Err() == nil {
			s.listen(ctx, news)
			select {
			case <-ctx.Done():
			case <-time.After(newsAgain):
			}
		}
	}()
	return news
}

// listen passes on what is told until the connection breaks.
func (s *Store) listen(ctx context.Context, news chan<- bot.CaseNews) {
	told := s.reader.PSubscribe(ctx, allCaseNews)
	hangUp := func() { _ = told.Close() } // nothing is left to say
	defer hangUp()
	defer context.AfterFunc(ctx, hangUp)() // a read does not heed its context
	for {
		message, err := told.Receive(ctx)
		if err != nil {
			return
		}
		var n bot.CaseNews
		switch m := message.(type) {
		case *redis.Subscription:
		case *redis.Message:
			n.Org, n.ID, _ = strings.Cut(m.Payload, "/")
		default:
			continue
		}
		select {
		case news <- n:
		case <-ctx.Done():
			return
		}
	}
}
