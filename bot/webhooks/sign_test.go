package webhooks

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The signature is what another implementation of Standard Webhooks makes of the same.
func TestASignatureIsAsOthersMakeIt(t *testing.T) {
	key, err := base64.StdEncoding.DecodeString("AAECAwQFBgcICQoLDA0ODxAREhMUFRYX")
	require.NoError(t, err)
	body := `{"type":"sms.delivered","timestamp":"2026-01-01T00:00:00Z","data":{"sms_id":"sms_1","to":"+447700900123"}}`
	got := Signature([]Secret{{Key: key}}, "msg_1", time.Unix(1767225600, 0), []byte(body))
	require.Equal(t, "v1,h8kg4kvY9PyobptQ2y+JpOq9u8mVw/Epd0QpjWQNURE=", got)
	require.Equal(t, "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", Secret{Key: key}.Word())
}

func TestBothSecretsSignUntilTheFormerIsOver(t *testing.T) {
	now := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	fresh, former := newSecret(), newSecret()
	former.Until = now.Add(BothGood)
	both := []Secret{fresh, former}
	require.Len(t, strings.Fields(Signature(both, "m", now, nil)), 2)
	require.Len(t, strings.Fields(Signature(both, "m", now.Add(BothGood), nil)), 1)
	require.Equal(t, Signature([]Secret{fresh}, "m", now, nil), strings.Fields(Signature(both, "m", now, nil))[0])
	require.NotContains(t, fmt.Sprintf("%v %+v %#v", fresh, both, Endpoint{Secrets: both}), base64.StdEncoding.EncodeToString(fresh.Key))
}

func TestTriesGetRarerAndEndAfterThreeDays(t *testing.T) {
	begun := time.Date(2026, 9, 15, 12, 0, 0, 0, time.UTC)
	now, before := begun, time.Duration(0)
	tries := 0
	for {
		tries++
		low, _ := next(begun, now, tries, 0)
		high, _ := next(begun, now, tries, 0.999)
		middle, patient := next(begun, now, tries, 0.5)
		require.True(t, low.Before(middle) && middle.Before(high), "chance spreads them")
		require.GreaterOrEqual(t, middle.Sub(now), before)
		if !patient {
			break
		}
		before, now = middle.Sub(now), middle
	}
	require.Greater(t, tries, 15)
	require.Less(t, tries, 30)
	require.WithinRange(t, now, begun.Add(PatientFor-7*time.Hour), begun.Add(PatientFor))
}

func TestKindsAreReadByTheirNames(t *testing.T) {
	got, err := ReadKinds([]string{" person.stopped", "case.opened", "person.stopped"})
	require.NoError(t, err)
	require.Equal(t, []Kind{PersonStopped, CaseOpened}, got)
	_, err = ReadKinds([]string{"person.texted"})
	require.ErrorContains(t, err, `there is no event "person.texted": there is person.joined, person.left`)
	_, err = ReadKinds(nil)
	require.ErrorIs(t, err, ErrNoKind)
}
