package documents

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Described is what an operation, or a webhook, can be chosen by.
type Described struct {
	Name string // "GET /items", or "webhook sold POST"
	ID   string
	Tags []string
}

// Described returns the operations and webhooks of a document, by name.
func (d *Document) Described() []Described {
	var all []Described
	d.each(func(name string, _, own map[string]any) {
		one := Described{Name: name}
		one.ID, _ = own["operationId"].(string)
		tags, _ := own["tags"].([]any)
		for _, tag := range tags {
			one.Tags = append(one.Tags, fmt.Sprint(tag))
		}
		all = append(all, one)
	})
	slices.SortFunc(all, func(a, b Described) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// each calls f for each operation and webhook, with the object that has it.
func (d *Document) each(f func(name string, item, own map[string]any)) {
	for section, prefix := range map[string]string{"paths": "", "webhooks": "webhook "} {
		items, _ := d.Tree[section].(map[string]any)
		for path, item := range items {
			item, _ := item.(map[string]any)
			for _, method := range methods {
				own, ok := item[method].(map[string]any)
				switch {
				case !ok:
				case prefix == "":
					f(strings.ToUpper(method)+" "+path, item, own)
				default:
					f(prefix+path+" "+strings.ToUpper(method), item, own)
				}
			}
		}
	}
}

// Drop removes operations and webhooks from documents that are to be compared, and the components that only they need. What one
// of the documents still needs stays in all, or it would seem to be gone.
func Drop(dropped func(name string) bool, all ...*Document) {
	needed, needless := map[[2]string]bool{}, map[[2]string]bool{}
	for _, d := range all {
		d.each(func(name string, item, own map[string]any) {
			of := needed
			if dropped(name) {
				of = needless
			}
			components, _ := d.bundle(item, own)["components"].(map[string]any)
			for section, named := range components {
				named, _ := named.(map[string]any)
				for component := range named {
					of[[2]string{section, component}] = true
				}
			}
		})
	}
	maps.DeleteFunc(needless, func(component [2]string, _ bool) bool { return needed[component] })
	for _, d := range all {
		d.dropOperations(dropped)
		d.dropComponents(needless)
	}
}

func (d *Document) dropOperations(dropped func(name string) bool) {
	for _, section := range []string{"paths", "webhooks"} {
		items, _ := d.Tree[section].(map[string]any)
		for path, value := range items {
			item, _ := value.(map[string]any)
			gone, left := 0, 0
			for _, method := range methods {
				name := strings.ToUpper(method) + " " + path
				if section == "webhooks" {
					name = "webhook " + path + " " + strings.ToUpper(method)
				}
				switch {
				case item[method] == nil:
				case dropped(name):
					delete(item, method)
					gone++
					d.dropFromSpec(section, path, strings.ToUpper(method))
				default:
					left++
				}
			}
			if gone > 0 && left == 0 {
				delete(items, path)
				d.dropFromSpec(section, path, "")
			}
		}
	}
}

// dropFromSpec removes an operation, or without a method the whole path or webhook.
func (d *Document) dropFromSpec(section, path, method string) {
	item := d.Spec.Webhooks[path]
	if section == "paths" {
		item = d.Spec.Paths.Value(path)
	}
	switch {
	case item == nil:
	case method != "":
		own := *item // two paths may share one
		own.SetOperation(method, nil)
		if section == "paths" {
			d.Spec.Paths.Set(path, &own)
		} else {
			d.Spec.Webhooks[path] = &own
		}
	case section == "paths":
		d.Spec.Paths.Delete(path)
	default:
		delete(d.Spec.Webhooks, path)
	}
}

func (d *Document) dropComponents(needless map[[2]string]bool) {
	sections, _ := d.Tree["components"].(map[string]any)
	for key := range needless {
		if section, ok := sections[key[0]].(map[string]any); ok {
			delete(section, key[1])
		}
	}
	c := d.Spec.Components
	if c == nil {
		return
	}
	dropFrom(c.Schemas, "schemas", needless)
	dropFrom(c.Parameters, "parameters", needless)
	dropFrom(c.Headers, "headers", needless)
	dropFrom(c.RequestBodies, "requestBodies", needless)
	dropFrom(c.Responses, "responses", needless)
	dropFrom(c.SecuritySchemes, "securitySchemes", needless)
	dropFrom(c.Examples, "examples", needless)
	dropFrom(c.Links, "links", needless)
	dropFrom(c.Callbacks, "callbacks", needless)
}

func dropFrom[V any, M ~map[string]V](components M, section string, needless map[[2]string]bool) {
	maps.DeleteFunc(components, func(name string, _ V) bool { return needless[[2]string{section, name}] })
}
