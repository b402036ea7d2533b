/*
 * A disk that remembers: a FUSE file system with two files. /disk is to be the file under a loop
 * device; each write to it, and each flush (the loop device makes an fsync of a flush), is noted in
 * a log, in order. What is written to /ledger is noted between them.
 *
 *     recorder IMAGE LOG MOUNTPOINT [OPTION...]
 *
 * IMAGE holds what is on the disk. A record in LOG is a letter, an offset and a length, each of 8
 * bytes, the highest first; then, for W and L, that many bytes.
 *
 *     W  written            Z  made zero, or discarded
 *     F  flushed            L  a part of the ledger
 *
 * On one thread (-s), so that the order is that in which the kernel was told of success.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 31

#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int image;
static FILE *log_file;

static int is_disk(const char *path) { return strcmp(path, "/disk") == 0; }

static int is_ledger(const char *path) { return strcmp(path, "/ledger") == 0; }

/* A log with a gap would prove nothing. */
static void note(const void *bytes, size_t length) {
    if (length > 0 && fwrite(bytes, length, 1, log_file) != 1) {
        perror("recorder: log");
        abort();
    }
}

static void record(char kind, uint64_t offset, uint64_t length, const void *bytes) {
    uint64_t numbers[] = {htobe64(offset), htobe64(length)};
    note(&kind, 1);
    note(numbers, sizeof numbers);
    if (bytes != NULL)
        note(bytes, length);
}

static int get_attributes(const char *path, struct stat *found, struct fuse_file_info *file) {
    (void) file;
    memset(found, 0, sizeof *found);
    if (strcmp(path, "/") == 0) {
        found->st_mode = S_IFDIR | 0700;
    } else if (is_disk(path)) {
        if (fstat(image, found) < 0)
            return -errno;
        found->st_mode = S_IFREG | 0600;
    } else if (is_ledger(path)) {
        found->st_mode = S_IFREG | 0600;
    } else {
        return -ENOENT;
    }
    return 0;
}

static int open_file(const char *path, struct fuse_file_info *file) {
    /* Lines reach the log before the program goes on. What is written to the disk does anyway. */
    file->direct_io = is_ledger(path);
    return 0;
}

static int truncate_file(const char *path, off_t length, struct fuse_file_info *file) {
    (void) length;
    (void) file;
    return is_ledger(path) ? 0 : -EPERM;
}

static int read_file(
    const char *path, char *bytes, size_t length, off_t offset, struct fuse_file_info *file) {
    (void) file;
    ssize_t count = is_disk(path) ? pread(image, bytes, length, offset) : 0;
    return count < 0 ? -errno : (int) count;
}

static int write_file(
    const char *path, const char *bytes, size_t length, off_t offset, struct fuse_file_info *file) {
    (void) file;
    if (is_disk(path)) {
        ssize_t count = pwrite(image, bytes, length, offset);
        if (count < 0)
            return -errno;
        record('W', offset, count, bytes);
        return (int) count;
    }
    record('L', 0, length, bytes);
    return (int) length;
}

static int flush_disk(const char *path, int only_data, struct fuse_file_info *file) {
    (void) only_data;
    (void) file;
    if (is_disk(path))
        record('F', 0, 0, NULL);
    return 0;
}

static int make_zero(
    const char *path, int mode, off_t offset, off_t length, struct fuse_file_info *file) {
    (void) file;
    if (!is_disk(path) || !(mode & (FALLOC_FL_PUNCH_HOLE | FALLOC_FL_ZERO_RANGE)))
        return -EOPNOTSUPP;
    if (fallocate(image, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, offset, length) < 0)
        return -errno;
    record('Z', offset, length, NULL);
    return 0;
}

static void close_log(void *nothing) {
    (void) nothing;
    if (fclose(log_file) != 0)
        perror("recorder: log");
}

static const struct fuse_operations operations = {
    .getattr = get_attributes,
    .open = open_file,
    .truncate = truncate_file,
    .read = read_file,
    .write = write_file,
    .fsync = flush_disk,
    .fallocate = make_zero,
    .destroy = close_log,
};

int main(int count, char **arguments) {
    if (count < 4) {
        fprintf(stderr, "usage: recorder IMAGE LOG MOUNTPOINT [OPTION...]\n");
        return 2;
    }
    image = open(arguments[1], O_RDWR | O_CLOEXEC);
    log_file = fopen(arguments[2], "we");
    if (image < 0 || log_file == NULL) {
        perror("recorder");
        return 1;
    }
    arguments[2] = arguments[0];
    return fuse_main(count - 2, arguments + 2, &operations, NULL);
}
