// The reference of the row `badge-events`: how fast one thread of C writes, in raw SQLite, the rows
// that an event changes in a badges service's store, and nothing else: no HTTP, no JSON, no rules,
// no reading of what was there. Prints the events of a second on standard output.
//
//   raw-counts STORE EVENTS BATCH MEMBERS
//
// STORE is a copy of a badges store that was closed and holds the members m0 … m<MEMBERS - 1> with
// what seed-counts tells of them, so the tables and indexes are the service's own. Each commit
// holds BATCH events. An order by the starter programme changes nine rows: the event and its key;
// four counts, two of the member's life and two of the day; the mark of the day; the growth of the
// day; the member.
#include "raw.h"

enum { largest_batch = 500, changed_counts = 4, amount = 5000, growth = 5 };

static const char source[] = "bench";
static const char type[] = "order.paid";
static const char attributes[] = "{\"amountMinor\":5000}";

// MARK: The statements

static sqlite3_stmt *begin, *take, *event, *counter, *mark, *grown, *standing, *commit;

static void prepare_all(void) {
  begin = prepare("BEGIN IMMEDIATE");
  take = prepare("INSERT INTO event_key (source, id, member) VALUES (?, ?, ?)");
  event = prepare(
      "INSERT INTO event (member, source, id, type, occurred_at, day, attributes, undoes,"
      " state, digest) VALUES (?, ?, ?, ?, ?, ?, ?, NULL, 0, ?)");
  counter = prepare(
      "INSERT INTO counter (member, measure, period, value) VALUES (?, ?, ?, ?)"
      " ON CONFLICT (member, measure, period) DO UPDATE"
      " SET value = counter.value + excluded.value");
  mark = prepare(
      "INSERT INTO mark (member, measure, period, place, item, amount) VALUES (?, ?, 0, ?, '', 1)"
      " ON CONFLICT (member, measure, period, place, item) DO UPDATE"
      " SET amount = mark.amount + excluded.amount");
  grown = prepare(
      "INSERT INTO growth_day (member, day, growth) VALUES (?, ?, ?)"
      " ON CONFLICT (member, day) DO UPDATE SET growth = growth_day.growth + excluded.growth");
  standing = prepare("UPDATE standing SET life_growth = life_growth + ? WHERE member = ?");
  commit = prepare("COMMIT");
}

// MARK: What an event changes

// The measures of an order: those of m0, who was told of one, that count its life and single days.
static struct {
  int64_t measure;
  int is_daily;
} counts[changed_counts];
static int64_t marked;

static void find_measures(void) {
  sqlite3_stmt *found = prepare(
      "SELECT * FROM (SELECT measure, 0 FROM counter WHERE member = 'm0' AND period = 0 LIMIT 2)"
      " UNION ALL SELECT * FROM (SELECT measure, 1 FROM counter WHERE member = 'm0' AND period > 0"
      " ORDER BY period LIMIT 2)");
  for (int i = 0; i < changed_counts; i++) {
    row(found);
    counts[i].measure = sqlite3_column_int64(found, 0);
    counts[i].is_daily = sqlite3_column_int(found, 1);
  }
  sqlite3_finalize(found);
  marked = number("SELECT measure FROM mark WHERE member = 'm0' LIMIT 1");
}

static void apply(int64_t at, const char *member) {
  char key[key_length];
  unsigned char digest[32];
  int64_t day = at / 86400000;
  make_key(key);
  random_bytes(digest, 4);

  text(take, 1, source, -1);
  text(take, 2, key, key_length);
  text(take, 3, member, -1);
  run(take);

  text(event, 1, member, -1);
  text(event, 2, source, -1);
  text(event, 3, key, key_length);
  text(event, 4, type, -1);
  sqlite3_bind_int64(event, 5, at);
  sqlite3_bind_int64(event, 6, day);
  text(event, 7, attributes, -1);
  blob(event, 8, digest, sizeof digest);
  run(event);

  for (int i = 0; i < changed_counts; i++) {
    text(counter, 1, member, -1);
    sqlite3_bind_int64(counter, 2, counts[i].measure);
    sqlite3_bind_int64(counter, 3, counts[i].is_daily ? day : 0);
    sqlite3_bind_int64(counter, 4, i % 2 ? amount : 1);
    run(counter);
  }

  text(mark, 1, member, -1);
  sqlite3_bind_int64(mark, 2, marked);
  sqlite3_bind_int64(mark, 3, day);
  run(mark);

  text(grown, 1, member, -1);
  sqlite3_bind_int64(grown, 2, day);
  sqlite3_bind_int64(grown, 3, growth);
  run(grown);

  sqlite3_bind_int64(standing, 1, growth);
  text(standing, 2, member, -1);
  run(standing);
}

static void commit_batch(int size, int members) {
  int64_t at = nanoseconds(CLOCK_REALTIME) / 1000000;
  run(begin);
  for (int i = 0; i < size; i++) {
    char member[24];
    snprintf(member, sizeof member, "m%d", (int)(random_word() % members));
    apply(at, member);
  }
  run(commit);
}

int main(int count, char **words) {
  int events = count == 5 ? atoi(words[2]) : 0;
  int size = count == 5 ? atoi(words[3]) : 0;
  int members = count == 5 ? atoi(words[4]) : 0;
  if (events < 1 || size < 1 || size > largest_batch || members < 1) {
    fprintf(stderr, "usage: raw-counts STORE EVENTS BATCH MEMBERS\n");
    return 2;
  }
  open_store(words[1]);
  prepare_all();
  find_measures();
  int64_t changes = sqlite3_total_changes64(store), start = nanoseconds(CLOCK_MONOTONIC);
  for (int done = 0; done < events;) {
    int next = events - done < size ? events - done : size;
    commit_batch(next, members);
    fold();
    done += next;
  }
  double seconds = (nanoseconds(CLOCK_MONOTONIC) - start) / 1e9;
  if (sqlite3_total_changes64(store) != changes + 9LL * events) fail("rows were not changed");
  printf("%.0f\n", events / seconds);
  return 0;
}
