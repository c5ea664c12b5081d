package providers

// Hook is an address that a company must be told, and where it is told.
type Hook struct{ Address, Where string }

// Guide is a Provider that knows how it is set up at its company, in plain words.
type Guide interface {
	// Hooks are the addresses of webhooks, all of which begin with base.
	Hooks(base string) []Hook
	// Mend says what ends that the company refuses every text, by what it answers;
	// empty if the class says all there is.
	Mend(class Class, code string) string
}
