package main

import (
	"context"
	"fmt"
)

// manyUsers measures one user's list with few and with many users in Redis, in turns.
func (b *bench) manyUsers(ctx context.Context) (m manyUsers, err error) {
	m = manyUsers{Records: 10, Users: []int{1_000, b.ManyUsers}, Rates: make([][]float64, 2)}
	servers, bearers := make([]*server, len(m.Users)), make([][]string, len(m.Users))
	for i, users := range m.Users {
		url, stop, err := b.startRedis(ctx)
		if err != nil {
			return m, err
		}
		defer stop()
		d, err := newData(url, b.keys, b.until)
		if err != nil {
			return m, err
		}
		others := make([]int, users)
		for user := range others {
			others[user] = user + 1
		}
		if _, err := d.fill(ctx, "HS256", others, 1, 1); err != nil {
			return m, err
		}
		p := d.redis.Pipeline()
		if bearers[i], err = d.put(ctx, p, "HS256", userID(0), m.Records, 1); err != nil {
			return m, err
		}
		if _, err := p.Exec(ctx); err != nil {
			return m, err
		}
		if servers[i], err = b.startService(ctx, url); err != nil {
			return m, err
		}
		defer servers[i].stop()
	}
	for range b.Rounds + 1 {
		for i, s := range servers {
			if err := b.load.use(bearers[i]); err != nil {
				return m, err
			}
			_, rate, err := b.load.full(ctx, s, 1)
			if err != nil {
				return m, err
			}
			m.Rates[i] = append(m.Rates[i], rate)
		}
	}
	fmt.Println(m.line())
	return m, nil
}
