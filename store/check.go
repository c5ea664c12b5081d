package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// Problem is something about Redis that puts texts at risk, and its mend.
type Problem struct{ What, Fix string }

// String is the problem in a sentence.
func (p Problem) String() string { return p.What + ": " + p.Fix }

// CheckServer looks at every server for settings that could lose what was
// acknowledged. What acceptLoss names ("everysec" or "no") is allowed.
func (s *Store) CheckServer(ctx context.Context, acceptLoss string) ([]Problem, error) {
	if s.embedded != nil {
		return nil, nil
	}
	var out []Problem
	err := onEach(ctx, s.redis, func(ctx context.Context, c *redis.Client) error {
		found, err := checkOne(ctx, c, acceptLoss)
		out = append(out, found...)
		return err
	})
	return out, away(err, "check Redis")
}

func checkOne(ctx context.Context, c *redis.Client, acceptLoss string) ([]Problem, error) {
	info, err := c.Info(ctx, "server", "persistence").Result()
	if err != nil {
		return nil, err
	}
	var out []Problem
	if major, _ := strconv.Atoi(strings.SplitN(field(info, "redis_version"), ".", 2)[0]); major < 7 {
		out = append(out, Problem{"Redis is older than 7.0", "use a newer one"})
	}
	if status := field(info, "aof_last_write_status"); status != "" && status != "ok" {
		out = append(out, Problem{"Redis could not write to its disk", "is the disk full? See its log"})
	}
	for _, want := range []struct{ name, value, why string }{
		{"maxmemory-policy", "noeviction", "with any other it throws conversations and opt-outs away when memory is short"},
		{"appendonly", "yes", "without it a restart forgets everything"},
		{"appendfsync", "always", "without it a power cut forgets what was acknowledged"},
	} {
		got, err := c.ConfigGet(ctx, want.name).Result()
		if err != nil {
			return append(out, Problem{"Redis does not tell its settings", "allow CONFIG GET to this program's account"}), nil
		}
		if is := got[want.name]; is != want.value && !allowed(want.name, is, acceptLoss) {
			out = append(out, Problem{fmt.Sprintf("Redis has %s %s", want.name, is), fmt.Sprintf("set it to %s, as %s", want.value, want.why)})
		}
	}
	return append(out, checkClock(ctx, c)...), nil
}

func allowed(name, value, acceptLoss string) bool {
	return name == "appendfsync" && value == acceptLoss || acceptLoss == "no" && (name == "appendonly" || name == "appendfsync")
}

func checkClock(ctx context.Context, c *redis.Client) []Problem {
	theirs, err := c.Time(ctx).Result()
	if err != nil {
		return nil
	}
	if off := time.Since(theirs).Abs(); off > 5*time.Second {
		return []Problem{{fmt.Sprintf("the clocks of this machine and of Redis differ by %s", off.Round(time.Second)), "set both by NTP"}}
	}
	return nil
}

// field is one line of what INFO says.
func field(info, name string) string {
	for line := range strings.Lines(info) {
		if value, ok := strings.CutPrefix(line, name+":"); ok {
			return strings.TrimSpace(value)
		}
	}
	return ""
}
