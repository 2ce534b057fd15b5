// The reference of the row `batches`: how fast one thread of C credits points in raw SQLite when
// it does for each credit what the gateway does in its store, and nothing else: no HTTP, no JSON,
// no hashing. Prints the credits of a second on standard output.
//
//   raw-ledger STORE CREDITS BATCH MEMBERS
//
// STORE is a copy of a gateway's store that was closed and holds the members m0 … m<MEMBERS - 1>,
// so the tables and indexes are the gateway's own. Each commit holds BATCH credits. The
// statements are those of Services/Gateway/Service/Ledger, the pragmas those of
// Shared/Storage/SQLite; a change there belongs here too.
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

enum { largest_batch = 1000, key_length = 36, amount = 10 };

static const char caller_name[] = "service:bench";
static const char asset[] = "points";
static const char reason[] = "order";

// What a row says of where its points went: into the lot that ends with day 21183, 2027-12-31.
static const char postings[] = "a21183+10";
enum { lot_day = 21183 };

static sqlite3 *store;
static int pages_in_wal;

// MARK: Small helpers

static void fail(const char *what) {
  fprintf(stderr, "raw-ledger: %s: %s\n", what, store ? sqlite3_errmsg(store) : "");
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

// MARK: What a credit carries

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

// An id as the gateway makes it: 16 bytes, ordered by time and, in a batch, by place.
static void make_id(unsigned char *id, int64_t milliseconds, const uint64_t seed[2], int place) {
  uint64_t high = (uint64_t)milliseconds << 16 | 0x7000 | (seed[0] & 0x0FFF);
  uint64_t low = 1ULL << 63 | ((seed[1] + place) & 0x3FFFFFFFFFFFFFFF);
  for (int i = 0; i < 8; i++) {
    id[i] = high >> (56 - 8 * i);
    id[i + 8] = low >> (56 - 8 * i);
  }
}

// MARK: The statements, in the order of their use

static sqlite3_stmt *begin, *programme, *lookup, *account, *insert, *save, *lot, *head, *seal,
    *commit;

static void prepare_all(void) {
  begin = prepare("BEGIN IMMEDIATE");
  programme = prepare("SELECT COALESCE(MAX(version), 0) FROM programme");
  lookup = prepare(
      "SELECT caller.number, account.member,"
      " id, account, entry, kind, asset, amount, at, key, request, reason, reference,"
      " is_reward, programme, available, pending, held, format, refusal,"
      " counterparty, postings, parent, origin, until, event"
      " FROM caller LEFT JOIN transfer ON transfer.caller = caller.number AND key = ?"
      " LEFT JOIN account ON account.number = transfer.account WHERE caller.name = ?");
  account = prepare(
      "SELECT number, state, salt, next_due,"
      " asset, available, pending, held, earned, spent, entry, at"
      " FROM account LEFT JOIN holding"
      " ON holding.account = account.number AND day = -9999999"
      " WHERE member = ? ORDER BY asset");
  insert = prepare(
      "INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at,"
      " caller, key, request, reason, reference, is_reward, programme,"
      " available, pending, held, digest, format, refusal,"
      " postings, parent, origin, until, event)"
      " VALUES (?, ?, ?, 1, 1, ?, ?, ?, ?, ?, ?, ?, NULL, 0, ?, ?, ?, ?, ?, 2, NULL,"
      " ?, NULL, NULL, NULL, NULL)");
  save = prepare(
      "INSERT INTO holding (account, day, asset, is_extended, available, lapsed,"
      " pending, held, earned, spent, entry, at)"
      " VALUES (?, -9999999, ?, 0, ?, 0, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET"
      " available = excluded.available, pending = excluded.pending,"
      " held = excluded.held, earned = excluded.earned, spent = excluded.spent,"
      " entry = excluded.entry, at = excluded.at");
  lot = prepare(
      "INSERT INTO holding (account, day, asset, is_extended, available, lapsed,"
      " pending, held, earned, spent, entry, at)"
      " VALUES (?, ?, ?, 0, ?, 0, 0, 0, 0, 0, 0, 0)"
      " ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET"
      " available = holding.available + excluded.available,"
      " lapsed = holding.lapsed + excluded.lapsed");
  head = prepare("SELECT number, hash, at FROM seal ORDER BY number DESC LIMIT 1");
  seal = prepare("INSERT INTO seal (number, hash, at) VALUES (?, ?, ?)");
  commit = prepare("COMMIT");
}

// What all credits of a batch share.
struct batch {
  int64_t caller, programme, at;
  uint64_t seed[2];
};

// Credits one member, who has an account and a balance.
static void credit(const struct batch *batch, int place, const char *key, const char *member) {
  unsigned char id[16], request[32], digest[32];
  make_id(id, batch->at, batch->seed, place);
  random_bytes(request, 4);
  random_bytes(digest, 4);

  text(account, 1, member, -1);
  row(account);
  int64_t number = sqlite3_column_int64(account, 0);
  if (sqlite3_column_int64(account, 1) != 0) fail("an account is not open");
  sqlite3_column_blob(account, 2);
  if (sqlite3_column_int64(account, 3) <= batch->at) fail("something is due in an account");
  int64_t values[5];
  for (int i = 0; i < 5; i++) values[i] = sqlite3_column_int64(account, 5 + i);
  int64_t entry = sqlite3_column_int64(account, 10) + 1;
  if (sqlite3_column_int64(account, 11) > batch->at) fail("an account is ahead of the clock");
  sqlite3_reset(account);

  values[0] += amount;  // available
  values[3] += amount;  // earned

  blob(insert, 1, id, sizeof id);
  sqlite3_bind_int64(insert, 2, number);
  sqlite3_bind_int64(insert, 3, entry);
  text(insert, 4, asset, -1);
  sqlite3_bind_int64(insert, 5, amount);
  sqlite3_bind_int64(insert, 6, batch->at);
  sqlite3_bind_int64(insert, 7, batch->caller);
  text(insert, 8, key, key_length);
  blob(insert, 9, request, sizeof request);
  text(insert, 10, reason, -1);
  sqlite3_bind_int64(insert, 11, batch->programme);
  for (int i = 0; i < 3; i++) sqlite3_bind_int64(insert, 12 + i, values[i]);
  blob(insert, 15, digest, sizeof digest);
  text(insert, 16, postings, -1);
  run(insert);

  sqlite3_bind_int64(save, 1, number);
  text(save, 2, asset, -1);
  for (int i = 0; i < 5; i++) sqlite3_bind_int64(save, 3 + i, values[i]);
  sqlite3_bind_int64(save, 8, entry);
  sqlite3_bind_int64(save, 9, batch->at);
  run(save);

  sqlite3_bind_int64(lot, 1, number);
  sqlite3_bind_int64(lot, 2, lot_day);
  text(lot, 3, asset, -1);
  sqlite3_bind_int64(lot, 4, amount);
  run(lot);
}

// Chains the commit's rows: one row of `seal` for each commit.
static void seal_commit(int64_t at) {
  unsigned char hash[32];
  row(head);
  sqlite3_column_blob(head, 1);
  sqlite3_reset(head);
  random_bytes(hash, 4);
  sqlite3_bind_int64(seal, 1, sqlite3_last_insert_rowid(store));
  blob(seal, 2, hash, sizeof hash);
  sqlite3_bind_int64(seal, 3, at);
  run(seal);
}

// Commits one batch, as the gateway does: first all keys are looked up, then all is written.
static void commit_batch(int size, int members) {
  static char keys[largest_batch][key_length];
  struct batch batch = {.at = nanoseconds(CLOCK_REALTIME) / 1000000,
                        .seed = {random_word(), random_word()}};
  run(begin);
  row(programme);
  batch.programme = sqlite3_column_int64(programme, 0);
  sqlite3_reset(programme);
  for (int i = 0; i < size; i++) {
    make_key(keys[i]);
    text(lookup, 1, keys[i], key_length);
    text(lookup, 2, caller_name, -1);
    row(lookup);
    batch.caller = sqlite3_column_int64(lookup, 0);
    if (sqlite3_column_type(lookup, 2) != SQLITE_NULL) fail("a key was used before");
    sqlite3_reset(lookup);
  }
  for (int i = 0; i < size; i++) {
    char member[24];
    snprintf(member, sizeof member, "m%d", (int)(random_word() % members));
    credit(&batch, i, keys[i], member);
  }
  seal_commit(batch.at);
  run(commit);
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
  prepare_all();
}

int main(int count, char **words) {
  int credits = count == 5 ? atoi(words[2]) : 0;
  int size = count == 5 ? atoi(words[3]) : 0;
  int members = count == 5 ? atoi(words[4]) : 0;
  if (credits < 1 || size < 1 || size > largest_batch || members < 1) {
    fprintf(stderr, "usage: raw-ledger STORE CREDITS BATCH MEMBERS\n");
    return 2;
  }
  open_store(words[1]);
  int64_t before = number("SELECT MAX(number) FROM transfer");
  int64_t start = nanoseconds(CLOCK_MONOTONIC);
  for (int done = 0; done < credits;) {
    int next = credits - done < size ? credits - done : size;
    commit_batch(next, members);
    fold();
    done += next;
  }
  double seconds = (nanoseconds(CLOCK_MONOTONIC) - start) / 1e9;
  if (number("SELECT MAX(number) FROM transfer") != before + credits) fail("rows are missing");
  printf("%.0f\n", credits / seconds);
  return 0;
}
