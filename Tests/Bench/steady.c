// A load at a steady rate: single credits of 10 points with keys that were never used, whether or
// not earlier ones are answered (open loop). The time of an answer counts from the instant at
// which its request should have been sent, so that what waits for a slow gateway is not left out.
//
//   steady PORT MEMBERS CONNECTIONS RATE SECONDS
//
// Spreads RATE credits a second over m0 … m<MEMBERS - 1>; with RATE 0 each connection sends the
// next as soon as it has its answer, which tells what the gateway can take. Prints
//   ANSWERED REFUSED A_SECOND P50 P99 P999 MOST
// the percentiles in microseconds, at most 1 % above what they were. The token comes as
// BENCH_TOKEN.
#define _GNU_SOURCE
#include "client.h"

enum { room = 1 << 16, exact = 128, buckets = 64 * exact, most_connections = 4096 };

static int64_t members;

// MARK: Counting times by buckets: exact below 128 µs, then 128 for each doubling

static int64_t times[buckets], answered, refused, largest;

static void count(int64_t microseconds) {
  int64_t value = microseconds < 0 ? 0 : microseconds;
  int doublings = 0;
  if (value > largest) largest = value;
  while (value >> doublings >= 2 * exact) doublings++;
  times[doublings * exact + (value >> doublings)]++;
  answered++;
}

// The upper end of the bucket below which a share of all times lies.
static int64_t percentile(double share) {
  int64_t wanted = share * answered, seen = 0;
  for (int bucket = 0; bucket < buckets; bucket++) {
    seen += times[bucket];
    if (seen <= wanted) continue;
    int doublings = bucket < 2 * exact ? 0 : bucket / exact - 1;
    return ((int64_t)(bucket - doublings * exact) + 1) << doublings;
  }
  return largest;
}

// MARK: The schedule

static void send_credit(struct connection *connection) {
  uint64_t one = random_word(), two = random_word();
  char body[128];
  int length = snprintf(
      body, sizeof body, "{\"member\":\"m%llu\",\"amount\":10,\"reason\":\"order\"}",
      (unsigned long long)(random_word() % members));
  append(connection,
         "POST /v1/credits HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
         "Content-Type: application/json\r\nContent-Length: %d\r\n"
         "Idempotency-Key: %08x-%04x-4%03x-8%03x-%012llx\r\n\r\n%s",
         token(), length, (unsigned)(one >> 32), (unsigned)(one >> 16 & 0xFFFF),
         (unsigned)(one & 0xFFF), (unsigned)(two >> 52),
         (unsigned long long)(two & 0xFFFFFFFFFFFF), body);
  send_all(connection);
}

static struct connection all[most_connections], *idle[most_connections];
static int64_t due[most_connections];  // when the request under way should have been sent
static int idle_count, events;

// Waits for answers, at most until an instant.
static void await(int64_t until) {
  struct epoll_event ready[256];
  int64_t left = until - nanoseconds();
  if (left < 0) left = 0;
  struct timespec limit = {left / 1000000000, left % 1000000000};
  int number = epoll_pwait2(events, ready, 256, &limit, NULL);
  for (int i = 0; i < number; i++) {
    struct connection *connection = ready[i].data.ptr;
    if (!answer_is_there(connection)) continue;
    count((nanoseconds() - due[connection - all]) / 1000);
    if (connection->status != 201) refused++;
    idle[idle_count++] = connection;
  }
}

// Sends what is due at an instant as far as connections are idle; returns when the next is due.
static int64_t send_due(int64_t now, int64_t start, double rate, int64_t *sent) {
  while (idle_count > 0) {
    int64_t next = rate > 0 ? start + (int64_t)(*sent / rate * 1e9) : now;
    if (next > now) return next;
    struct connection *connection = idle[--idle_count];
    due[connection - all] = next;
    send_credit(connection);
    ++*sent;
  }
  return now + 100000000;
}

int main(int words_count, char **words) {
  int connections = words_count == 6 ? atoi(words[3]) : 0;
  if (connections < 1 || connections > most_connections || atoll(words[2]) < 1) {
    fprintf(stderr, "usage: steady PORT MEMBERS CONNECTIONS RATE SECONDS\n");
    return 2;
  }
  members = atoll(words[2]);
  double rate = atof(words[4]);
  events = epoll_create1(EPOLL_CLOEXEC);
  for (int i = 0; i < connections; i++) {
    open_connection(&all[i], atoi(words[1]), room, events);
    idle[idle_count++] = &all[i];
  }
  int64_t sent = 0, start = nanoseconds(), end = start + atoll(words[5]) * 1000000000;
  for (int64_t now = start; now < end; now = nanoseconds()) {
    int64_t next = send_due(now, start, rate, &sent);
    await(next < end ? next : end);
  }
  // What should have been sent by the end is sent, and waited for: it counts as late as it is.
  int64_t wanted = rate > 0 ? (int64_t)(rate * (end - start) / 1e9) : sent;
  double seconds = (nanoseconds() - start) / 1e9;
  int64_t in_time = answered;
  for (int64_t now = nanoseconds(); answered < wanted; now = nanoseconds()) {
    if (now > end + 30000000000) stop("the gateway is far behind");
    if (sent < wanted) send_due(now < end ? now : end - 1, start, rate, &sent);
    await(now + 100000000);
  }
  printf("%lld %lld %.0f %lld %lld %lld %lld\n", (long long)answered, (long long)refused,
         in_time / seconds, (long long)percentile(0.5), (long long)percentile(0.99),
         (long long)percentile(0.999), (long long)largest);
  return 0;
}
