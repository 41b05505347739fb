package main

import (
	"debug/elf"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// containerUser is the user of deploy/Containerfile.
const containerUser = 65532

// A builder makes images and runs programs in them, with an image store of the test's.
// No registry is needed: the image is made from nothing.
type builder struct {
	t      *testing.T
	global []string // options before the command
}

// The container is built by buildah, and runs by its chroot isolation, which needs
// neither cgroups nor namespaces of the network: it indexes articles into a volume
// as a user that is nobody on the machine, serves from that volume, read-only, and
// finds itself healthy. Chroot isolation cannot make the root read-only; podman does
// that below, where the machine lets it start containers.
func TestContainer(t *testing.T) {
	b := newBuilder(t)
	b.run("bud", "--format", "docker", "--isolation", "chroot", "-f", root("deploy", "Containerfile"), "-t", "xunzhang", root())
	name := strings.TrimSpace(b.run("from", "xunzhang"))
	index, spool, articles := ofContainerUser(t), ofContainerUser(t), absolute(t, root("data", "articles"))
	in := func(volumes []string, args ...string) []string {
		all := []string{"run", "--isolation", "chroot"}
		for _, v := range volumes {
			all = append(all, "--volume", v)
		}
		return append(append(all, name, "--", "/xunzhang"), args...)
	}
	b.run(in([]string{index + ":/index", spool + ":/tmp", articles + ":/articles:ro"}, "reindex", "/articles")...)
	if owner := ownerOf(t, filepath.Join(index, "CURRENT")); owner != containerUser {
		t.Errorf("the container runs as user %d", owner)
	}
	address := freeAddress(t)
	served := b.command(in([]string{index + ":/index:ro"}, "serve", "--addr", address, "--admin", "", "--drain-delay", "0s")...)
	served.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	var log strings.Builder
	served.Stderr = &log
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = syscall.Kill(-served.Process.Pid, syscall.SIGTERM)
		_ = served.Wait()
	}()
	healthy := func() error {
		return b.command(in(nil, "health", "--url", "http://"+address)...).Run()
	}
	for range 60 {
		if healthy() == nil {
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	if err := healthy(); err != nil {
		t.Fatalf("the container's health check: %v\n%s", err, log.String())
	}
	resp, err := http.Get("http://" + address + "/api/v1/search?q=" + url.QueryEscape("小红书"))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || resp.StatusCode != http.StatusOK || !strings.Contains(string(body), "小红书") {
		t.Errorf("status %d, %v: %.200s", resp.StatusCode, err, body)
	}
}

// A container with a read-only root and no rights does all that deploy/Containerfile is
// for: it indexes into a volume, can write nowhere else, and serves what it indexed.
func TestContainerReadOnly(t *testing.T) {
	b := newBuilder(t)
	if _, err := exec.LookPath("podman"); err != nil {
		t.Skip("podman is missing: no container with a read-only root was started")
	}
	b.run("bud", "--format", "docker", "--isolation", "chroot", "-f", root("deploy", "Containerfile"), "-t", "xunzhang", root())
	options := slices.Clone(b.global)
	if _, err := exec.LookPath("runc"); err == nil {
		options = append(options, "--runtime", "runc") // crun, the default, refuses machines with cgroups of both versions
	}
	options = append(options, "run", "--rm", "--no-healthcheck", "--network", "host", "--read-only", "--cap-drop", "ALL",
		"--ulimit", "nofile=1024:1024", "--ulimit", "nproc=1024:1024")
	podman := func(volumes []string, args ...string) *exec.Cmd {
		all := slices.Clone(options)
		for _, v := range volumes {
			all = append(all, "--volume", v)
		}
		return exec.CommandContext(t.Context(), "podman", append(append(all, "xunzhang"), args...)...)
	}
	switch out, err := podman(nil, "version").CombinedOutput(); {
	case err != nil && strings.Contains(string(out), "OCI"):
		t.Skipf("this machine starts no containers: %s", out)
	case err != nil:
		t.Fatalf("%v: %s", err, out)
	}
	index, articles := ofContainerUser(t), absolute(t, root("data", "articles"))
	volumes := []string{index + ":/index", articles + ":/articles:ro"}
	if out, err := podman(volumes, "reindex", "/articles").CombinedOutput(); err != nil {
		t.Fatalf("reindex: %v\n%s", err, out)
	}
	if out, err := podman(volumes, "reindex", "--index", "/elsewhere", "/articles").CombinedOutput(); err == nil || !strings.Contains(string(out), "read-only file system") {
		t.Errorf("an index was written into the root: %v\n%s", err, out)
	}
	out, err := podman([]string{index + ":/index:ro"}, "search", "--json", "小红书").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "小红书") {
		t.Errorf("search: %v\n%s", err, out)
	}
	address := freeAddress(t)
	served := podman([]string{index + ":/index:ro"}, "serve", "--addr", address, "--admin", "", "--drain-delay", "0s")
	served.Cancel = func() error { return served.Process.Signal(syscall.SIGTERM) }
	var log strings.Builder
	served.Stderr = &log
	if err := served.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		_ = served.Process.Signal(syscall.SIGTERM)
		if err := served.Wait(); err != nil {
			t.Errorf("the server did not end well on SIGTERM: %v\n%s", err, log.String())
		}
	}()
	var healthy error
	for range 60 {
		if healthy = podman(nil, "health", "--url", "http://"+address).Run(); healthy == nil {
			return
		}
		time.Sleep(500 * time.Millisecond)
	}
	t.Errorf("the container's health check: %v", healthy)
}

// newBuilder skips a test where nothing can build or there is nothing to put into a
// container.
func newBuilder(t *testing.T) *builder {
	t.Helper()
	if testing.Short() {
		t.Skip("building a container takes seconds")
	}
	if _, err := exec.LookPath("buildah"); err != nil || os.Geteuid() != 0 {
		t.Skip("buildah is missing, or the test does not run as root: the Containerfile was read, and not built")
	}
	switch static, err := isStatic(root("bin", "xunzhang")); {
	case err != nil:
		t.Skipf("the Containerfile was read, and not built: %v", err)
	case !static:
		t.Skip("bin/xunzhang needs libraries: build it with CGO_ENABLED=0, as all.sh does; the Containerfile was not built")
	}
	dir := imageStore(t)
	return &builder{t: t, global: []string{"--storage-driver", "vfs", "--root", filepath.Join(dir, "root"), "--runroot", filepath.Join(dir, "run")}}
}

// imageStore returns a folder for images, which is removed after the test. When a
// command ends, podman's own cleanup process may still write into the store, and
// file systems may still be mounted there. So they are unmounted first, which keeps
// their content from being removed, and removing the folder is repeated for a
// while. What remains then is logged, and is no failure.
func imageStore(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "xunzhang-images-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		var err error
		for range 40 {
			if err = unmountBelow(dir); err == nil {
				if err = os.RemoveAll(dir); err == nil {
					return
				}
			}
			time.Sleep(250 * time.Millisecond)
		}
		t.Logf("an image store stays behind: %v", err)
	})
	return dir
}

// unmountBelow unmounts everything below a folder, the last mounted first.
func unmountBelow(dir string) error {
	mounts, err := os.ReadFile("/proc/self/mounts")
	if err != nil {
		return err
	}
	lines := strings.Split(string(mounts), "\n")
	for _, line := range slices.Backward(lines) {
		fields := strings.Fields(line)
		if len(fields) < 2 || !strings.HasPrefix(fields[1], dir+"/") {
			continue
		}
		if out, err := exec.Command("umount", "--lazy", fields[1]).CombinedOutput(); err != nil {
			return fmt.Errorf("umount %s: %w: %s", fields[1], err, out)
		}
	}
	return nil
}

// isStatic reports whether a program needs no dynamic loader.
func isStatic(path string) (bool, error) {
	f, err := elf.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	return !slices.ContainsFunc(f.Progs, func(p *elf.Prog) bool { return p.Type == elf.PT_INTERP }), nil
}

func (b *builder) command(args ...string) *exec.Cmd {
	return exec.Command("buildah", append(slices.Clone(b.global), args...)...)
}

// run returns what a command prints on standard output; the test ends when it
// fails.
func (b *builder) run(args ...string) string {
	b.t.Helper()
	c := b.command(args...)
	var failure strings.Builder
	c.Stderr = &failure
	out, err := c.Output()
	if err != nil {
		b.t.Fatalf("buildah %s: %v\n%s", strings.Join(args, " "), err, failure.String())
	}
	return string(out)
}

// ofContainerUser returns an empty folder in which the user of the container may
// write.
func ofContainerUser(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Chown(dir, containerUser, containerUser), os.Chmod(filepath.Dir(dir), 0o755)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func absolute(t *testing.T, path string) string {
	t.Helper()
	path, err := filepath.Abs(path)
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func ownerOf(t *testing.T, path string) int {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		t.Fatalf("%T", info.Sys())
	}
	return int(owner.Uid)
}

// freeAddress returns an address of the loopback on which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
