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
type admission struct {
	places   int           // at once
	share    int           // of these, at most for one client, and for all clients together that have used much
	wait     time.Duration // for a place, at most
	foreseen time.Duration // longest expected wait for which a request may queue
	now      func() time.Time

	mu       sync.Mutex
	running  int
	heavy    int // of running, those of clients that had used much
	mean     time.Duration
	accounts map[account]*usageAccount
	queue    []*ticket
}

// An account is what a share of the places belongs to: a client, or, where many
// users share one address without a limit, one of its connections.
type account struct {
	client client
	conn   *conn
}

// A usageAccount says how long a client has used places lately.
type usageAccount struct {
	running int
	waiting int
	used    time.Duration // time in places, halved every usageHalf
	at      time.Time     // when used was computed
}

// A ticket is a request that waits for a place.
type ticket struct {
	account *usageAccount
	turn    chan bool // buffered; receives whether the place counts as heavy
}

const (
	usageHalf   = 7 * time.Second // in which half of what was used is forgotten
	usageLittle = time.Second     // below this a client has used little lately
	maxAccounts = 10_000          // clients that are remembered
	firstMean   = 20 * time.Millisecond
)

func newAdmission(places int, wait time.Duration) *admission {
	return &admission{places: places, share: max(places-max(places/4, 1), 1), wait: wait, foreseen: wait / 2, now: time.Now,
		mean: firstMean, accounts: map[account]*usageAccount{}}
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

// take waits for a place; release must be called when err is nil.
func (a *admission) take(ctx context.Context, of account) (release func(), err error) {
	a.mu.Lock()
	u := a.account(of)
	if a.fits(u) && len(a.queue) == 0 {
		release := a.enter(u, a.isHeavy(u))
		a.mu.Unlock()
		return release, nil
	}
	if !a.willFit(u) {
		err := a.refusal(u)
		a.mu.Unlock()
		return nil, err
	}
	t := &ticket{account: u, turn: make(chan bool, 1)}
	a.queue = append(a.queue, t)
	u.waiting++
	a.dispatch() // the older requests may only be waiting for their client's own share
	a.mu.Unlock()
	return a.await(ctx, t)
}

// await waits until a ticket gets a place.
func (a *admission) await(ctx context.Context, t *ticket) (release func(), err error) {
	timer := time.NewTimer(a.wait)
	defer timer.Stop()
	select {
	case heavy := <-t.turn:
		return a.releaser(t.account, heavy), nil
	case <-timer.C:
	case <-ctx.Done():
		err = ctx.Err()
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	select {
	case heavy := <-t.turn: // at the last moment
		if err == nil {
			return a.releaser(t.account, heavy), nil
		}
		a.leave(t.account, heavy, 0)
		return nil, err
	default:
	}
	a.drop(t)
	if err == nil {
		err = a.refusal(t.account)
	}
	return nil, err
}

// refusal returns the error for a refused request: one for a client that uses its
// whole share itself, another when the server is busy with others.
func (a *admission) refusal(u *usageAccount) error {
	if u.running >= a.share {
		return errShare
	}
	return errOverload
}

// fits reports whether there is a place for a client now.
func (a *admission) fits(u *usageAccount) bool {
	return a.running < a.places && u.running < a.share && (!a.isHeavy(u) || a.heavy < a.share)
}

// willFit estimates whether a client will get a place in time when it waits. The
// first in the queue always waits, because it is unknown when a place becomes free.
func (a *admission) willFit(u *usageAccount) bool {
	ahead, used := 0, a.usage(u)
	for _, t := range a.queue {
		if t.account == u || a.usage(t.account) <= used {
			ahead++
		}
	}
	places := a.places
	if a.isHeavy(u) {
		places = a.share
	}
	return ahead == 0 || time.Duration(ahead+1)*a.mean/time.Duration(places) <= a.foreseen
}

// dispatch gives free places to waiting requests: to the client that has used least
// lately, and of its requests to the oldest.
func (a *admission) dispatch() {
	for a.running < a.places {
		var next *ticket
		for _, t := range a.queue {
			if a.fits(t.account) && (next == nil || a.usage(t.account) < a.usage(next.account)) {
				next = t
			}
		}
		if next == nil {
			return
		}
		a.drop(next)
		heavy := a.isHeavy(next.account)
		a.occupy(next.account, heavy)
		next.turn <- heavy
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

func (a *admission) occupy(u *usageAccount, heavy bool) {
	a.running++
	u.running++
	if heavy {
		a.heavy++
	}
}

// enter takes a place, and returns the function that gives it back.
func (a *admission) enter(u *usageAccount, heavy bool) (release func()) {
	a.occupy(u, heavy)
	return a.releaser(u, heavy)
}

func (a *admission) releaser(u *usageAccount, heavy bool) func() {
	begin := a.now()
	return func() {
		a.mu.Lock()
		defer a.mu.Unlock()
		took := a.now().Sub(begin)
		a.mean += (took - a.mean) / 16
		a.leave(u, heavy, took)
	}
}

// leave gives a place back, and adds the time of its use to the account.
func (a *admission) leave(u *usageAccount, heavy bool, took time.Duration) {
	a.running--
	u.running--
	if heavy {
		a.heavy--
	}
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

func (a *admission) isHeavy(u *usageAccount) bool { return a.usage(u) > usageLittle }

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
