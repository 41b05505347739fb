package bleve

// Format names what a generation's folder looks like. Generations of another
// one are not read, and a job that finds one builds everything anew: it belongs
// to the rules by which an index is known to be out of date (see Engine.Begin,
// whose caller puts it into the fingerprint). The first number is ours, and
// counts changes of this package; the second is zap's (zap.Version), which
// stands at the end of each segment and without which zap opens none.
//
// So a new version of a library by itself rebuilds nothing, for most change
// nothing on disk. What must be looked at before go.mod takes a new zapx or
// bleve:
//
//   - zap.Version. When it is another, TestFormat fails: zapwriter.go, postings.go
//     and decode.go follow zapx's zap.md and contentcoder.go, and this constant
//     gets the new number.
//   - How scorch keeps a snapshot (prepareBoltSnapshot in index/scorch/persister.go,
//     util/keys.go, index_meta.go): snapshot.go writes the same. When it changes,
//     our number goes up by one.
//   - What bleve calls sound: v2.6.0 wrote damaged segments in merges, and nothing
//     older than v2.6.3 may be used.
//   - TestBleveFindsTheSame, TestZapReadsOurSegments and Example, which open what
//     we write with the library's own code, and BenchmarkSearch.
const Format = "xunzhang 2, zap 17"
