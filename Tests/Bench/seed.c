// Makes history in a gateway: credits and debits in batches of up to 1,000, sent over a few
// connections at once.
//
//   seed PORT SET FIRST COUNT MEMBERS AMOUNT [DAY]
//
// Does the operations FIRST … FIRST + COUNT - 1 of a set, which is a number that keeps the keys
// of sets apart. Operation n is for the member n modulo MEMBERS; each fifth operation of a member
// is a debit of half of AMOUNT, the others are credits of AMOUNT, with DAY as the last on which
// they can be spent. What a set holds depends on these numbers alone. Keys are like UUIDs of
// version 7, in the order of the operations. Ends with 1 unless every operation was applied. The
// token comes as BENCH_TOKEN.
#define _GNU_SOURCE
#include "client.h"

enum { batch = 1000, connections = 4, room = 1 << 20 };

static int set;
static int64_t members, amount;
static char expiry[64];  // what a credit says of its last day

static void write_operation(struct connection *connection, int64_t n) {
  uint64_t mixed = ((uint64_t)n << 8 | set) * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9;
  mixed ^= mixed >> 32;
  int is_debit = n / members % 5 == 4;
  append(connection,
         "{\"key\":\"%04x%04x-%04x-7%03x-8%03x-%012llx\",\"type\":\"%s\",\"member\":\"m%lld\","
         "\"amount\":%lld,\"reason\":\"%s\"%s}",
         0x0190 + set, (unsigned)(n >> 16 & 0xFFFF), (unsigned)(n & 0xFFFF),
         (unsigned)(mixed >> 52), (unsigned)(mixed >> 40 & 0xFFF),
         (unsigned long long)(mixed & 0xFFFFFFFFFFFF), is_debit ? "debit" : "credit",
         (long long)(n % members), (long long)(is_debit ? amount / 2 : amount),
         is_debit ? "coupon" : "order", is_debit ? "" : expiry);
}

static void send_batch(struct connection *connection, int64_t first, int64_t end) {
  static struct connection body;
  if (!body.out) body = (struct connection){.out = malloc(room), .room = room};
  if (!body.out) stop("malloc");
  body.length = 0;
  append(&body, "{\"operations\":[");
  for (int64_t n = first; n < end; n++) {
    if (n > first) append(&body, ",");
    write_operation(&body, n);
  }
  append(&body, "]}");
  append(connection,
         "POST /v1/batches HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
         "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
         token(), body.length, body.out);
  send_all(connection);
}

// How many operations the answer says were applied.
static int64_t applied(const struct connection *connection) {
  int64_t count = 0;
  for (const char *at = connection->body; (at = strstr(at, "\"status\":201")); at++) count++;
  if (connection->status != 200) fprintf(stderr, "%.500s\n", connection->body);
  return connection->status == 200 ? count : -1;
}

int main(int count, char **words) {
  if (count < 7 || count > 8) {
    fprintf(stderr, "usage: seed PORT SET FIRST COUNT MEMBERS AMOUNT [DAY]\n");
    return 2;
  }
  if (count == 8) snprintf(expiry, sizeof expiry, ",\"expiresOn\":\"%s\"", words[7]);
  set = atoi(words[2]), members = atoll(words[5]), amount = atoll(words[6]);
  int64_t next = atoll(words[3]), end = next + atoll(words[4]);
  static struct connection all[connections];
  int64_t asked[connections] = {0};
  int events = epoll_create1(EPOLL_CLOEXEC), busy = 0;
  for (int i = 0; i < connections; i++) {
    open_connection(&all[i], atoi(words[1]), room, events);
    if (next == end) continue;
    asked[i] = end - next < batch ? end - next : batch;
    send_batch(&all[i], next, next + asked[i]);
    next += asked[i];
    busy++;
  }
  while (busy > 0) {
    struct epoll_event event;
    if (epoll_wait(events, &event, 1, 60000) != 1) stop("the gateway is silent");
    struct connection *connection = event.data.ptr;
    int i = connection - all;
    if (!answer_is_there(connection)) continue;
    if (applied(connection) != asked[i]) stop("an operation was refused");
    asked[i] = end - next < batch ? end - next : batch;
    if (asked[i] == 0) {
      busy--;
      continue;
    }
    send_batch(connection, next, next + asked[i]);
    next += asked[i];
  }
  return 0;
}
