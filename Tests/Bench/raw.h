// What the references in raw SQLite share: statements, keys as the loads over HTTP send them, and a
// store that is opened, written and folded as Shared/Storage/SQLite does; a change there belongs
// here too.
#define _GNU_SOURCE
#include <errno.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { key_length = 36 };

static sqlite3 *store;
static int pages_in_wal;

static void fail(const char *what) {
  fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what,
          store ? sqlite3_errmsg(store) : "");
  exit(1);
}

static void execute(const char *sql) {
  if (sqlite3_exec(store, sql, NULL, NULL, NULL) != SQLITE_OK) fail(sql);
}

static sqlite3_stmt *prepare(const char *sql) {
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2(store, sql, -1, &statement, NULL) != SQLITE_OK) fail(sql);
  return statement;
}

// Steps to the first row, which must be there.
static void row(sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_ROW) fail(sqlite3_sql(statement));
}

// Runs a statement that has no result.
static void run(sqlite3_stmt *statement) {
  if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_sql(statement));
  sqlite3_reset(statement);
}

static int64_t number(const char *sql) {
  sqlite3_stmt *statement = prepare(sql);
  row(statement);
  int64_t value = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  return value;
}

static void text(sqlite3_stmt *statement, int place, const char *text, int length) {
  sqlite3_bind_text(statement, place, text, length, SQLITE_STATIC);
}

static void blob(sqlite3_stmt *statement, int place, const void *bytes, int length) {
  sqlite3_bind_blob(statement, place, bytes, length, SQLITE_STATIC);
}

static int64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

// splitmix64: enough randomness for keys, at no cost that would count.
static uint64_t random_word(void) {
  static uint64_t state;
  if (state == 0 && getrandom(&state, sizeof state, 0) != sizeof state) fail("no randomness");
  uint64_t word = (state += 0x9E3779B97F4A7C15);
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9;
  word = (word ^ word >> 27) * 0x94D049BB133111EB;
  return word ^ word >> 31;
}

static void random_bytes(unsigned char *bytes, int words) {
  for (int i = 0; i < words; i++) {
    uint64_t word = random_word();
    memcpy(bytes + 8 * i, &word, 8);
  }
}

// A key as the load over HTTP sends it: 36 random characters, like a UUID of version 4.
static void make_key(char *key) {
  static const char digits[] = "0123456789abcdef";
  uint64_t words[2] = {random_word(), random_word()};
  for (int i = 0, digit = 0; i < key_length; i++) {
    if (i == 8 || i == 13 || i == 18 || i == 23) {
      key[i] = '-';
    } else {
      key[i] = digits[words[digit / 16] >> 4 * (digit % 16) & 15];
      digit++;
    }
  }
}

// MARK: The store

static int count_pages(void *context, sqlite3 *database, const char *name, int pages) {
  (void)context, (void)database, (void)name;
  pages_in_wal = pages;
  return SQLITE_OK;
}

// Folds the write-ahead log into the file where it has grown above 32 MiB.
static void fold(void) {
  if (pages_in_wal <= 8192) return;
  int code = sqlite3_wal_checkpoint_v2(store, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
  if (code != SQLITE_OK) fail("checkpoint");
  pages_in_wal = 0;
}

static void open_store(const char *path) {
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
  if (sqlite3_open_v2(path, &store, flags, NULL) != SQLITE_OK) fail(path);
  execute("PRAGMA journal_mode = WAL");
  execute("PRAGMA wal_autocheckpoint = 0");
  execute("PRAGMA synchronous = FULL");
  execute("PRAGMA mmap_size = 0");
  execute("PRAGMA temp_store = MEMORY");
  execute("PRAGMA cache_size = -32768");
  execute("PRAGMA foreign_keys = ON");
  sqlite3_wal_hook(store, count_pages, NULL);
}
