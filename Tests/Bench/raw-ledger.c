// The reference of the row `batches`: how fast one thread of C credits points in raw SQLite when
// it does for each credit what the gateway does in its store, and nothing else: no HTTP, no JSON,
// no hashing. Prints the credits of a second on standard output.
//
//   raw-ledger STORE CREDITS BATCH MEMBERS
//
// STORE is a copy of a gateway's store that was closed and holds the members m0 … m<MEMBERS - 1>,
// so the tables and indexes are the gateway's own. Each commit holds BATCH credits. The
// statements are those of Services/Gateway/Service/Ledger; a change there belongs here too.
#include "raw.h"

enum { largest_batch = 1000, amount = 10 };

static const char caller_name[] = "service:bench";
static const char asset[] = "points";
static const char reason[] = "order";

// What a row says of where its points went: into the lot that ends with day 21183, 2027-12-31.
static const char postings[] = "a21183+10";
enum { lot_day = 21183 };

// MARK: What a credit carries

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

int main(int count, char **words) {
  int credits = count == 5 ? atoi(words[2]) : 0;
  int size = count == 5 ? atoi(words[3]) : 0;
  int members = count == 5 ? atoi(words[4]) : 0;
  if (credits < 1 || size < 1 || size > largest_batch || members < 1) {
    fprintf(stderr, "usage: raw-ledger STORE CREDITS BATCH MEMBERS\n");
    return 2;
  }
  open_store(words[1]);
  prepare_all();
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
