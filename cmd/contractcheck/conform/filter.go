package conform

import "slices"

// leaveOut removes operations from those that are asked. Their methods stay documented, and so are not sent as others.
func (c *contract) leaveOut(reasons map[string]string) {
	c.operations = slices.DeleteFunc(c.operations, func(o *operation) bool {
		why := reasons[o.name]
		if why != "" {
			c.unusable[o.name] = why
		}
		return why != ""
	})
	seen := map[string]bool{}
	for _, o := range c.operations {
		o.firstOfPath = !seen[o.route.Path]
		seen[o.route.Path] = true
	}
}
