package providers

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// askPerl prints, for every code point of the basic plane, how many octets
// Perl's own gsm0338 makes of it, one septet an octet; 0 for none.
const askPerl = `use Encode;
for my $c (0 .. 0xD7FF, 0xE000 .. 0xFFFD) {
  my $s = chr($c);
  my $o = eval { Encode::encode("gsm0338", $s, Encode::FB_CROAK) };
  print defined $o && length $o ? length $o : 0, "\n";
}`

func TestAlphabetIsTheOneThatPerlKnows(t *testing.T) {
	perl, err := exec.LookPath("perl")
	if err != nil && os.Getenv("CI") != "true" {
		t.Skip("perl is not installed here; CI has it")
	}
	require.NoError(t, err, "perl is needed: apt-get install perl")
	out, err := exec.CommandContext(t.Context(), perl, "-MEncode", "-e", askPerl).Output()
	require.NoError(t, err)
	lines := strings.Fields(string(out))
	require.Len(t, lines, 0xD800+0xFFFD-0xE000+1)

	code := rune(0)
	for _, line := range lines {
		want, err := strconv.Atoi(line)
		require.NoError(t, err)
		require.Equal(t, want, septetsOf(code), "U+%04X", code)
		if code++; code == 0xD800 {
			code = 0xE000
		}
	}
}
