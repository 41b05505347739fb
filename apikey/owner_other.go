//go:build !unix

package apikey

import (
	"io/fs"
	"os"
)

// keepOwner does nothing on systems without Unix owners.
func keepOwner(*os.File, fs.FileInfo) error { return nil }
