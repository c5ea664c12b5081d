package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"
)

// Rows returns the rows of an organisation's dataset, in an order that tells
// nothing: neither when they were written, nor which were written together. Errors
// wrap bot.ErrUnavailable.
func (s *Store) Rows(ctx context.Context, org, set string) ([]map[string]string, error) {
	reading, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	p := s.redis.Pipeline()
	lists := make([]*redis.StringSliceCmd, Partitions)
	for part := range Partitions {
		lists[part] = p.LRange(reading, rowsKey(part, org, set), 0, -1)
	}
	_, _ = p.Exec(reading) // each has its own error
	type marked struct {
		mark string
		row  map[string]string
	}
	var all []marked
	for _, list := range lists {
		if err := list.Err(); err != nil {
			return nil, away(err, "read the rows of a dataset")
		}
		for _, sealed := range list.Val() {
			one := marked{mark: string(s.keys.mark("row", sealed))}
			if err := s.openJSON(sealed, "row:"+set, &one.row); err != nil {
				return nil, fmt.Errorf("open a row: %w", err)
			}
			all = append(all, one)
		}
	}
	slices.SortFunc(all, func(a, b marked) int { return cmp.Compare(a.mark, b.mark) })
	rows := make([]map[string]string, len(all))
	for i, one := range all {
		rows[i] = one.row
	}
	return rows, nil
}
