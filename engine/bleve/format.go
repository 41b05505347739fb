package bleve

// Format is the version of the files in a generation's folder. Generations of
// another format are not read. The caller of Engine.Begin makes Format part of the
// fingerprint, so that a job which finds another format builds the whole index
// again. The first number is ours, and counts changes of this package; the second
// is zap.Version, which zap writes at the end of each segment and checks when it
// opens one.
//
// So a new version of a library does not by itself cause a rebuild: most change
// nothing on disk. Check this before go.mod takes a new zapx or bleve:
//
//   - zap.Version. When it has changed, TestFormat fails: then adapt zapwriter.go
//     and postings.go to zapx's zap.md and contentcoder.go, and put the new number
//     into this constant.
//   - How scorch keeps a snapshot (prepareBoltSnapshot in index/scorch/persister.go,
//     util/keys.go, index_meta.go): snapshot.go writes the same. When it has
//     changed, adapt snapshot.go and add one to our number.
//   - Known defects of bleve: v2.6.0 wrote damaged segments when it merged, so
//     that nothing older than v2.6.3 may be used.
//   - TestBleveFindsTheSame, TestZapReadsOurSegments and Example, which open what
//     we write with the library's own code, and BenchmarkSearch.
const Format = "xunzhang 3, zap 17"
