#ifndef JIFEN_CSQLITE_SHIM_H
#define JIFEN_CSQLITE_SHIM_H

#include <sqlite3.h>

// `sqlite3_config` is variadic, and Swift does not see C's variadic functions.

/// Stops counting allocations, which takes one lock of the whole process at each of them.
/// It must be called before any other function of SQLite.
static inline int jifen_sqlite_stop_counting_memory(void) {
  return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// Leaves the write-ahead log as it is when the connection is closed, for the next start to read.
static inline int jifen_sqlite_keep_log_on_close(sqlite3 *database) {
  return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

#endif
