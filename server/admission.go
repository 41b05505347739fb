package server

import (
	"context"
	"errors"
	"math"
	"sync"
	"time"
)

// Errors of admission.
var (
	errOverload = errors.New("too many searches at once")
	errShare    = errors.New("this client has too many searches at once")
)

// An admission limits how many searches run at once, and divides these places
// fairly among clients.
//
// A request that finds no free place waits for one, for a limited time. When it can
// be foreseen that it will not get one in time, it is refused at once, so that the
// queue does not grow and refusals come early. A free place goes to the waiting
// client that has used least lately, so that one client with many requests does not
// keep others waiting. A quarter of the places is reserved for clients that have
// used little.
//
// An expensive request takes several places (see weightOf), and waits behind those
// that take one. All expensive requests together have half of the places at most.
type admission struct {
	places   int           // at once
	share    int           // of these, for one client at most, and for all clients together that have used much lately
	wait     time.Duration // for a place, at most
	foreseen time.Duration // longest expected wait for which a request may queue
	now      func() time.Time

	mu       sync.Mutex
	running  int           // places that are taken
	much     int           // of these, by clients that had used much before
	large    int           // of these, by requests that take several places
	mean     time.Duration // time of a request, for each of its places
	accounts map[account]*usageAccount
	queue    []*ticket
}

// An account is the unit that shares are divided by: a key, a client or, where many
// users come from one address without limits, a connection.
type account struct {
	key      string // id
	searches int    // limit of the key on searches at once, 0 for none
	client   client
	conn     *conn
}

// A usageAccount has the places that an account uses, and has used lately.
type usageAccount struct {
	running  int           // places
	requests int           // that hold these places
	waiting  int           // requests
	used     time.Duration // time times places, halved every usageHalf
	at       time.Time     // when used was computed
}

// A ticket is a request that waits for its places.
type ticket struct {
	account  *usageAccount
	weight   int       // places
	searches int       // limit of its account on searches at once, 0 for none
	turn     chan bool // buffered; receives whether its client had used much
}

const (
	usageHalf   = 7 * time.Second // half-life of the usage of a client
	usageLittle = time.Second     // below this a client has used little lately
	maxAccounts = 10_000          // clients that are remembered
	firstMean   = 20 * time.Millisecond
)

func newAdmission(places int, wait time.Duration) *admission {
	return &admission{places: places, share: max(places-max(places/4, 1), 1), wait: wait, foreseen: wait / 2, now: time.Now,
		mean: firstMean, accounts: map[account]*usageAccount{}}
}

// costPerPlace is the cost for which a request takes one place, in ordinary
// searches.
const costPerPlace = 8

// weightOf is how many places a request takes: one for each costPerPlace that it
// costs or begins, and at most as many as all expensive requests together may have.
func (a *admission) weightOf(cost int) int {
	return max(1, min((cost+costPerPlace-1)/costPerPlace, a.places/2))
}

// taken is how many places are taken now.
func (a *admission) taken() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.running
}

// waiting is how many requests wait for a place.
func (a *admission) waiting() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.queue)
}

// take waits for the places of a request of that cost. release must be called when
// err is nil.
func (a *admission) take(ctx context.Context, of account, cost int) (release func(), err error) {
	a.mu.Lock()
	u := a.account(of)
	t := &ticket{account: u, weight: a.weightOf(cost), searches: of.searches, turn: make(chan bool, 1)}
	if a.fits(t) && len(a.queue) == 0 {
		much := a.hasUsedMuch(u)
		a.count(t, much, t.weight)
		a.mu.Unlock()
		return a.releaser(t, much), nil
	}
	if !a.willFit(t) {
		err := a.refusal(t)
		a.mu.Unlock()
		return nil, err
	}
	a.queue = append(a.queue, t)
	u.waiting++
	a.dispatch() // older requests may be waiting only because of their clients' shares
	a.mu.Unlock()
	return a.await(ctx, t)
}

// await waits until a ticket gets a place.
func (a *admission) await(ctx context.Context, t *ticket) (release func(), err error) {
	timer := time.NewTimer(a.wait)
	defer timer.Stop()
	select {
	case much := <-t.turn:
		return a.releaser(t, much), nil
	case <-timer.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case much := <-t.turn: // it got its places at the last moment
		if err == nil {
			return a.releaser(t, much), nil
		}
		a.leave(t, much, 0)
		return nil, err
	default:
	}
	a.drop(t)
	if err == nil {
		err = a.refusal(t)
	}
	return nil, err
}

// refusal returns the error for a refused request: errShare where its client uses
// its whole share, errOverload where others use the server.
func (a *admission) refusal(t *ticket) error {
	if t.account.running+t.weight > a.shareOf(t) || !t.isAllowed() {
		return errShare
	}
	return errOverload
}

// isAllowed reports whether the key of a request may run another search.
func (t *ticket) isAllowed() bool { return t.searches == 0 || t.account.requests < t.searches }

// shareOf is how many places the client of a request may have. One request is
// always let in, even if it takes more places than the share.
func (a *admission) shareOf(t *ticket) int { return max(a.share, t.weight) }

// fits reports whether there are places for a request now.
func (a *admission) fits(t *ticket) bool {
	w, u := t.weight, t.account
	return a.running+w <= a.places && t.isAllowed() && u.running+w <= a.shareOf(t) && (w == 1 || a.large+w <= a.mostLarge()) &&
		(!a.hasUsedMuch(u) || a.much+w <= a.shareOf(t))
}

// mostLarge is how many places requests may have that take several.
func (a *admission) mostLarge() int { return max(1, a.places/2) }

// willFit estimates whether a request will get its places in time when it waits. The
// first in the queue always waits, because it is unknown when a place becomes free.
func (a *admission) willFit(t *ticket) bool {
	ahead := 0
	for _, other := range a.queue {
		if other.account == t.account || !a.before(t, other) {
			ahead += other.weight
		}
	}
	places := a.places
	if a.hasUsedMuch(t.account) {
		places = a.share
	}
	if t.weight > 1 {
		places = min(places, a.mostLarge())
	}
	return ahead == 0 || time.Duration(ahead+t.weight)*a.mean/time.Duration(places) <= a.foreseen
}

// before reports whether a request comes before another one that has waited longer:
// requests for one place come before those for several, and then the client that
// has used less lately.
func (a *admission) before(t, older *ticket) bool {
	if one, other := t.weight == 1, older.weight == 1; one != other {
		return one
	}
	return a.usage(t.account) < a.usage(older.account)
}

// dispatch gives free places to waiting requests, in the order of before. Of one
// client's requests the oldest comes first.
func (a *admission) dispatch() {
	for a.running < a.places {
		var next *ticket
		for _, t := range a.queue {
			if a.fits(t) && (next == nil || a.before(t, next)) {
				next = t
			}
		}
		if next == nil {
			return
		}
		a.drop(next)
		much := a.hasUsedMuch(next.account)
		a.count(next, much, next.weight)
		next.turn <- much
	}
}

// drop takes a ticket out of the queue.
func (a *admission) drop(t *ticket) {
	for i, other := range a.queue {
		if other == t {
			a.queue = append(a.queue[:i], a.queue[i+1:]...)
			t.account.waiting--
			return
		}
	}
}

// count adds the places of a request to those that are taken; a negative number
// gives them back.
func (a *admission) count(t *ticket, much bool, places int) {
	a.running += places
	t.account.running += places
	if places > 0 {
		t.account.requests++
	} else {
		t.account.requests--
	}
	if much {
		a.much += places
	}
	if t.weight > 1 {
		a.large += places
	}
}

// releaser returns the function that gives the places of a request back.
func (a *admission) releaser(t *ticket, much bool) (release func()) {
	begin := a.now()
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		took := a.now().Sub(begin)
		a.mean += (took/time.Duration(t.weight) - a.mean) / 16
		a.leave(t, much, took)
	}
}

// leave gives places back, and adds the time of their use to the account.
func (a *admission) leave(t *ticket, much bool, took time.Duration) {
	a.count(t, much, -t.weight)
	u := t.account
	u.used, u.at = a.usage(u)+took, a.now()
	a.dispatch()
}

// usage returns how long a client has used places lately.
func (a *admission) usage(u *usageAccount) time.Duration {
	if u.used == 0 {
		return 0
	}
	return time.Duration(float64(u.used) * math.Exp2(-float64(a.now().Sub(u.at))/float64(usageHalf)))
}

func (a *admission) hasUsedMuch(u *usageAccount) bool { return a.usage(u) > usageLittle }

// account returns the account of a client. When there are too many accounts, those
// with little usage are removed.
func (a *admission) account(of account) *usageAccount {
	if u := a.accounts[of]; u != nil {
		return u
	}
	if len(a.accounts) >= maxAccounts {
		a.forget()
	}
	u := &usageAccount{at: a.now()}
	a.accounts[of] = u
	return u
}

// forget removes the accounts with little usage, and half of the others if these
// are not enough. Accounts with a place or a waiting request stay.
func (a *admission) forget() {
	for _, least := range []time.Duration{usageLittle / 10, math.MaxInt64} {
		for of, u := range a.accounts {
			if u.running == 0 && u.waiting == 0 && a.usage(u) <= least {
				delete(a.accounts, of)
			}
			if least == math.MaxInt64 && len(a.accounts) <= maxAccounts/2 {
				return
			}
		}
		if len(a.accounts) <= maxAccounts/2 {
			return
		}
	}
}
