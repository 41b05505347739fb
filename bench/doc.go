// Package bench measures xunzhang as a whole, and against bleve as it comes, on
// a corpus of real articles in the folder that XUNZHANG_SHARED names:
//
//	go test -run '^$' -bench Reindex -benchtime 1x -timeout 60m ./bench
//	go test -run '^$' -bench Search -benchtime 1x -timeout 60m ./bench
//
// docs/performance.md says what is measured and how. It may know every other
// package; none may know it.
package bench
