// A file system for SQLite that fails where a test tells it to, in the test's own process.
//
// It stands in the place of `unix-excl` and passes every call on, but counts those on the files
// of one store, and fails the one whose turn it is. It has one plan at a time.
#ifndef FAULTY_DISK_H
#define FAULTY_DISK_H

// Which calls are counted.
enum {
    FAULTY_WRITE = 1,
    FAULTY_SYNC = 2,
    FAULTY_READ = 4,
    FAULTY_TRUNCATE = 8,
};

// On which of the store's files they are counted.
enum {
    FAULTY_STORE = 1,
    FAULTY_LOG = 2,
};

// Puts itself in the place of `unix-excl`; opened stores keep what they had. Once is enough.
int faulty_disk_install(void);

// Begins to count the calls on the store of a path, and fails the one at a place, from 0 on, with
// a result code of SQLite; a lasting fault fails those after it too. A place of -1 only counts.
void faulty_disk_plan(
    const char *path, int calls, int files, long place, int code, int lasts);

// Ends the plan and says how many calls it has counted.
long faulty_disk_end(void);

// How many calls the plan has failed so far.
long faulty_disk_failures(void);

#endif
