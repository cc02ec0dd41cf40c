/*
 * Preload library of the durability tests: writes every change below one folder to a journal, in the order in
 * which the changes were made, with their data; or ends the process at a chosen one. Never part of the product.
 *
 *   ASSAY_JOURNAL_ROOT  absolute folder whose changes count
 *   ASSAY_JOURNAL_ACKS  file beside it: what is written there is an acknowledgement
 *   ASSAY_JOURNAL       journal to append to; absent: nothing is kept
 *   ASSAY_JOURNAL_KILL  number of the change before which the process is killed (1 is the first)
 *
 * One lock over call and record: the journal's order is the order in which the kernel saw the calls.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { WRITE = 1, TRUNCATE, SYNC, CREATE, MKDIR, RENAME, UNLINK, RMDIR, LINK, ACK, MODE, UNSUPPORTED };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char root[PATH_MAX], acks[PATH_MAX];
static size_t rootLength;
static int journal = -1;
static long killAt = 0, changes = 0;

__attribute__((constructor)) static void begin(void) {
  const char *value = getenv("ASSAY_JOURNAL_ROOT");
  if (value == NULL || strlen(value) >= PATH_MAX) return;
  strcpy(root, value);
  rootLength = strlen(root);
  value = getenv("ASSAY_JOURNAL_ACKS");
  if (value != NULL && strlen(value) < PATH_MAX) strcpy(acks, value);
  value = getenv("ASSAY_JOURNAL");
  if (value != NULL) journal = (int)syscall(SYS_openat, AT_FDCWD, value, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  value = getenv("ASSAY_JOURNAL_KILL");
  if (value != NULL) killAt = atol(value);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static int below(const char *path) {
  return rootLength > 0 && strncmp(path, root, rootLength) == 0 && (path[rootLength] == 0 || path[rootLength] == '/');
}

/* 0: not ours, 1: below the root, 2: the file of acknowledgements */
static int ours(int fd) {
  char link[64], path[PATH_MAX];
  if (rootLength == 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path - 1);
  if (length <= 0) return 0;
  path[length] = 0;
  if (acks[0] != 0 && strcmp(path, acks) == 0) return 2;
  return below(path);
}

/* The absolute path a call names; 0 when it is not below the root. */
static int named(int directory, const char *path, char *out) {
  if (rootLength == 0 || path == NULL) return 0;
  if (path[0] == '/') {
    if (strlen(path) >= PATH_MAX) return 0;
    strcpy(out, path);
  } else {
    char base[PATH_MAX], link[64];
    ssize_t length;
    if (directory == AT_FDCWD) {
      if (getcwd(base, sizeof base) == NULL) return 0;
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", directory);
      length = readlink(link, base, sizeof base - 1);
      if (length <= 0) return 0;
      base[length] = 0;
    }
    if (snprintf(out, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return 0;
  }
  return below(out);
}

static uint64_t inodeOf(int fd) {
  struct stat known;
  return fstat(fd, &known) == 0 ? (uint64_t)known.st_ino : 0;
}

static uint64_t inodeAt(const char *path) {
  struct stat known;
  return lstat(path, &known) == 0 ? (uint64_t)known.st_ino : 0;
}

static void put(const void *bytes, size_t count) {
  const char *from = bytes;
  while (count > 0) {
    long wrote = syscall(SYS_write, journal, from, count);
    if (wrote <= 0) abort(); /* a journal with a hole would prove nothing */
    from += wrote;
    count -= (size_t)wrote;
  }
}

static void record(uint32_t kind, uint64_t inode, uint64_t number, const char *first, const char *second,
                   const void *data, size_t size) {
  if (journal < 0) return;
  int known = errno;
  struct __attribute__((packed)) {
    uint32_t kind, first, second;
    uint64_t inode, number, size;
  } head = {kind, first ? strlen(first) : 0, second ? strlen(second) : 0, inode, number, size};
  put(&head, sizeof head);
  if (first) put(first, head.first);
  if (second) put(second, head.second);
  if (size > 0) put(data, size);
  errno = known;
}

/* Called with the lock held, before each change. */
static void count(void) {
  changes += 1;
  if (killAt > 0 && changes == killAt) kill(getpid(), SIGKILL);
}

#define LOCK pthread_mutex_lock(&lock)
#define UNLOCK pthread_mutex_unlock(&lock)

static ssize_t writing(int kind, int fd, ssize_t wrote, off_t at, const void *data) {
  if (wrote > 0) {
    if (kind == 2) record(ACK, 0, 0, NULL, NULL, data, (size_t)wrote);
    else record(WRITE, inodeOf(fd), (uint64_t)(at >= 0 ? at : lseek(fd, 0, SEEK_CUR) - wrote), NULL, NULL, data, (size_t)wrote);
  }
  return wrote;
}

ssize_t write(int fd, const void *data, size_t size) {
  int kind = ours(fd);
  if (kind == 0) return REAL(write)(fd, data, size);
  LOCK;
  if (kind == 1) count();
  ssize_t wrote = writing(kind, fd, REAL(write)(fd, data, size), -1, data);
  UNLOCK;
  return wrote;
}

#define PWRITE(name, type)                                                                   \
  ssize_t name(int fd, const void *data, size_t size, type at) {                             \
    int kind = ours(fd);                                                                     \
    if (kind == 0) return REAL(name)(fd, data, size, at);                                    \
    LOCK;                                                                                    \
    if (kind == 1) count();                                                                  \
    ssize_t wrote = writing(kind, fd, REAL(name)(fd, data, size, at), (off_t)at, data);      \
    UNLOCK;                                                                                  \
    return wrote;                                                                            \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

/* Vectors are written piece by piece: each piece is a change of its own, as it may be on a real disk. */
static ssize_t pieces(int fd, const struct iovec *parts, int number, off_t at) {
  ssize_t all = 0;
  for (int index = 0; index < number; index += 1) {
    if (parts[index].iov_len == 0) continue;
    ssize_t wrote = at < 0 ? write(fd, parts[index].iov_base, parts[index].iov_len)
                           : pwrite(fd, parts[index].iov_base, parts[index].iov_len, at + all);
    if (wrote < 0) return all > 0 ? all : wrote;
    all += wrote;
    if ((size_t)wrote < parts[index].iov_len) break;
  }
  return all;
}

ssize_t writev(int fd, const struct iovec *parts, int number) {
  return ours(fd) == 0 ? REAL(writev)(fd, parts, number) : pieces(fd, parts, number, -1);
}
ssize_t pwritev(int fd, const struct iovec *parts, int number, off_t at) {
  return ours(fd) == 0 ? REAL(pwritev)(fd, parts, number, at) : pieces(fd, parts, number, at);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int number, off64_t at) {
  return ours(fd) == 0 ? REAL(pwritev64)(fd, parts, number, at) : pieces(fd, parts, number, (off_t)at);
}

#define CHANGE(kind, call, success, entry) \
  LOCK;                                    \
  count();                                 \
  int done = call;                         \
  if (success) entry;                      \
  UNLOCK;                                  \
  return done

#define FTRUNCATE(name, type)                                                                       \
  int name(int fd, type size) {                                                                     \
    if (ours(fd) != 1) return REAL(name)(fd, size);                                                 \
    CHANGE(TRUNCATE, REAL(name)(fd, size), done == 0,                                               \
           record(TRUNCATE, inodeOf(fd), (uint64_t)size, NULL, NULL, NULL, 0));                     \
  }
FTRUNCATE(ftruncate, off_t)
FTRUNCATE(ftruncate64, off64_t)

#define SYNCING(name)                                                                                      \
  int name(int fd) {                                                                                       \
    if (ours(fd) != 1) return REAL(name)(fd);                                                              \
    CHANGE(SYNC, REAL(name)(fd), done == 0, record(SYNC, inodeOf(fd), 0, NULL, NULL, NULL, 0));            \
  }
SYNCING(fsync)
SYNCING(fdatasync)

int fchmod(int fd, mode_t mode) {
  if (ours(fd) != 1) return REAL(fchmod)(fd, mode);
  CHANGE(MODE, REAL(fchmod)(fd, mode), done == 0, record(MODE, inodeOf(fd), mode, NULL, NULL, NULL, 0));
}

int chmod(const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!named(AT_FDCWD, path, full)) return REAL(chmod)(path, mode);
  CHANGE(MODE, REAL(chmod)(path, mode), done == 0, record(MODE, inodeAt(full), mode, NULL, NULL, NULL, 0));
}

static int opening(int directory, const char *path, int flags, mode_t mode) {
  int (*real)(int, const char *, int, ...) = dlsym(RTLD_NEXT, "openat");
  char full[PATH_MAX];
  if ((flags & (O_CREAT | O_TRUNC)) == 0 || !named(directory, path, full)) return real(directory, path, flags, mode);
  LOCK;
  count();
  int stood = inodeAt(full) != 0;
  int fd = real(directory, path, flags, mode);
  if (fd >= 0) {
    struct stat made;
    if (fstat(fd, &made) != 0) abort();
    if (!stood) record(CREATE, made.st_ino, made.st_mode & 07777, full, NULL, NULL, 0);
    else if (flags & O_TRUNC) record(TRUNCATE, made.st_ino, 0, NULL, NULL, NULL, 0);
  }
  UNLOCK;
  return fd;
}

#define MODE_OF(flags)                         \
  mode_t mode = 0;                             \
  if ((flags) & (O_CREAT | O_TMPFILE)) {       \
    va_list rest;                              \
    va_start(rest, flags);                     \
    mode = va_arg(rest, mode_t);               \
    va_end(rest);                              \
  }

int open(const char *path, int flags, ...) { MODE_OF(flags) return opening(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return opening(AT_FDCWD, path, flags, mode); }
int openat(int at, const char *path, int flags, ...) { MODE_OF(flags) return opening(at, path, flags, mode); }
int openat64(int at, const char *path, int flags, ...) { MODE_OF(flags) return opening(at, path, flags, mode); }

int mkdir(const char *path, mode_t mode) {
  char full[PATH_MAX];
  if (!named(AT_FDCWD, path, full)) return REAL(mkdir)(path, mode);
  CHANGE(MKDIR, REAL(mkdir)(path, mode), done == 0, record(MKDIR, inodeAt(full), mode, full, NULL, NULL, 0));
}

int rename(const char *from, const char *to) {
  char first[PATH_MAX], second[PATH_MAX];
  int known = named(AT_FDCWD, from, first);
  if (!named(AT_FDCWD, to, second) && !known) return REAL(rename)(from, to);
  CHANGE(RENAME, REAL(rename)(from, to), done == 0, record(RENAME, inodeAt(second), 0, first, second, NULL, 0));
}

int link(const char *from, const char *to) {
  char first[PATH_MAX], second[PATH_MAX];
  int known = named(AT_FDCWD, from, first);
  if (!named(AT_FDCWD, to, second) && !known) return REAL(link)(from, to);
  CHANGE(LINK, REAL(link)(from, to), done == 0, record(LINK, inodeAt(second), 0, first, second, NULL, 0));
}

int unlink(const char *path) {
  char full[PATH_MAX];
  if (!named(AT_FDCWD, path, full)) return REAL(unlink)(path);
  CHANGE(UNLINK, REAL(unlink)(path), done == 0, record(UNLINK, 0, 0, full, NULL, NULL, 0));
}

int rmdir(const char *path) {
  char full[PATH_MAX];
  if (!named(AT_FDCWD, path, full)) return REAL(rmdir)(path);
  CHANGE(RMDIR, REAL(rmdir)(path), done == 0, record(RMDIR, 0, 0, full, NULL, NULL, 0));
}

int unlinkat(int directory, const char *path, int flags) {
  char full[PATH_MAX];
  if (!named(directory, path, full)) return REAL(unlinkat)(directory, path, flags);
  CHANGE(UNLINK, REAL(unlinkat)(directory, path, flags), done == 0,
         record(flags & AT_REMOVEDIR ? RMDIR : UNLINK, 0, 0, full, NULL, NULL, 0));
}

int remove(const char *path) {
  struct stat known;
  if (lstat(path, &known) == 0 && S_ISDIR(known.st_mode)) return rmdir(path);
  return unlink(path);
}

/* Ways of writing the replay knows nothing of: named in the journal, so that it is not believed. */
#define UNKNOWN(fd, name) \
  if (ours(fd) == 1) record(UNSUPPORTED, 0, 0, name, NULL, NULL, 0)

ssize_t copy_file_range(int in, off64_t *inAt, int out, off64_t *outAt, size_t size, unsigned flags) {
  UNKNOWN(out, "copy_file_range");
  return REAL(copy_file_range)(in, inAt, out, outAt, size, flags);
}
int posix_fallocate(int fd, off_t at, off_t size) {
  UNKNOWN(fd, "posix_fallocate");
  return REAL(posix_fallocate)(fd, at, size);
}
int posix_fallocate64(int fd, off64_t at, off64_t size) {
  UNKNOWN(fd, "posix_fallocate64");
  return REAL(posix_fallocate64)(fd, at, size);
}
