/*
 * A file whose fsync takes a while, for a loop device above it: a disk with slow flushes.
 * slowflush BACKING MILLISECONDS MOUNTPOINT [FUSE OPTIONS]; the file is MOUNTPOINT/disk.
 */
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fuse3/fuse.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static int backing;
static long millis;

static int is_disk(const char *path) { return strcmp(path, "/disk") == 0; }

static int slow_getattr(const char *path, struct stat *st, struct fuse_file_info *fi) {
  (void)fi;
  memset(st, 0, sizeof *st);
  if (strcmp(path, "/") == 0) {
    st->st_mode = S_IFDIR | 0755;
    st->st_nlink = 2;
    return 0;
  }
  if (!is_disk(path)) return -ENOENT;
  if (fstat(backing, st) != 0) return -errno;
  return 0;
}

static int slow_readdir(const char *path, void *buf, fuse_fill_dir_t fill, off_t off,
                        struct fuse_file_info *fi, enum fuse_readdir_flags flags) {
  (void)path, (void)off, (void)fi, (void)flags;
  fill(buf, "disk", NULL, 0, 0);
  return 0;
}

static int slow_open(const char *path, struct fuse_file_info *fi) {
  (void)fi;
  return is_disk(path) ? 0 : -ENOENT;
}

static int slow_read(const char *path, char *buf, size_t size, off_t off,
                     struct fuse_file_info *fi) {
  (void)path, (void)fi;
  ssize_t n = pread(backing, buf, size, off);
  return n < 0 ? -errno : (int)n;
}

static int slow_write(const char *path, const char *buf, size_t size, off_t off,
                      struct fuse_file_info *fi) {
  (void)path, (void)fi;
  ssize_t n = pwrite(backing, buf, size, off);
  return n < 0 ? -errno : (int)n;
}

static int slow_fsync(const char *path, int data, struct fuse_file_info *fi) {
  (void)path, (void)data, (void)fi;
  struct timespec wait = {millis / 1000, millis % 1000 * 1000000L};
  nanosleep(&wait, NULL);
  return 0;
}

static int slow_fallocate(const char *path, int mode, off_t off, off_t len,
                          struct fuse_file_info *fi) {
  (void)path, (void)fi;
  return fallocate(backing, mode, off, len) == 0 ? 0 : -errno;
}

static const struct fuse_operations operations = {
    .getattr = slow_getattr,
    .readdir = slow_readdir,
    .open = slow_open,
    .read = slow_read,
    .write = slow_write,
    .fsync = slow_fsync,
    .fallocate = slow_fallocate,
};

int main(int argc, char *argv[]) {
  if (argc < 4) return 2;
  backing = open(argv[1], O_RDWR);
  if (backing < 0) return 1;
  millis = atol(argv[2]);
  argv[2] = argv[0];
  return fuse_main(argc - 2, argv + 2, &operations, NULL);
}
