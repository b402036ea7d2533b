/*
 * A directory seen through a FUSE file system that is poorer than the one below it.
 *
 *     mirror DIRECTORY LARGEST FSYNCDIR MOUNTPOINT [OPTION...]
 *
 * A write takes LARGEST bytes at most and says so, as write(2) may. FSYNCDIR is the number of the
 * error that the force of a directory gives; 0 if it is done. Extended attributes, access lists and
 * the copying by the kernel aren't there.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 31

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static const char *below;
static size_t largest;
static int of_directories;

/* In one of two buffers, since a rename has two names. One thread serves all (-s). */
static const char *at(const char *path) {
    static char names[2][PATH_MAX];
    static int next;
    next = !next;
    snprintf(names[next], PATH_MAX, "%s%s", below, path);
    return names[next];
}

static int done(int result) { return result < 0 ? -errno : 0; }

static int get_attributes(const char *path, struct stat *found, struct fuse_file_info *file) {
    return done(file != NULL ? fstat(file->fh, found) : lstat(at(path), found));
}

static int may(const char *path, int mode) { return done(access(at(path), mode)); }

static int read_link(const char *path, char *target, size_t size) {
    ssize_t length = readlink(at(path), target, size - 1);
    if (length < 0)
        return -errno;
    target[length] = '\0';
    return 0;
}

static int list(const char *path, void *list, fuse_fill_dir_t add, off_t offset,
                struct fuse_file_info *file, enum fuse_readdir_flags flags) {
    (void) offset;
    (void) file;
    (void) flags;
    DIR *directory = opendir(at(path));
    if (directory == NULL)
        return -errno;
    for (struct dirent *entry; (entry = readdir(directory)) != NULL;)
        add(list, entry->d_name, NULL, 0, 0);
    closedir(directory);
    return 0;
}

static int open_as(const char *path, int flags, mode_t mode, struct fuse_file_info *file) {
    int descriptor = open(at(path), (flags & ~O_APPEND) | O_CLOEXEC, mode);
    if (descriptor < 0)
        return -errno;
    file->fh = descriptor;
    return 0;
}

static int open_file(const char *path, struct fuse_file_info *file) {
    return open_as(path, file->flags, 0, file);
}

static int create_file(const char *path, mode_t mode, struct fuse_file_info *file) {
    return open_as(path, file->flags | O_CREAT, mode, file);
}

static int close_file(const char *path, struct fuse_file_info *file) {
    (void) path;
    close(file->fh);
    return 0;
}

static int read_file(const char *path, char *bytes, size_t length, off_t offset,
                     struct fuse_file_info *file) {
    (void) path;
    ssize_t count = pread(file->fh, bytes, length, offset);
    return count < 0 ? -errno : (int) count;
}

static int write_file(const char *path, const char *bytes, size_t length, off_t offset,
                      struct fuse_file_info *file) {
    (void) path;
    ssize_t count = pwrite(file->fh, bytes, length < largest ? length : largest, offset);
    return count < 0 ? -errno : (int) count;
}

static int truncate_file(const char *path, off_t length, struct fuse_file_info *file) {
    return done(file != NULL ? ftruncate(file->fh, length) : truncate(at(path), length));
}

static int force(const char *path, int only_data, struct fuse_file_info *file) {
    (void) path;
    return done(only_data ? fdatasync(file->fh) : fsync(file->fh));
}

static int force_directory(const char *path, int only_data, struct fuse_file_info *file) {
    (void) only_data;
    (void) file;
    if (of_directories != 0)
        return -of_directories;
    int directory = open(at(path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return -errno;
    int result = done(fsync(directory));
    close(directory);
    return result;
}

static int make_directory(const char *path, mode_t mode) { return done(mkdir(at(path), mode)); }

static int remove_directory(const char *path) { return done(rmdir(at(path))); }

static int remove_file(const char *path) { return done(unlink(at(path))); }

static int make_link(const char *target, const char *path) {
    return done(symlink(target, at(path)));
}

static int make_name(const char *from, const char *to) { return done(link(at(from), at(to))); }

static int rename_file(const char *from, const char *to, unsigned int flags) {
    return flags != 0 ? -EINVAL : done(rename(at(from), at(to)));
}

static int set_mode(const char *path, mode_t mode, struct fuse_file_info *file) {
    return done(file != NULL ? fchmod(file->fh, mode) : chmod(at(path), mode));
}

static int set_owner(const char *path, uid_t user, gid_t group, struct fuse_file_info *file) {
    return done(file != NULL ? fchown(file->fh, user, group) : lchown(at(path), user, group));
}

static int set_times(const char *path, const struct timespec times[2],
                     struct fuse_file_info *file) {
    return done(file != NULL ? futimens(file->fh, times)
                             : utimensat(AT_FDCWD, at(path), times, AT_SYMLINK_NOFOLLOW));
}

static int facts(const char *path, struct statvfs *found) { return done(statvfs(at(path), found)); }

static void *begin(struct fuse_conn_info *connection, struct fuse_config *configuration) {
    (void) connection;
    /* Several names of a file are one file, and nothing is remembered. */
    configuration->use_ino = 1;
    configuration->entry_timeout = 0;
    configuration->attr_timeout = 0;
    configuration->hard_remove = 1;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = begin,
    .getattr = get_attributes,
    .access = may,
    .readlink = read_link,
    .readdir = list,
    .open = open_file,
    .create = create_file,
    .release = close_file,
    .read = read_file,
    .write = write_file,
    .truncate = truncate_file,
    .fsync = force,
    .fsyncdir = force_directory,
    .mkdir = make_directory,
    .rmdir = remove_directory,
    .unlink = remove_file,
    .symlink = make_link,
    .link = make_name,
    .rename = rename_file,
    .chmod = set_mode,
    .chown = set_owner,
    .utimens = set_times,
    .statfs = facts,
};

int main(int count, char **arguments) {
    if (count < 5) {
        fprintf(stderr, "usage: mirror DIRECTORY LARGEST FSYNCDIR MOUNTPOINT [OPTION...]\n");
        return 2;
    }
    below = arguments[1];
    largest = strtoul(arguments[2], NULL, 10);
    of_directories = atoi(arguments[3]);
    umask(0);
    arguments[3] = arguments[0];
    return fuse_main(count - 3, arguments + 3, &operations, NULL);
}
