package enginetest

import (
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// An Opener opens an engine on a folder; the same folder again after a Close
// finds what was published.
type Opener func(t *testing.T, dir string) engine.Engine

// randomRuns is how many random histories Run goes through.
const randomRuns = 6

// Run checks every promise of package engine against an engine that keeps its
// index in a folder. Random tests print the seed that repeats them.
func Run(t *testing.T, open Opener) { RunSome(t, open, randomRuns) }

// RunSome is Run with a given number of random histories and, if tests are named,
// only with these tests. It is for slow engines.
func RunSome(t *testing.T, open Opener, runs int, names ...string) {
	all := contract(runs)
	for _, name := range names {
		if all[name] == nil {
			t.Errorf("there is no test %q of the contract", name)
		}
	}
	for name, test := range all {
		if len(names) > 0 && !slices.Contains(names, name) {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, open)
		})
	}
}

// contract returns the tests by name.
func contract(runs int) map[string]func(*testing.T, Opener) {
	return map[string]func(*testing.T, Opener){
		"no index":                     testNoIndex,
		"search":                       testSearch,
		"several requests":             testSearchAll,
		"beside":                       testBeside,
		"rest":                         testRest,
		"texts of articles":            testTextsOfArticles,
		"order":                        testOrder,
		"order of last change":         testUpdated,
		"preference":                   testPrefer,
		"filters":                      testFilters,
		"facets":                       testFacets,
		"facets of categories":         testCategories,
		"months":                       testMonths,
		"choices":                      testChoices,
		"stored bytes":                 testStored,
		"articles":                     testArticles,
		"frequencies and terms":        testTerms,
		"state":                        testState,
		"files":                        testFiles,
		"report of the last job":       testLastJob,
		"replace and delete":           testReplace,
		"one writer":                   testLock,
		"fingerprint":                  testFingerprint,
		"discard":                      testDiscard,
		"views outlive publishing":     testViews,
		"published survives a restart": testReopen,
		"cancelled":                    testCancelled,
		"closed":                       testClosed,
		"publishing while searching":   testConcurrent,
		"like the model":               func(t *testing.T, open Opener) { testRandom(t, open, runs) },
	}
}
