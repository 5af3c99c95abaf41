package contract

// LayoutSize is how many edges a scanner has learned.
func (s *Scanner) LayoutSize() int {
	s.layout.adding.Lock()
	defer s.layout.adding.Unlock()
	return s.layout.size
}
