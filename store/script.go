package store

import (
	"context"
	_ "embed" // the scripts
	"fmt"
	"strings"

	"github.com/redis/go-redis/v9"
)

var (
	//go:embed commit.lua
	commitLua string
	//go:embed release.lua
	releaseLua string
	//go:embed writes.lua
	writesLua string
	//go:embed invite.lua
	inviteLua string
	//go:embed enrol.lua
	enrolLua string
	//go:embed expand.lua
	expandLua string
	//go:embed freeze.lua
	freezeLua string
	//go:embed keep.lua
	keepLua string
	//go:embed pace.lua
	paceLua string
	//go:embed halt.lua
	haltLua string
	//go:embed rest.lua
	restLua string
	//go:embed steer.lua
	steerLua string
	//go:embed claim.lua
	claimLua string
	//go:embed result.lua
	resultLua string
	//go:embed status.lua
	statusLua string
	//go:embed later.lua
	laterLua string
	//go:embed postpone.lua
	postponeLua string
	//go:embed settle.lua
	settleLua string
	//go:embed untaken.lua
	untakenLua string
	//go:embed apart.lua
	apartLua string
	//go:embed take.lua
	takeLua string
	//go:embed add.lua
	addLua string
	//go:embed turned.lua
	turnedLua string
	//go:embed replica.lua
	replicaLua string
	//go:embed ask.lua
	askLua string
	//go:embed giveback.lua
	giveBackLua string
	//go:embed doubt.lua
	doubtLua string
	//go:embed publish.lua
	publishLua string
	//go:embed retire.lua
	retireLua string
	//go:embed account.lua
	accountLua string
	//go:embed session.lua
	sessionLua string
	//go:embed try.lua
	tryLua string
	//go:embed hook.lua
	hookLua string
	//go:embed hooktake.lua
	hookTakeLua string
	//go:embed rate.lua
	rateLua string
	//go:embed once.lua
	onceLua string
	//go:embed answered.lua
	answeredLua string
	//go:embed draft.lua
	draftLua string
	//go:embed note.lua
	noteLua string
	//go:embed opinion.lua
	opinionLua string
	//go:embed edition.lua
	editionLua string
	//go:embed shelve.lua
	shelveLua string
	//go:embed register.lua
	registerLua string
	//go:embed issue.lua
	issueLua string
	//go:embed assure.lua
	assureLua string
)

// scripts are the store's scripts as one server knows them.
type scripts struct {
	hook, hookTake                                                                                          *redis.Script
	commit, commitStop, claim, result, status, later, settle, untaken, apart, replica, ask, giveBack, doubt *redis.Script
	publish, retire, take, turned, add, account, session, try, note, draft, opinion, postpone               *redis.Script
	expand, freeze, keep, steer, rest, pace, halt                                                           *redis.Script
	rate, once, answered                                                                                    *redis.Script
	enrol, invite                                                                                           *redis.Script
	register                                                                                                *redis.Script
	edition, shelve, issue, assure                                                                          *redis.Script
}

// newScripts prepares the scripts. The embedded Redis does not know the first
// line, which tells a server to refuse the script early when it is out of memory.
func newScripts(embedded bool) scripts {
	shape := func(source string, stop bool) *redis.Script {
		first, rest, _ := strings.Cut(source, "\n")
		if stop {
			first = "#!lua flags=allow-oom"
		}
		if strings.Contains(rest, "write_all(") {
			rest = writesLua + rest
		}
		if strings.Contains(rest, "release(") || strings.Contains(rest, "post(") {
			rest = releaseLua + rest
		}
		if embedded {
			return redis.NewScript(rest)
		}
		return redis.NewScript(first + "\n" + rest)
	}
	commitLua := mutated(commitLua)
	return scripts{
		hook: shape(hookLua, false), hookTake: shape(hookTakeLua, false),
		commit: shape(commitLua, false), commitStop: shape(commitLua, true), claim: shape(claimLua, false), result: shape(resultLua, false),
		status: shape(statusLua, false), later: shape(laterLua, false), settle: shape(settleLua, false), untaken: shape(untakenLua, false), postpone: shape(postponeLua, false),
		apart: shape(apartLua, false), replica: shape(replicaLua, false), ask: shape(askLua, false),
		giveBack: shape(giveBackLua, false), doubt: shape(doubtLua, false),
		publish: shape(publishLua, false), retire: shape(retireLua, false),
		take: shape(takeLua, false), turned: shape(turnedLua, false), add: shape(addLua, false),
		enrol: shape(enrolLua, false), expand: shape(expandLua, false), freeze: shape(freezeLua, false), keep: shape(keepLua, false), steer: shape(steerLua, false), rest: shape(restLua, false), pace: shape(paceLua, false), halt: shape(haltLua, false),
		account: shape(accountLua, false), session: shape(sessionLua, false), try: shape(tryLua, false), note: shape(noteLua, false),
		rate: shape(rateLua, false), once: shape(onceLua, false), answered: shape(answeredLua, false),
		invite: shape(inviteLua, false),
		draft:  shape(draftLua, false), opinion: shape(opinionLua, false),
		register: shape(registerLua, false),
		edition:  shape(editionLua, false), shelve: shape(shelveLua, false), issue: shape(issueLua, false),
		assure: shape(assureLua, false),
	}
}

// mutated is the commit script, but for a guard that the fault test leaves out
// to see whether it notices.
func mutated(source string) string {
	if mutant("no-dedupe") {
		source = strings.Replace(source, "redis.call('EXISTS', KEYS[1]) == 1 and 0 or 2", "2", 1)
		source = strings.Replace(source, "if not redis.call('SET', KEYS[1], '1', 'NX', 'EX', ARGV[2]) then return 0 end", "", 1)
	}
	if mutant("no-version") {
		source = strings.Replace(source, "version ~= ARGV[1]", "false", 1)
	}
	return source
}

func (s scripts) all() []*redis.Script {
	return []*redis.Script{
		s.hook, s.hookTake,
		s.commit, s.commitStop, s.claim, s.result, s.status, s.later, s.settle, s.untaken, s.apart, s.replica, s.ask, s.giveBack, s.doubt,
		s.expand, s.freeze, s.keep, s.steer, s.rest, s.pace, s.halt, s.postpone, s.publish, s.retire, s.take, s.turned, s.add, s.account, s.session, s.try, s.note, s.draft, s.opinion,
		s.rate, s.once, s.answered,
		s.enrol, s.invite,
		s.register,
		s.edition, s.shelve, s.issue, s.assure,
	}
}

// load makes every server know every script.
func (s scripts) load(ctx context.Context, r redis.UniversalClient) error {
	for _, script := range s.all() {
		if err := onEach(ctx, r, func(ctx context.Context, c *redis.Client) error { return script.Load(ctx, c).Err() }); err != nil {
			return fmt.Errorf("load the scripts: %w", err)
		}
	}
	return nil
}

// onEach does something on every server that holds data.
func onEach(ctx context.Context, r redis.UniversalClient, do func(context.Context, *redis.Client) error) error {
	switch c := r.(type) {
	case *redis.ClusterClient:
		return c.ForEachMaster(ctx, do)
	case *redis.Client:
		return do(ctx, c)
	}
	return fmt.Errorf("this kind of Redis client is not known (%T)", r)
}
