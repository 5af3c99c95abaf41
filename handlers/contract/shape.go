package contract

import (
	"sync"
	"sync/atomic"
)

// shape says which properties a text has, by index, and their types. If each value conforms, the shape decides
// whether the text does.
type shape [maxProperties]jsonType

// shapes are the shapes that were found to conform.
type shapes struct {
	known sync.Map // of shape
	count atomic.Int64
}

// maxShapes bounds them, to 200 kB. Of the contract's two schemas one has 2 shapes, the other 128.
const maxShapes = 1024

// conforms calls check for a shape that is not known.
func (s *shapes) conforms(shape shape, check func() bool) bool {
	if _, known := s.known.Load(shape); known {
		return true
	}
	if !check() {
		return false
	}
	if s.count.Add(1) > maxShapes {
		s.known.Clear()
		s.count.Store(1)
	}
	s.known.Store(shape, nil)
	return true
}

// explore continues where a text leaves the known layout, and adds the rest to the layout if the text conforms.
func (s *Scanner) explore(p *pass, from *node, series *Series) bool {
	seen, last := from.seen, from.last
	var shape shape
	for i := range series.values {
		e := series.values[i].edge
		shape[e.property.index] = e.typ
	}
	var learned []edge
	for {
		start := p.at
		name, typ, ok := p.delimiter(last)
		if !ok {
			return false
		}
		e := edge{delimiter: string(p.text[start:p.at]), typ: typ}
		if typ == 0 {
			learned = append(learned, e)
			break
		}
		i, declared := s.record.index[string(name)]
		if !declared || seen&(1<<i) != 0 {
			return false
		}
		e.property, e.field = &s.record.properties[i], s.fields[i]
		if !e.passValue(p, series.Fields) {
			return false
		}
		learned = append(learned, e)
		seen, last, shape[i] = seen|1<<i, typ, typ
	}
	if !s.shapes.conforms(shape, func() bool { return s.record.CheckSent(p.text) == nil }) {
		return false
	}
	s.layout.add(from, learned)
	return true
}
