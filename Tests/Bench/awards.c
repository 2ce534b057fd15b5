// The time from a check-in's answer to what it brings, one check-in after the other, with pauses
// between them.
//
//   awards CHECKIN_PORT points|badge PORT COUNT
//
// Checks in m0 … m<COUNT - 1>, who have neither points nor badges before, and asks the gateway that
// listens at PORT for the balance until it is more than 0, or the badges service there for the
// profile until it names a badge that was earned. Prints
//   P50 P99 MOST
// in microseconds. The token comes as BENCH_TOKEN.
#define _GNU_SOURCE
#include "client.h"

enum { room = 1 << 16, most_checkins = 100000 };

static const int64_t longest = 30000000000;  // how long points may take, in nanoseconds
static const int64_t poll_pause = 100000, rest = 10000000;

static int events;

static void sleep_for(int64_t length) {
  struct timespec time = {length / 1000000000, length % 1000000000};
  nanosleep(&time, NULL);
}

// Sends what was written and waits for the answer, which must have a status.
static void exchange(struct connection *connection, int status) {
  struct epoll_event ready;
  send_all(connection);
  do {
    if (epoll_wait(events, &ready, 1, 10000) != 1) stop("no answer within 10 s");
    if (ready.data.ptr != connection) stop("an answer to nothing");
  } while (!answer_is_there(connection));
  if (connection->status != status) {
    fprintf(stderr, "%.500s\n", connection->body);
    stop("an answer's status");
  }
}

static void check_in(struct connection *checkin, int64_t member) {
  char body[64];
  int length = snprintf(body, sizeof body, "{\"member\":\"m%lld\"}", (long long)member);
  append(checkin,
         "POST /v1/checkins HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
         "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
         token(), length, body);
  exchange(checkin, 201);
}

// Asks a service for something of a member; it is in the body of `service` then.
static void get(struct connection *service, int64_t member, const char *what) {
  append(service,
         "GET /v1/members/m%lld/%s HTTP/1.1\r\nHost: bench\r\n"
         "Authorization: Bearer %s\r\n\r\n",
         (long long)member, what, token());
  exchange(service, 200);
}

// Whether a member can spend anything; the first asset of the answer is the one that is awarded.
static int has_points(struct connection *gateway, int64_t member) {
  get(gateway, member, "balance");
  const char *available = strstr(gateway->body, "\"available\":");
  if (!available) stop("a balance without points");
  return strtoll(available + 12, NULL, 10) > 0;
}

static int has_badge(struct connection *badges, int64_t member) {
  get(badges, member, "profile");
  if (!strstr(badges->body, "\"badges\":[{")) stop("a profile without badges");
  return strstr(badges->body, "\"earnedAt\":") != NULL;
}

static int ascending(const void *one, const void *other) {
  int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
  return (a > b) - (a < b);
}

int main(int words_count, char **words) {
  static int64_t times[most_checkins];
  int64_t count = words_count == 5 ? atoll(words[4]) : 0;
  int is_badge = words_count == 5 && strcmp(words[2], "badge") == 0;
  if (count < 1 || count > most_checkins || (!is_badge && strcmp(words[2], "points") != 0)) {
    fprintf(stderr, "usage: awards CHECKIN_PORT points|badge PORT COUNT\n");
    return 2;
  }
  struct connection checkin, other;
  events = epoll_create1(EPOLL_CLOEXEC);
  open_connection(&checkin, atoi(words[1]), room, events);
  open_connection(&other, atoi(words[3]), room, events);
  for (int64_t member = 0; member < count; member++) {
    check_in(&checkin, member);
    int64_t answered = nanoseconds();
    while (!(is_badge ? has_badge : has_points)(&other, member)) {
      if (nanoseconds() - answered > longest) stop("what it brings does not come");
      sleep_for(poll_pause);
    }
    times[member] = (nanoseconds() - answered) / 1000;
    sleep_for(rest);
  }
  qsort(times, count, sizeof *times, ascending);
  printf("%lld %lld %lld\n", (long long)times[count / 2], (long long)times[count * 99 / 100],
         (long long)times[count - 1]);
  return 0;
}
