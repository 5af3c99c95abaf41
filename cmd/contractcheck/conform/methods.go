package conform

import (
	"context"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// propfind is a safe method (RFC 4918 section 9.1) that a contract can't document.
const propfind = "PROPFIND"

// undocumentedMethods returns methods that the contract does not document for the path. Unsafe ones are opt-in: if
// this is the wrong server, they might delete something.
func (r *run) undocumentedMethods(o *operation) []string {
	unsafe := []string{http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}
	undocumented := func(methods []string) []string {
		return slices.DeleteFunc(methods, func(method string) bool { return slices.Contains(o.methods, method) })
	}
	methods := undocumented(append(slices.Clone(httpMethods), propfind))
	if r.unsafeMethods {
		return methods
	}
	if len(undocumented(slices.Clone(unsafe))) > 0 {
		r.leftOut(o.name, checkMethod, "unsafe methods are sent with --unsafe-methods only")
	}
	return slices.DeleteFunc(methods, func(method string) bool { return slices.Contains(unsafe, method) })
}

// methods sends methods that the contract does not document for the path, once per path.
func (r *run) methods(ctx context.Context, o *operation) error {
	if !o.firstOfPath {
		return nil
	}
	q, _ := o.request(r.generator(o, 0)) // with an error, the path may have been generated but not the body
	if q == nil {
		return nil // reported already
	}
	q = r.with(q, o.accepted)
	q.body = nil
	delete(q.header, "Content-Type")
	for _, method := range r.undocumentedMethods(o) {
		q := q.clone()
		q.method = method
		name := method + " " + o.route.Path
		a, err := r.ask(ctx, name, q)
		if err != nil {
			return err
		}
		if a != nil {
			r.undocumented(o, name, a)
		}
	}
	return nil
}

// undocumented judges the response to an undocumented method.
func (r *run) undocumented(o *operation, name string, a *answer) {
	if a.status != http.StatusUnauthorized {
		r.looked(name, checkMethod)
	}
	switch {
	case a.status == http.StatusMethodNotAllowed:
		r.allowed(o, name, a)
	case a.sent.method == http.MethodOptions && a.status/100 == 2: // lists a path's methods, or is for CORS
	case a.sent.method == propfind && a.status == http.StatusNotImplemented: // RFC 9110 section 9.1: the server does not know the method at all
	case a.sent.method == http.MethodHead && slices.Contains(o.methods, http.MethodGet):
		// RFC 9110 section 9.3.2: HEAD is GET without the body.
		if response, _ := o.documented(a.status); response == nil {
			r.reportAnswer(name, checkMethod, "405, or as GET without the body", a)
		}
	case a.status == http.StatusUnauthorized && o.needsCredential() && o.firstStatus == 0:
		r.missOf(o, checkMethod, "%s: answered by 401, since no credential is accepted: 405 was not checked", name)
		r.leftOut(name, checkMethod, "answered by 401, since no credential is accepted")
	default:
		r.reportAnswer(name, checkMethod, "405: the contract does not document the method", a)
	}
}

// allowed compares Allow with the documented methods. HEAD may be listed with GET, and OPTIONS with any path.
func (r *run) allowed(o *operation, name string, a *answer) {
	r.looked(name, checkAllow)
	var listed, wrong []string
	for _, value := range strings.Split(strings.Join(a.header.Values("Allow"), ","), ",") {
		if value = strings.TrimSpace(value); value != "" {
			listed = append(listed, value)
		}
	}
	own := slices.Sorted(maps.Keys(o.route.PathItem.Operations()))
	for _, method := range own {
		if !slices.Contains(listed, method) {
			wrong = append(wrong, method)
		}
	}
	for _, method := range listed {
		mayBe := slices.Contains(o.methods, method) || method == http.MethodOptions ||
			method == http.MethodHead && slices.Contains(o.methods, http.MethodGet)
		if !mayBe {
			wrong = append(wrong, method)
		}
	}
	if len(listed) == 0 {
		r.report(name, checkAllow, "Allow with the documented methods", withHeader(a, "Allow"), a.sent)
	} else if len(wrong) > 0 {
		r.report(name, checkAllow, "Allow: "+strings.Join(own, ", "), withHeader(a, "Allow"), a.sent)
	}
}
