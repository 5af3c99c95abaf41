package main

import "errors"

type conformsCmd struct{}

func (c *conformsCmd) Run() error { return errors.New("not built yet") }
