package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// compose loads the file as docker compose does: strictly by its schema, with all references resolved. It checks
// that each service is confined.
func compose(path string) error {
	project, err := loader.LoadWithContext(context.Background(), types.ConfigDetails{
		ConfigFiles: []types.ConfigFile{{Filename: path}},
		Environment: types.Mapping{"JWT_ISSUER": "https://issuer.example", "JWT_AUDIENCE": "session-tokens"},
	}, func(o *loader.Options) { o.Profiles = []string{"*"} })
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	var problems []error
	for name, service := range project.Services {
		if !service.ReadOnly || len(service.CapDrop) != 1 || service.CapDrop[0] != "ALL" || len(service.CapAdd) > 0 || service.Privileged ||
			len(service.SecurityOpt) != 1 || service.SecurityOpt[0] != "no-new-privileges:true" {
			problems = append(problems, fmt.Errorf("%s: %s: not confined: it needs read_only, cap_drop: [ALL] and no-new-privileges", path, name))
		}
		if service.HealthCheck == nil {
			problems = append(problems, fmt.Errorf("%s: %s: no health check", path, name))
		}
	}
	return errors.Join(problems...)
}
