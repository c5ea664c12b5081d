package messagebird_test

import (
	"testing"

	"github.com/connective-messaging/connective/providers/messagebird"
)

var inbound = messagebird.InboundText{
	ID: "1b2c3d4e5f60718293a4b5c6d7e8f90a", From: "+447700900123", To: "+447700900999", Text: "I need help with my bins please", Sent: midnight,
}

func BenchmarkVerify(b *testing.B) {
	p, r := reader(b), simulator("key", midnight).InboundForm(inbound)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Verify(r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseInbound(b *testing.B) {
	p, r := reader(b), simulator("key", midnight).InboundForm(inbound)
	b.ReportAllocs()
	for b.Loop() {
		if texts, err := p.ParseInbound(r); err != nil || len(texts) != 1 {
			b.Fatal(err)
		}
	}
}

func BenchmarkParseStatus(b *testing.B) {
	p := reader(b)
	r := simulator("key", midnight).Status(messagebird.StatusReport{
		ID: "0a1b", Reference: "ref", Recipient: "+447700900123", Status: "delivered", At: midnight,
	})
	b.ReportAllocs()
	for b.Loop() {
		if reports, err := p.ParseStatus(r); err != nil || len(reports) != 1 {
			b.Fatal(err)
		}
	}
}
