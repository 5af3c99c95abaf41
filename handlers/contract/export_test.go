package contract

// LayoutSize is how many edges a scanner has learned.
func (s *Scanner) LayoutSize() int {
	s.layout.adding.Lock()
	defer s.layout.adding.Unlock()
	return s.layout.size
}

// Shapes is how many shapes a scanner has learned.
func (s *Scanner) Shapes() (n int) {
	s.shapes.known.Range(func(any, any) bool { n++; return true })
	return n
}

// IsEmail is what format email is checked by.
func IsEmail(text string) bool { return isEmail([]byte(text)) }
