package contract

import (
	"slices"
	"sync"
	"sync/atomic"
)

// layout is what a [Scanner] has learned about how texts are laid out: a tree whose paths are the orders of
// properties, with their types and the delimiters between their values, of conforming texts. Readers never block.
type layout struct {
	root node

	adding sync.Mutex // guards size, and replacing any node's edges
	size   int        // counts added edges, including forgotten ones
}

// Limits of a layout. What reaches a limit is forgotten, and what is still in use is learned again: a writer of ever
// new layouts must not slow down the others permanently.
const (
	// maxEdges bounds the memory. At the limit the whole layout is forgotten. The 13 properties of a session take 14
	// edges of some 150 bytes, so 4,096 edges take 600 kB.
	maxEdges = 4096
	// maxBranches bounds how many delimiters are compared between two values. At the limit only these branches are
	// forgotten. Writers of one layout, with and without one optional property, make 2.
	maxBranches = 32
	// maxDelimiter is in bytes. Writers that indent put some 20 between two values.
	maxDelimiter = 256
)

// node is a position in texts: right after a value, or at the beginning.
type node struct {
	edges atomic.Pointer[[]edge]
	seen  uint64   // the properties up to here, a bit for each index
	last  jsonType // of the preceding value, or 0 at the beginning
}

// edge covers a delimiter, which is everything between two values, and the value after it.
type edge struct {
	delimiter string    // including the quotes of the strings around it
	property  *property // the property whose value follows; nil at the end of the object
	typ       jsonType  // of that value
	field     int       // of that value, or -1
	next      *node
}

// find returns the edge along which a text continues, or nil.
func (n *node) find(rest []byte) *edge {
	edges := n.edges.Load()
	if edges == nil {
		return nil
	}
	for i := range *edges {
		e := &(*edges)[i]
		end := len(e.delimiter)
		if len(rest) < end || string(rest[:end]) != e.delimiter {
			continue
		}
		switch {
		case e.typ == typeString:
			return e
		case e.property == nil:
			if len(rest) == end {
				return e
			}
		case len(rest) > end && typeOf(rest[end]) == e.typ:
			return e
		}
	}
	return nil
}

// typeOf returns the type of a value by its first byte, or 0 if no value here begins with it.
func typeOf(first byte) jsonType {
	switch {
	case first == '"':
		return typeString
	case '0' <= first && first <= '9' || first == '-':
		return typeNumber
	case first == 't' || first == 'f':
		return typeBoolean
	case first == 'n':
		return typeNull
	}
	return 0
}

// add adds a path that begins at a node. Each of its edges but the last ends with a value.
func (l *layout) add(from *node, path []edge) {
	if slices.ContainsFunc(path, func(e edge) bool { return len(e.delimiter) > maxDelimiter }) {
		return
	}
	l.adding.Lock()
	defer l.adding.Unlock()
	var edges []edge
	if old := from.edges.Load(); old != nil {
		edges = *old
	}
	if slices.ContainsFunc(edges, path[0].same) {
		return // another goroutine read such a text at the same time
	}
	if l.size+len(path) > maxEdges {
		l.root.edges.Store(nil)
		l.size = 0
		return // from may no longer be part of the tree
	}
	if len(edges) == maxBranches {
		edges = nil
	}
	l.size += len(path)
	seen := from.seen
	for i := range path[:len(path)-1] {
		e := &path[i]
		seen |= 1 << e.property.index
		e.next = &node{seen: seen, last: e.typ}
		rest := path[i+1 : i+2 : i+2]
		e.next.edges.Store(&rest)
	}
	edges = append(slices.Clone(edges), path[0])
	from.edges.Store(&edges)
}

func (e edge) same(other edge) bool { return e.delimiter == other.delimiter && e.typ == other.typ }
