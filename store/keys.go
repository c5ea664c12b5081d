package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"sync"

	"github.com/connective-messaging/connective/bot"
	"github.com/connective-messaging/connective/providers"
)

// Partitions is how many slots the people of an installation are spread over.
// It is written down at the first start and can never change.
const Partitions = 64

// keys makes every key there is. All keys of a person lie in the partition of
// their number, which is their hash tag, so that one script can write them on a
// cluster too. No key shows a number or a word of anybody.
//
//	key                    type    holds                                        lives
//	{pNN}:person:<id>      hash    v version, d thread, a address, o org,       until erased
//	                               k wrapped data key, h "1": hold bulk back, "2":
//	                               broadcasts; ag consents, with spaces between;
//	                               ev how they stand with events, see bot.Person;
//	                               bc the broadcast that they were texted last; hd
//	                               when they texted last, df when texts to them failed
//	                               for good, dead when the last of those was sent, ms
//	{pNN}:stop:<id>        string  the person has said STOP                     for ever
//	{pNN}:seen:<event>     string  the event was committed                      7 days
//	{pNN}:ledger:<id>      list    consents, sealed, only ever added to         until erased
//	{pNN}:group:<org>:<g>  set     ids of members                               until they leave
//	{pNN}:invited:<id>     string  groups that somebody was invited to, with         90 days after the last
//	                               spaces between
//	{pNN}:wants:<org>      zset    ids of people who have asked to join a group     until they are answered
//	                               → when the first was asked, s
//	{pNN}:dead             zset    ids of people whose number could not be reached   for ever
//	                               → when, ms; some can be again (status.lua)
//	{pNN}:timers           zset    id → when something is due, ms               until done
//	{pNN}:case:<id>        hash    d the case, sealed; p person, o org          90 days after closing
//	{pNN}:notes:<id>       list    the case's lines, sealed                     90 days after closing
//	{pNN}:cases            zset    org/id of open cases → opened, s             until closed
//	{pNN}:closed           zset    org/id of closed cases → closed, ms          90 days
//	{pNN}:case-news        channel org/id of a case that has changed
//	{pNN}:reply, :bulk     stream  r ref, o owner of texts to send              until claimed
//	{pNN}:msg:<ref>        hash    s state, b body, o owner, l lane, t token,   7 days after it is settled
//	                               n attempts, exp, nb and again in ms, g the
//	                               history it was said in first, way another
//	                               connection and number, doubt since when it may
//	                               have left in ms, app its person has an app, … (claim.lua)
//	{pNN}:busy:<number>    string  the ref that is next to a number, by one       until settled
//	                               connection: behind the number a colon and its
//	                               name, nothing for the installation's own
//	{pNN}:wait:<number>    list    refs that wait for it                        until sent
//	{pNN}:spoke:<number>   hash    by line that organisations share: the one the   until erased
//	                               person last texted or was sent a text by
//	{pNN}:sending          zset    ref → when it was claimed, ms                until settled
//	{pNN}:later            zset    ref → not before, ms                         until due
//	{pNN}:unknown          zset    ref → since when, ms                         until settled
//	{pNN}:sent:<id>:<num>  string  the ref of a text, by the provider's id      7 days
//	{pNN}:early:<ref>      string  a report that came before its result;        15 minutes
//	                               also by <id>:<num>
//	{pNN}:lost             hash    r:<ref> what became of a text that a failover 7 days after the last
//	                               made Redis forget; at, certain: texts may have
//	                               left before then, but those said since (doubt.lua)
//	{pNN}:lives            hash    replica → its life, and when it was noted      until it leaves
//	{pNN}:people:<org>     set     ids of everybody the organisation knows      until erased
//	{pNN}:jobs             zset    id of a job → when it may be taken, ms       10 minutes after it is done
//	{pNN}:job:<id>         hash    d the job, sealed; c how far it is           10 minutes after it is done
//	{pNN}:tally:<tell>     hash    person → the place of their answer           90 days after it closed
//	{pNN}:rows:<org>:<set> list    rows that flows recorded, sealed             until erased by the organisation
//	{pNN}:broadcast:<id>   hash    state, steered its version, rest ms, people,  90 days
//	                               cursor, and what became of its texts: queued,
//	                               sent, delivered, … (claim.lua)
//	{pNN}:audience:<id>    list    ids of people who get it, in order           90 days
//	{pNN}:replied:<id>, :stopped-by:<id>, :joined:<id> set ids of people who        90 days
//	                               texted, texted STOP, or joined a group, within
//	                               three days of it
//	{pNN}:capped:<number>  list    when broadcasts and lessons left for it, ms     7 days after the last
//	{event:<org>:<g>}:register hash v version, d who has its places and who     90 days after it
//	                               waits, sealed; c the call that wrote it
//	{pNN}:event:<org>:<g>  string  a mark of how the event is: when and where,      until it begins
//	                               or cancelled
//	{events}:<org>         set     ids of events that have a register           for ever
//	{pNN}:hour:<number>    list    what it was sent last, 100 at most: when in ms,  1 hour after the last
//	                               and a mark of the words (result.lua)
//	{broadcasts}:<org>     zset    id of a broadcast → when it was made, ms     for ever
//	{broadcasts}:doc:<org>:<id> hash d the broadcast, sealed; v, change         for ever
//	{broadcasts}:under-way set     org/id of those that are                     until they are over
//	{broadcasts}:census:<org>:<id> string for how many people it is, sealed      10 minutes
//	{pNN}:apart            stream  texts to lines that no organisation has      7 days
//	connective:starts      hash    org/flow/schedule → when it was seen first, ms for ever
//	connective:install     hash    partitions, fingerprint of the index key     for ever
//	connective:replicas    hash    replica → "drained" or "filling", and which  until it leaves
//	                               servers it has been through a failover with
//	connective:asked       string  how often a process has asked all others    for ever
//	                               to speak again
//	{staff}:account:<id>   hash    v version, d the account, sealed               for ever
//	{staff}:accounts       set     ids of the accounts                          for ever
//	{staff}:session:<hash> string  a session, sealed, by the hash of its token     until it is over
//	{staff}:sessions:<id>  zset    hashes of an account's sessions → over, ms    8 hours after the last
//	{staff}:tries:<mark>   hash    n failures in a row of an account or address,   until forgotten
//	                               u none is taken before then, ms, t the last
//	{staff}:draft:<id>:<case> hash d what an account has begun to write, sealed,   3 days after the last change
//	                               s the form that was sent last
//	{staff}:trip:<hash>    string  a way to the identity provider and back,        10 minutes, or until back
//	                               sealed
//	{staff}:list:<org>:<id> string a list of people that is looked at before it is   1 hour
//	                               imported, sealed
//	{staff}:audit:<org>    list    what was done, sealed, only ever added to       for ever
//	{staff}:head:<org>     hash    n, h number and hash of its last line, s the  for ever
//	                               same, sealed
//	{staff}:noted:<org>:<id> string a line was written                           1 day
//	{staff}:opined:<org>:<month> set marks of who need not be asked what they      40 days
//	                               think, in a month
//	{staff}:opinions:<org> hash    month:score → how often it was given           for ever
//	{pNN}:news             stream  f what organisations' programs are told,       until it is queued
//	                               sealed; or x the ref of a text that failed, p
//	                               whose, c its class, at (result.lua); also
//	                               {broadcasts}:news
//	{hooks}:of:<org>       hash    v version, d the webhooks of an organisation,   for ever
//	                               sealed
//	{hooks}:orgs           set     organisations that have had webhooks         for ever
//	{hooks}:due:<org>      zset    id of a delivery → when it is tried, ms       until it is settled
//	{hooks}:apart          hash    news, its place or delivery, its id and org →   30 days after the last
//	                               what cannot be opened or told, sealed
//	{hooks}:delivery:<id>  hash    d the delivery, sealed; n tries, why the last  until it is handed over,
//	                               failed                                       or 30 days
//	{hooks}:lost:<org>     zset    id of one that was given up → when, ms         30 days
//	{hooks}:begun:<id>     string  the delivery was begun                       7 days
//	{api}:token:<id>       hash    v version, d the token of a program, sealed, u   for ever
//	                               when it was used last, ms
//	{api}:tokens:<org>     set     ids of the tokens                            for ever
//	{api}:rate:<id>        hash    full when its whole limit is free again, ms  a minute after the last request
//	{api}:once:<mark>      hash    a request: mark of what it says, by whom and   24 hours
//	                               until when it is done, name of what it makes,
//	                               answer, sealed
//	connective:pace:<mark> hash    next when an originator's next turn is, in μs;    a minute after it
//	                               call, turn: what was answered last (pace.lua)
//	connective:halt[:name] hash    last, class, code, since: the provider of a       until it takes a text
//	                               connection refuses everybody (halt.lua)
//	connective:rung:<mark> string  an alarm that rings or has rung              30 days
//	{flows}:heads          hash    org → number, version, id of what people     for ever
//	                               get now
//	{flows}:history:<org>  list    what was published, sealed, newest first     the last 500
//	{flows}:version:<org>:<v> string a version's files, zipped and sealed       31 days after nobody is in it
//	{directory}:heads      hash    org → the directory that people get: its        for ever
//	                               number, edition, how many services, from where
//	{directory}:draft:<org> hash   the edition that an import writes: s source, r run, 1 day
//	                               u taken until, t since, e the edition
//	{directory}:edition:<org>:<e> hash id → a service, sealed                     until 10 minutes after
//	                               another is issued; of a draft 2 days
//	{directory}:assurances:<org> hash id of a service → what it has said of its      for ever
//	                               record, sealed
//	{directory}:assured    hash    org → how often that changed what people are     for ever
//	                               shown
//	{flows}:answers        hash    replica → which versions it answers with     until it leaves
type keys struct{ marks *sync.Pool }

// newKeys makes the keys of an installation. A keyed hash is used again: to
// make one costs more than to use it.
func newKeys(index [32]byte) keys {
	return keys{&sync.Pool{New: func() any { return hmac.New(sha256.New, index[:]) }}}
}

const (
	installKey  = "connective:install"
	replicasKey = "connective:replicas"
	askedKey    = "connective:asked"
	startsKey   = "connective:starts"
	haltKey     = "connective:halt" // of the installation's own connection
	headsKey    = "{flows}:heads"

	directoryHeadsKey = "{directory}:heads"
	assuredKey        = "{directory}:assured"

	allCaseNews        = "{p*}:case-news" // of every partition, for PSUBSCRIBE
	broadcastsUnderWay = "{broadcasts}:under-way"
	broadcastNews      = "{broadcasts}:news"
	hookOrgsKey        = "{hooks}:orgs"
	hookApartKey       = "{hooks}:apart"
	answersKey         = "{flows}:answers"
	accountsKey        = "{staff}:accounts"
)

func (k keys) mark(parts ...string) []byte {
	h := k.marks.Get().(hash.Hash)
	defer k.marks.Put(h)
	h.Reset()
	var b []byte
	for _, p := range parts {
		b = append(append(b, p...), 0)
	}
	h.Write(b)
	return h.Sum(b[:0])
}

// partition is the slot of a number, 0 to 63.
func (k keys) partition(a providers.Address) int {
	return int(k.mark("number", a.Value)[0]) % Partitions
}

// person is the id of a person: a number with one organisation.
func (k keys) person(key bot.Key) string {
	return hex.EncodeToString(k.mark("person", key.Org, key.Address.Value)[:12])
}

// number is a mark of a number, the same for every organisation.
func (k keys) number(a providers.Address) string {
	return hex.EncodeToString(k.mark("number", a.Value)[:12])
}

// pace is where the turns of an originator are kept.
func (k keys) pace(from string) string {
	return "connective:pace:" + hex.EncodeToString(k.mark("pace", from)[:6])
}

// words is a mark of what a text says.
func (k keys) words(text string) string { return hex.EncodeToString(k.mark("words", text)[:6]) }

// line is a mark of a number of ours that organisations share.
func (k keys) line(number string) string { return hex.EncodeToString(k.mark("line", number)[:6]) }

// rung is the mark of an alarm.
func (k keys) rung(name string) string {
	return "connective:rung:" + hex.EncodeToString(k.mark("rung", name)[:12])
}

// fingerprint tells index keys apart without giving one away.
func (k keys) fingerprint() string { return hex.EncodeToString(k.mark("fingerprint")[:8]) }

// event is a mark of an event's name, which a provider chose.
func (k keys) event(org, event string) string {
	return hex.EncodeToString(k.mark("event", org, event)[:12])
}

// slot is the key of that name in a partition.
func slot(partition int, name string) string { return tags[partition] + name }

// tags are what the keys of each partition begin with.
var tags = func() (all [Partitions]string) {
	for p := range all {
		all[p] = fmt.Sprintf("{p%02d}:", p)
	}
	return all
}()

func personKey(p int, id string) string        { return slot(p, "person:"+id) }
func stopKey(p int, id string) string          { return slot(p, "stop:"+id) }
func seenKey(p int, event string) string       { return slot(p, "seen:"+event) }
func ledgerKey(p int, id string) string        { return slot(p, "ledger:"+id) }
func groupKey(p int, org, group string) string { return slot(p, "group:"+org+":"+group) }
func eventKey(p int, org, event string) string { return slot(p, "event:"+org+":"+event) }
func invitedKey(p int, id string) string       { return slot(p, "invited:"+id) }
func deadKey(p int) string                     { return slot(p, "dead") }
func wantsKey(p int, org string) string        { return slot(p, "wants:"+org) }
func peopleKey(p int, org string) string       { return slot(p, "people:"+org) }
func jobsKey(p int) string                     { return slot(p, "jobs") }
func jobKey(p int, id string) string           { return slot(p, "job:"+id) }
func tallyKey(p int, tell string) string       { return slot(p, "tally:"+tell) }
func timersKey(p int) string                   { return slot(p, "timers") }
func caseKey(p int, id string) string          { return slot(p, "case:"+id) }
func notesKey(p int, id string) string         { return slot(p, "notes:"+id) }
func casesKey(p int) string                    { return slot(p, "cases") }
func closedKey(p int) string                   { return slot(p, "closed") }
func caseNews(p int) string                    { return slot(p, "case-news") }
func messageKey(p int, ref string) string      { return slot(p, "msg:"+ref) }
func busyKey(p int, number string) string      { return slot(p, "busy:"+number) }
func waitKey(p int, number string) string      { return slot(p, "wait:"+number) }
func spokeKey(p int, number string) string     { return slot(p, "spoke:"+number) }
func sendingKey(p int) string                  { return slot(p, "sending") }
func laterKey(p int) string                    { return slot(p, "later") }
func unknownKey(p int) string                  { return slot(p, "unknown") }
func sentKey(p int, text string) string        { return slot(p, "sent:"+text) }
func earlyKey(p int, ref string) string        { return slot(p, "early:"+ref) }
func broadcastKey(p int, id string) string     { return slot(p, "broadcast:"+id) }
func audienceKey(p int, id string) string      { return slot(p, "audience:"+id) }
func cappedKey(p int, number string) string    { return slot(p, "capped:"+number) }
func hourKey(p int, number string) string      { return slot(p, "hour:"+number) }
func repliedKey(p int, id string) string       { return slot(p, "replied:"+id) }
func joinedKey(p int, id string) string        { return slot(p, "joined:"+id) }
func stoppedByKey(p int, id string) string     { return slot(p, "stopped-by:"+id) }
func lostKey(p int) string                     { return slot(p, "lost") }
func livesKey(p int) string                    { return slot(p, "lives") }
func rowsKey(p int, org, set string) string    { return slot(p, "rows:"+org+":"+set) }
func newsKey(p int) string                     { return slot(p, "news") }
func apartKey(p int) string                    { return slot(p, "apart") }

func broadcastsKey(org string) string       { return "{broadcasts}:" + org }
func broadcastDocKey(org, id string) string { return "{broadcasts}:doc:" + org + ":" + id }

func censusKey(org, id string) string      { return "{broadcasts}:census:" + org + ":" + id }
func registerKey(org, event string) string { return "{event:" + org + ":" + event + "}:register" }
func registersKey(org string) string       { return "{events}:" + org }

func historyKey(org string) string          { return "{flows}:history:" + org }
func versionKey(org, version string) string { return "{flows}:version:" + org + ":" + version }

func draftEditionKey(org string) string     { return "{directory}:draft:" + org }
func editionKey(org, edition string) string { return "{directory}:edition:" + org + ":" + edition }

func assurancesKey(org string) string { return "{directory}:assurances:" + org }

func opinedKey(org, month string) string  { return "{staff}:opined:" + org + ":" + month }
func opinionsKey(org string) string       { return "{staff}:opinions:" + org }
func accountKey(id string) string         { return "{staff}:account:" + id }
func sessionKey(hash string) string       { return "{staff}:session:" + hash }
func sessionsKey(account string) string   { return "{staff}:sessions:" + account }
func draftKey(account, id string) string  { return "{staff}:draft:" + account + ":" + id }
func tripKey(hash string) string          { return "{staff}:trip:" + hash }
func listKey(org, id string) string       { return "{staff}:list:" + org + ":" + id }
func auditKey(org string) string          { return "{staff}:audit:" + org }
func auditHeadKey(org string) string      { return "{staff}:head:" + org }
func auditNotedKey(org, id string) string { return "{staff}:noted:" + org + ":" + id }

func hooksKey(org string) string    { return "{hooks}:of:" + org }
func hookDueKey(org string) string  { return "{hooks}:due:" + org }
func deliveryKey(id string) string  { return "{hooks}:delivery:" + id }
func hookLostKey(org string) string { return "{hooks}:lost:" + org }
func hookBegunKey(id string) string { return "{hooks}:begun:" + id }

func tokenKey(id string) string   { return "{api}:token:" + id }
func tokensKey(org string) string { return "{api}:tokens:" + org }
func rateKey(id string) string    { return "{api}:rate:" + id }

// once is where a request of a token is kept, by the key that its program chose.
func (k keys) once(token, key string) string {
	return "{api}:once:" + hex.EncodeToString(k.mark("once", token, key)[:16])
}

// request is a mark of what a request says.
func (k keys) request(says []byte) string {
	return hex.EncodeToString(k.mark("request", string(says))[:16])
}

// account is the id of an account, by its e-mail address.
func (k keys) account(email string) string {
	return hex.EncodeToString(k.mark("account", email)[:12])
}

// tries is where the failures of an account or an address are counted.
func (k keys) tries(who string) string {
	return "{staff}:tries:" + hex.EncodeToString(k.mark("tries", who)[:12])
}

// slotPattern matches the keys of that name in every partition, idOf finds
// whose one of them is.
func slotPattern(name string) string { return "{p[0-9][0-9]}:" + name }
func idOf(key string) string         { return key[len(personKey(0, "")):] }

func streamKey(p int, lane providers.Priority) string { return slot(p, string(lane)) }

// haltOf is what is known of a connection; the empty name is the installation's own.
func haltOf(connection string) string {
	if connection == "" {
		return haltKey
	}
	return haltKey + ":" + connection
}
