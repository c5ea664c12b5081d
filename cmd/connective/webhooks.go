package main

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/connective-messaging/connective/bot/webhooks"
)

type webhooksCommand struct {
	Add    webhooksAdd    `cmd:"" help:"Tell an address what happens; prints the secret that signs it, once."`
	List   webhooksList   `cmd:"" help:"List an organisation's webhooks, and what they have missed."`
	Test   webhooksTest   `cmd:"" help:"Send a webhook something at once, and see whether it takes it."`
	Rotate webhooksRotate `cmd:"" help:"Give a webhook a new secret; the one before signs too for a day."`
	Enable webhooksEnable `cmd:"" help:"Let a webhook go on that was turned off."`
	Remove webhooksRemove `cmd:"" help:"Tell an address nothing more."`
	Retry  webhooksRetry  `cmd:"" help:"Send what was missed again."`
	Drop   webhooksDrop   `cmd:"" help:"Forget what was missed."`
}

func webhookDesk(ctx context.Context, all *Commands, org string) (*desk, *webhooks.Desk, error) {
	d, err := openDeskOf(ctx, all, org)
	if err != nil {
		return nil, nil, err
	}
	return d, newWebhookDesk(d.settings, d.store, slog.New(slog.DiscardHandler)), nil
}

// whichWebhook a command is about.
type whichWebhook struct {
	Org string `arg:"" help:"The organisation."`
	ID  string `arg:"" help:"The webhook, as webhooks list prints it."`
}

type webhooksAdd struct {
	Org    string   `arg:"" help:"The organisation."`
	URL    string   `arg:"" help:"The address, such as https://example.org/hooks."`
	Events []string `required:"" help:"What it is told, with commas." placeholder:"EVENT"`
}

// Help shows an example.
func (webhooksAdd) Help() string {
	return `What is told holds no text and no number. It is signed as Standard Webhooks says, and tried for
three days. The address must be public, by https, on port 443 or 8443.

person.joined, person.left            a group that is not sensitive
person.stopped, person.started        STOP and START
case.opened, case.closed              somebody waits for a person
broadcast.finished                    nothing more comes of it
message.failed                        a text did not reach somebody

Example:
  connective webhooks add wenbridge https://example.org/hooks --events person.stopped,broadcast.finished`
}

// Run adds a webhook.
func (c webhooksAdd) Run(ctx context.Context, all *Commands, io streams) error {
	kinds, err := webhooks.ReadKinds(c.Events)
	if err != nil {
		return err
	}
	d, hooks, err := webhookDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	e, secret, err := hooks.Add(ctx, atTheMachine(c.Org), c.URL, kinds)
	if err != nil {
		return fmt.Errorf("add a webhook: %w", err)
	}
	fmt.Fprintf(io.err, "Webhook %s. Its secret is not shown again:\n", e.ID)
	fmt.Fprintln(io.out, secret)
	return nil
}

type webhooksRotate struct{ whichWebhook }

// Help shows an example.
func (webhooksRotate) Help() string {
	return "Example:\n  connective webhooks rotate wenbridge w-ABCDEFGHIJ"
}

// Run gives a webhook a new secret.
func (c webhooksRotate) Run(ctx context.Context, all *Commands, io streams) error {
	return c.on(ctx, all, func(hooks *webhooks.Desk) error {
		secret, err := hooks.Rotate(ctx, atTheMachine(c.Org), c.ID)
		if err != nil {
			return err
		}
		fmt.Fprintln(io.err, "The new secret is not shown again. The one before signs too for a day:")
		fmt.Fprintln(io.out, secret)
		return nil
	})
}

// on does something to a webhook.
func (c whichWebhook) on(ctx context.Context, all *Commands, do func(*webhooks.Desk) error) error {
	d, hooks, err := webhookDesk(ctx, all, c.Org)
	if err != nil {
		return err
	}
	defer d.close()
	if err := do(hooks); err != nil {
		return fmt.Errorf("%w: see  connective webhooks list %s", err, c.Org)
	}
	return nil
}

type webhooksEnable struct{ whichWebhook }

// Help shows an example.
func (webhooksEnable) Help() string {
	return "Example:\n  connective webhooks enable wenbridge w-ABCDEFGHIJ"
}

// Run lets a webhook go on.
func (c webhooksEnable) Run(ctx context.Context, all *Commands, io streams) error {
	return c.on(ctx, all, func(hooks *webhooks.Desk) error {
		if err := hooks.Enable(ctx, atTheMachine(c.Org), c.ID); err != nil {
			return err
		}
		fmt.Fprintf(io.out, "It goes on. What it has missed:  connective webhooks retry %s\n", c.Org)
		return nil
	})
}

type webhooksTest struct{ whichWebhook }

// Help shows an example.
func (webhooksTest) Help() string {
	return "Something of the type test is sent at once, signed. It says nothing of anybody.\n\nExample:\n  connective webhooks test wenbridge w-ABCDEFGHIJ"
}

// Run sends a webhook a test. One that is not taken is an error.
func (c webhooksTest) Run(ctx context.Context, all *Commands, io streams) error {
	var trial webhooks.Trial
	err := c.on(ctx, all, func(hooks *webhooks.Desk) (err error) {
		trial, err = hooks.Test(ctx, atTheMachine(c.Org), c.ID)
		return err
	})
	switch {
	case err != nil:
		return err
	case trial.Why != "":
		return fmt.Errorf("it was not taken: %s, after %d ms", trial.Why, trial.Took.Milliseconds())
	}
	fmt.Fprintf(io.out, "It was taken: %d in %d ms.\n", trial.Status, trial.Took.Milliseconds())
	return nil
}

type webhooksRemove struct{ whichWebhook }

// Help shows an example.
func (webhooksRemove) Help() string {
	return "Example:\n  connective webhooks remove wenbridge w-ABCDEFGHIJ"
}

// Run removes a webhook.
func (c webhooksRemove) Run(ctx context.Context, all *Commands, io streams) error {
	return c.on(ctx, all, func(hooks *webhooks.Desk) error {
		if err := hooks.Remove(ctx, atTheMachine(c.Org), c.ID); err != nil {
			return err
		}
		fmt.Fprintln(io.out, "It is told nothing more.")
		return nil
	})
}

// whichMissed says what a command is about of what was missed.
type whichMissed struct {
	Org string `arg:"" help:"The organisation."`
	ID  string `arg:"" optional:"" help:"One of what was missed, as webhooks list prints it; all otherwise."`
}

type webhooksRetry struct{ whichMissed }

// Help shows an example.
func (webhooksRetry) Help() string { return "Example:\n  connective webhooks retry wenbridge" }

// Run sends what was missed again.
func (c webhooksRetry) Run(ctx context.Context, all *Commands, io streams) error {
	return whichWebhook(c.whichMissed).on(ctx, all, func(hooks *webhooks.Desk) error {
		n, err := hooks.Retry(ctx, atTheMachine(c.Org), c.ID)
		if err == nil {
			fmt.Fprintf(io.out, "%d sent again.\n", n)
		}
		return err
	})
}

type webhooksDrop struct{ whichMissed }

// Help shows an example.
func (webhooksDrop) Help() string {
	return "Example:\n  connective webhooks drop wenbridge msg_0123456789abcdef01234567"
}

// Run forgets what was missed.
func (c webhooksDrop) Run(ctx context.Context, all *Commands, io streams) error {
	return whichWebhook(c.whichMissed).on(ctx, all, func(hooks *webhooks.Desk) error {
		n, err := hooks.Drop(ctx, atTheMachine(c.Org), c.ID)
		if err == nil {
			fmt.Fprintf(io.out, "%d forgotten.\n", n)
		}
		return err
	})
}
