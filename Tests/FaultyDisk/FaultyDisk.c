#include "FaultyDisk.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>

// A file as SQLite sees it, and behind it in memory the file of the real system.
typedef struct {
    sqlite3_file base;
    int kind;
    char path[512];
    sqlite3_file *real;
} faulty_file;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    bool is_on;
    char path[512];
    int calls, files, code;
    bool lasts;
    long place, count, failures;
} plan;

static sqlite3_vfs *behind;
static sqlite3_vfs vfs;

void faulty_disk_plan(
    const char *path, int calls, int files, long place, int code, int lasts) {
    pthread_mutex_lock(&lock);
    memset(&plan, 0, sizeof plan);
    strncpy(plan.path, path, sizeof plan.path - 1);
    plan.is_on = true;
    plan.calls = calls;
    plan.files = files;
    plan.place = place;
    plan.code = code;
    plan.lasts = lasts != 0;
    pthread_mutex_unlock(&lock);
}

long faulty_disk_end(void) {
    pthread_mutex_lock(&lock);
    plan.is_on = false;
    long count = plan.count;
    pthread_mutex_unlock(&lock);
    return count;
}

long faulty_disk_failures(void) {
    pthread_mutex_lock(&lock);
    long failures = plan.failures;
    pthread_mutex_unlock(&lock);
    return failures;
}

// The code with which a call fails, or SQLITE_OK where it is to be made.
static int fault(const faulty_file *file, int call) {
    int code = SQLITE_OK;
    pthread_mutex_lock(&lock);
    if (plan.is_on && (plan.calls & call) && (plan.files & file->kind)
        && strcmp(plan.path, file->path) == 0) {
        long place = plan.count++;
        bool is_hit = plan.lasts ? place >= plan.place : place == plan.place;
        if (plan.place >= 0 && is_hit) {
            plan.failures++;
            code = plan.code;
        }
    }
    pthread_mutex_unlock(&lock);
    return code;
}

static sqlite3_file *real(sqlite3_file *file) { return ((faulty_file *)file)->real; }

static int close_file(sqlite3_file *file) {
    sqlite3_file *opened = real(file);
    return opened->pMethods ? opened->pMethods->xClose(opened) : SQLITE_OK;
}

static int read_file(sqlite3_file *file, void *bytes, int count, sqlite3_int64 offset) {
    int code = fault((faulty_file *)file, FAULTY_READ);
    return code ? code : real(file)->pMethods->xRead(real(file), bytes, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
    int code = fault((faulty_file *)file, FAULTY_WRITE);
    // What fails has left half of its bytes behind, as a disk may.
    if (code) real(file)->pMethods->xWrite(real(file), bytes, count / 2, offset);
    return code ? code : real(file)->pMethods->xWrite(real(file), bytes, count, offset);
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 size) {
    int code = fault((faulty_file *)file, FAULTY_TRUNCATE);
    return code ? code : real(file)->pMethods->xTruncate(real(file), size);
}

static int sync_file(sqlite3_file *file, int flags) {
    int code = fault((faulty_file *)file, FAULTY_SYNC);
    return code ? code : real(file)->pMethods->xSync(real(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}

static int lock_file(sqlite3_file *file, int level) {
    return real(file)->pMethods->xLock(real(file), level);
}

static int unlock_file(sqlite3_file *file, int level) {
    return real(file)->pMethods->xUnlock(real(file), level);
}

static int check_lock(sqlite3_file *file, int *is_locked) {
    return real(file)->pMethods->xCheckReservedLock(real(file), is_locked);
}

static int control(sqlite3_file *file, int operation, void *value) {
    return real(file)->pMethods->xFileControl(real(file), operation, value);
}

static int sector_size(sqlite3_file *file) {
    return real(file)->pMethods->xSectorSize(real(file));
}

static int characteristics(sqlite3_file *file) {
    return real(file)->pMethods->xDeviceCharacteristics(real(file));
}

static int map_shared(
    sqlite3_file *file, int region, int size, int extend, void volatile **memory) {
    return real(file)->pMethods->xShmMap(real(file), region, size, extend, memory);
}

static int lock_shared(sqlite3_file *file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}

static void order_shared(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }

static int unmap_shared(sqlite3_file *file, int is_deleted) {
    return real(file)->pMethods->xShmUnmap(real(file), is_deleted);
}

static const sqlite3_io_methods methods = {
    2,           close_file, read_file,   write_file,      truncate_file, sync_file,
    file_size,   lock_file,  unlock_file, check_lock,      control,       sector_size,
    characteristics, map_shared, lock_shared, order_shared, unmap_shared,
};

static int open_file(
    sqlite3_vfs *own, const char *name, sqlite3_file *file, int flags, int *out) {
    (void)own;
    faulty_file *opened = (faulty_file *)file;
    memset(opened, 0, sizeof *opened);
    opened->real = (sqlite3_file *)(opened + 1);
    if (flags & SQLITE_OPEN_MAIN_DB) opened->kind = FAULTY_STORE;
    if (flags & SQLITE_OPEN_WAL) opened->kind = FAULTY_LOG;
    if (name) strncpy(opened->path, name, sizeof opened->path - 1);
    size_t length = strlen(opened->path);
    if (opened->kind == FAULTY_LOG && length > 4) opened->path[length - 4] = 0;
    int code = behind->xOpen(behind, name, opened->real, flags, out);
    if (code == SQLITE_OK) opened->base.pMethods = &methods;
    return code;
}

int faulty_disk_install(void) {
    int code = sqlite3_initialize();
    if (code != SQLITE_OK || behind) return code;
    behind = sqlite3_vfs_find("unix-excl");
    if (!behind) return SQLITE_ERROR;
    vfs = *behind;
    vfs.pNext = NULL;
    vfs.szOsFile = (int)sizeof(faulty_file) + behind->szOsFile;
    vfs.xOpen = open_file;
    // What is registered later under the same name is found first.
    return sqlite3_vfs_register(&vfs, 0);
}
