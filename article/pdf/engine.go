package pdf

import (
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"
)

// Limits of the sandbox.
const (
	atOnce     = 2         // files that are read at the same time; each has a memory of its own
	memory     = 8192      // limit of that memory, in pages of 64 KiB
	maxWaiting = time.Hour // for a turn; a file takes seconds
)

// engine is PDFium. Compiling it takes seconds, and is done when the first file is
// read.
var engine = sync.OnceValues(func() (pdfium.Pool, error) {
	return webassembly.Init(webassembly.Config{
		MaxIdle:  atOnce,
		MaxTotal: atOnce,
		FSConfig: wazero.NewFSConfig(), // without any folder
		Stdout:   io.Discard,
		Stderr:   io.Discard,
		RuntimeConfig: wazero.NewRuntimeConfig().WithMemoryLimitPages(memory).
			WithCoreFeatures(api.CoreFeaturesV2 | experimental.CoreFeaturesExceptionHandling),
	})
})

// borrow takes an instance of PDFium, in which nothing is left of other files.
func borrow() (pdfium.Pdfium, error) {
	pool, err := engine()
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	instance, err := pool.GetInstance(maxWaiting)
	if err != nil {
		return nil, fmt.Errorf("start PDFium: %w", err)
	}
	return instance, nil
}
