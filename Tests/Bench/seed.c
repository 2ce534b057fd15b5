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
#include "batches.h"

static int set;
static int64_t members, amount;
static char expiry[64];  // what a credit says of its last day

static void write_operation(struct connection *body, int64_t n) {
  uint64_t mixed = ((uint64_t)n << 8 | set) * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9;
  mixed ^= mixed >> 32;
  int is_debit = n / members % 5 == 4;
  append(body,
         "{\"key\":\"%04x%04x-%04x-7%03x-8%03x-%012llx\",\"type\":\"%s\",\"member\":\"m%lld\","
         "\"amount\":%lld,\"reason\":\"%s\"%s}",
         0x0190 + set, (unsigned)(n >> 16 & 0xFFFF), (unsigned)(n & 0xFFFF),
         (unsigned)(mixed >> 52), (unsigned)(mixed >> 40 & 0xFFF),
         (unsigned long long)(mixed & 0xFFFFFFFFFFFF), is_debit ? "debit" : "credit",
         (long long)(n % members), (long long)(is_debit ? amount / 2 : amount),
         is_debit ? "coupon" : "order", is_debit ? "" : expiry);
}

int main(int count, char **words) {
  if (count < 7 || count > 8) {
    fprintf(stderr, "usage: seed PORT SET FIRST COUNT MEMBERS AMOUNT [DAY]\n");
    return 2;
  }
  if (count == 8) snprintf(expiry, sizeof expiry, ",\"expiresOn\":\"%s\"", words[7]);
  set = atoi(words[2]), members = atoll(words[5]), amount = atoll(words[6]);
  int64_t first = atoll(words[3]);
  struct batches batches = {"/v1/batches", "operations", 1000, write_operation};
  send_entries(&batches, atoi(words[1]), first, first + atoll(words[4]));
  return 0;
}
