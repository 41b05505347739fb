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

// An admission bounds how many searches run at once, and shares the places out
// among clients.
//
// Who finds no place waits for one, for a while; whose turn will not come in
// time is refused at once, so that an overload never grows and a refusal comes
// early. A place that becomes free goes to the client that has used least
// lately, so that a crowd of one does not keep others waiting; a quarter of the
// places is kept for those that have used little, however many use much.
type admission struct {
	places   int           // at once
	share    int           // of these, for one client, and for all that have used much
	wait     time.Duration // for a place, at most
	foreseen time.Duration // for a place, as far as can be told beforehand
	now      func() time.Time

	mu       sync.Mutex
	running  int
	heavy    int // of running, of clients that had used much
	mean     time.Duration
	accounts map[account]*usageAccount
	queue    []*ticket
}

// An account is what a share belongs to: a client, or, where a client has no
// limits of its own because many stand behind it, one of its connections.
type account struct {
	client client
	conn   *conn
}

// A usageAccount is what a client has used lately.
type usageAccount struct {
	running int
	waiting int
	used    time.Duration // of a place, halved every usageHalf
	at      time.Time     // when used was true
}

// A ticket is a request that waits for a place.
type ticket struct {
	account *usageAccount
	turn    chan bool // buffered; gets whether the place counts as one of heavy
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
	a.dispatch() // an older one may wait for its own share alone
	a.mu.Unlock()
	return a.await(ctx, t)
}

// await waits for a ticket's turn.
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

// refusal says whose fault it is that there is no place: that of a client that
// uses much, or nobody's.
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

// willFit foresees whether a client that has to wait will get a place in time.
// Whoever is first always waits: nobody knows when the next place is free.
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

// dispatch gives places to those who wait for them: to the client that has used
// least, and of its requests to the oldest.
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

// enter takes a place, and returns what gives it back.
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

// leave gives a place back that was used for some time.
func (a *admission) leave(u *usageAccount, heavy bool, took time.Duration) {
	a.running--
	u.running--
	if heavy {
		a.heavy--
	}
	u.used, u.at = a.usage(u)+took, a.now()
	a.dispatch()
}

// usage is what a client has used lately.
func (a *admission) usage(u *usageAccount) time.Duration {
	if u.used == 0 {
		return 0
	}
	return time.Duration(float64(u.used) * math.Exp2(-float64(a.now().Sub(u.at))/float64(usageHalf)))
}

func (a *admission) isHeavy(u *usageAccount) bool { return a.usage(u) > usageLittle }

// account returns what is remembered of a client. Those of the least interest
// are forgotten when there are too many.
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

// forget makes room: who has used little goes, and half of the others if that
// is not enough. Who has a place or waits for one stays.
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
