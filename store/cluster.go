package store

import (
	"context"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
)

// clusterReload is how often the topology of a Cluster is reloaded. With go-redis's own minute, a dead master would
// be dialled for up to a minute after its replica was elected.
const clusterReload = time.Second

// newCluster returns a client for a Cluster, with the options of a client for a single server.
func newCluster(addresses []string, o *redis.Options) *redis.ClusterClient {
	c := redis.NewClusterClient(&redis.ClusterOptions{
		Addrs: addresses, ClusterStateReloadInterval: clusterReload,
		DisableRoutingPolicies: true, // they need COMMAND, and every command here has a key
		Dialer:                 o.Dialer, OnConnect: o.OnConnect, CredentialsProviderContext: o.CredentialsProviderContext,
		ContextTimeoutEnabled: o.ContextTimeoutEnabled, DisableIdentity: o.DisableIdentity, MaintNotificationsConfig: o.MaintNotificationsConfig,
		PipelinePoolSize: o.PipelinePoolSize, DialerRetries: o.DialerRetries, ConnMaxIdleTime: o.ConnMaxIdleTime, MaxRetries: o.MaxRetries,
		DialTimeout: o.DialTimeout, ReadTimeout: o.ReadTimeout, WriteTimeout: o.WriteTimeout,
		PoolTimeout: o.PoolTimeout, PoolSize: o.PoolSize, MaxConcurrentDials: o.MaxConcurrentDials,
	})
	c.AddHook(once{})
	return c
}

// masters returns the single server, or the current masters of the Cluster.
func (c client) masters(ctx context.Context) ([]*redis.Client, error) {
	if c.cluster == nil {
		return []*redis.Client{c.single}, nil
	}
	var mu sync.Mutex
	var all []*redis.Client
	err := c.cluster.ForEachMaster(ctx, func(_ context.Context, m *redis.Client) error {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, m)
		return nil
	})
	return all, err
}

// once is a hook that keeps the Cluster client from retrying a command that may have been executed. A redirection is
// still followed, since the node that sent it executed nothing.
type once struct{}

func (once) DialHook(next redis.DialHook) redis.DialHook { return next }

func (once) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, c redis.Cmder) error { return next(ctx, onceOnly{c}) }
}

func (once) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return func(ctx context.Context, all []redis.Cmder) error {
		wrapped := make([]redis.Cmder, len(all))
		for i, c := range all {
			wrapped[i] = onceOnly{c}
		}
		return next(ctx, wrapped)
	}
}

type onceOnly struct{ redis.Cmder }

func (onceOnly) NoRetry() bool { return true }
