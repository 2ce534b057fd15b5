#define _GNU_SOURCE
#include "FlushShim.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

// The calls are made as plain system calls, so that the shim never meets itself.

static atomic_ulong place;
static int journal = -1;
static const char *faults;
// How far the clock stands ahead, in milliseconds; the file's first 8 bytes.
static const volatile long long *ahead;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("JIFEN_TEST_SHIM_LOG");
    if (path) journal = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    faults = getenv("JIFEN_TEST_SHIM_FAULTS");
    path = getenv("JIFEN_TEST_SHIM_CLOCK");
    int clock = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (clock < 0) return;
    void *memory = mmap(NULL, sizeof *ahead, PROT_READ, MAP_SHARED, clock, 0);
    close(clock);
    if (memory != MAP_FAILED) ahead = memory;
}

static void note(const char *event, int fd, const char *mark) {
    if (journal < 0) return;
    int before = errno;
    char line[96];
    unsigned long number = atomic_fetch_add(&place, 1);
    int count = mark
        ? snprintf(line, sizeof line, "%lu %s %d %.6s\n", number, event, fd, mark)
        : snprintf(line, sizeof line, "%lu %s %d\n", number, event, fd);
    syscall(SYS_write, journal, line, (size_t)count);
    errno = before;
}

static void note_marks(const char *event, int fd, const void *bytes, size_t count) {
    if (journal < 0) return;
    static const char word[] = "mark-";
    const size_t length = sizeof word - 1;
    const char *from = bytes, *end = from + count;
    while ((from = memmem(from, (size_t)(end - from), word, length)) && end - from >= 11) {
        note(event, fd, from + length);
        from += length;
    }
}

static bool has_fault(const char *name) {
    if (!faults) return false;
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%s", faults, name);
    return access(path, F_OK) == 0;
}

static bool ends_with(int fd, const char *end) {
    char link[64], path[PATH_MAX];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t count = readlink(link, path, sizeof path), length = (ssize_t)strlen(end);
    return count > length && memcmp(path + count - length, end, (size_t)length) == 0;
}

static bool is_log(int fd) { return ends_with(fd, "-wal"); }

static bool is_store(int fd) { return ends_with(fd, ".sqlite"); }

static bool is_socket(int fd) {
    struct stat status;
    return fstat(fd, &status) == 0 && S_ISSOCK(status.st_mode);
}

static int flush(int fd, long call) {
    if (is_store(fd) && has_fault("broken-store")) {
        errno = EIO;
        return -1;
    }
    if (!is_log(fd)) return (int)syscall(call, fd);
    if (has_fault("broken")) {
        errno = EIO;
        return -1;
    }
    note("flush", fd, NULL);
    int result = (int)syscall(call, fd);
    if (result == 0) note("flushed", fd, NULL);
    return result;
}

int fdatasync(int fd) { return flush(fd, SYS_fdatasync); }

int fsync(int fd) { return flush(fd, SYS_fsync); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t offset) {
    bool counts = is_log(fd);
    if ((counts && has_fault("full")) || (is_store(fd) && has_fault("full-store"))) {
        errno = ENOSPC;
        return -1;
    }
    if (counts && has_fault("unwritable")) {
        errno = EIO;
        return -1;
    }
    ssize_t result = syscall(SYS_pwrite64, fd, bytes, count, offset);
    if (counts && result > 0) note_marks("write", fd, bytes, (size_t)result);
    return result;
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t offset) {
    return pwrite64(fd, bytes, count, offset);
}

ssize_t pread64(int fd, void *bytes, size_t count, off64_t offset) {
    if (faults && (is_log(fd) || is_store(fd)) && has_fault("unreadable")) {
        errno = EIO;
        return -1;
    }
    return syscall(SYS_pread64, fd, bytes, count, offset);
}

ssize_t pread(int fd, void *bytes, size_t count, off_t offset) {
    return pread64(fd, bytes, count, offset);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    int result = (int)syscall(SYS_clock_gettime, clock, time);
    bool is_shifted = clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE;
    if (result == 0 && is_shifted && ahead) {
        long long shift = *ahead;
        time->tv_sec += shift / 1000;
        time->tv_nsec += shift % 1000 * 1000000;
        if (time->tv_nsec >= 1000000000) time->tv_sec++, time->tv_nsec -= 1000000000;
        if (time->tv_nsec < 0) time->tv_sec--, time->tv_nsec += 1000000000;
    }
    return result;
}

int gettimeofday(struct timeval *time, void *zone) {
    (void)zone;
    struct timespec now;
    int result = clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return result;
}

time_t time(time_t *place) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (place) *place = now.tv_sec;
    return now.tv_sec;
}

static void note_answer(int fd, const struct iovec *parts, size_t count) {
    static const char created[] = "HTTP/1.1 201";
    const size_t length = sizeof created - 1;
    if (journal < 0 || count == 0 || !is_socket(fd)) return;
    if (parts[0].iov_len >= length && memcmp(parts[0].iov_base, created, length) == 0)
        note("answer", fd, NULL);
    for (size_t index = 0; index < count; index++)
        note_marks("answer", fd, parts[index].iov_base, parts[index].iov_len);
}

static void note_bytes(int fd, const void *bytes, size_t count) {
    struct iovec part = {(void *)bytes, count};
    note_answer(fd, &part, 1);
}

ssize_t write(int fd, const void *bytes, size_t count) {
    note_bytes(fd, bytes, count);
    return syscall(SYS_write, fd, bytes, count);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    note_answer(fd, parts, (size_t)count);
    return syscall(SYS_writev, fd, parts, count);
}

ssize_t send(int fd, const void *bytes, size_t count, int flags) {
    note_bytes(fd, bytes, count);
    return syscall(SYS_sendto, fd, bytes, count, flags, NULL, 0);
}

ssize_t sendto(
    int fd, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t size) {
    note_bytes(fd, bytes, count);
    return syscall(SYS_sendto, fd, bytes, count, flags, to, size);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    note_answer(fd, message->msg_iov, message->msg_iovlen);
    return syscall(SYS_sendmsg, fd, message, flags);
}
