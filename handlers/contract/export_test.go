package contract

// LayoutSize is how many edges a scanner has learned.
func (s *Scanner) LayoutSize() int {
	s.layout.adding.Lock()
	defer s.layout.adding.Unlock()
	return s.layout.size
}

// IsEmail is the check of format email.
func IsEmail(text string) bool { return isEmail([]byte(text)) }
