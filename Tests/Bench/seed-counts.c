// Makes history in a badges service: events of the service `bench` in batches of 500, sent over a
// few connections at once.
//
//   seed-counts PORT FIRST COUNT ORDER_DAY ORDER_TIME DAY TIME
//
// Tells the events FIRST … FIRST + COUNT - 1. Nine of them are about four members, those of one
// member side by side: each of m0, m1, … pays an order on ORDER_DAY and earns points on DAY, how
// many depends on the member, and each fourth checks in on DAY. Ends with 1 unless every event was
// taken. The token comes as BENCH_TOKEN.
#include "batches.h"

enum { cycle = 9, cycle_members = 4, least_points = 100, other_points = 5000 };

static const char *order_day, *order_time, *day, *moment;

static void write_event(struct connection *body, int64_t n) {
  int64_t place = n % cycle, member = n / cycle * cycle_members;
  int is_checkin = place == cycle - 1, is_order = !is_checkin && place % 2 == 0;
  member += is_checkin ? cycle_members - 1 : place / 2;
  uint64_t mixed = (uint64_t)member * 0x9E3779B97F4A7C15;
  const char *type = is_checkin ? "checkin.done" : is_order ? "order.paid" : "points.earned";
  char attributes[96] = "{}";
  if (is_order) {
    snprintf(attributes, sizeof attributes, "{\"amountMinor\":5000}");
  } else if (!is_checkin) {
    snprintf(attributes, sizeof attributes, "{\"amount\":%d}",
             (int)(least_points + (mixed >> 32) % other_points));
  }
  append(body,
         "{\"id\":\"seed-%010lld\",\"type\":\"%s\",\"member\":\"m%lld\","
         "\"occurredAt\":\"%s\",\"day\":\"%s\",\"attributes\":%s}",
         (long long)n, type, (long long)member, is_order ? order_time : moment,
         is_order ? order_day : day, attributes);
}

int main(int count, char **words) {
  if (count != 8) {
    fprintf(stderr, "usage: seed-counts PORT FIRST COUNT ORDER_DAY ORDER_TIME DAY TIME\n");
    return 2;
  }
  order_day = words[4], order_time = words[5], day = words[6], moment = words[7];
  int64_t first = atoll(words[2]);
  struct batches batches = {"/v1/events", "events", 500, write_event};
  send_entries(&batches, atoi(words[1]), first, first + atoll(words[3]));
  return 0;
}
