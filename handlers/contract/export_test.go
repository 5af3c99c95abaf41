package contract

// LayoutSize returns how many edges a scanner has learned.
func (s *Scanner) LayoutSize() int {
	s.layout.adding.Lock()
	defer s.layout.adding.Unlock()
	return s.layout.size
}

// Shapes returns how many shapes a scanner has learned.
func (s *Scanner) Shapes() (n int) {
	s.shapes.known.Range(func(any, any) bool { n++; return true })
	return n
}

// IsEmail is the check of format email.
func IsEmail(text string) bool { return isEmail([]byte(text)) }
