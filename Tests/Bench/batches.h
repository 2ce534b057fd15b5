// Sends numbered entries in batches over a few connections at once, and ends the process unless
// every one is answered as taken.
#define _GNU_SOURCE
#include "client.h"

enum { connections = 4, room = 1 << 20 };

// What is sent, and in how large batches: the path, the name of the body's list, and what writes
// the entry of a number.
struct batches {
  const char *path, *list;
  int size;
  void (*write)(struct connection *body, int64_t n);
};

static void send_batch(
    const struct batches *batches, struct connection *connection, int64_t first, int64_t end) {
  static struct connection body;
  if (!body.out) body = (struct connection){.out = malloc(room), .room = room};
  if (!body.out) stop("malloc");
  body.length = 0;
  append(&body, "{\"%s\":[", batches->list);
  for (int64_t n = first; n < end; n++) {
    if (n > first) append(&body, ",");
    batches->write(&body, n);
  }
  append(&body, "]}");
  append(connection,
         "POST %s HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer %s\r\n"
         "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
         batches->path, token(), body.length, body.out);
  send_all(connection);
}

// How many entries the answer says were taken.
static int64_t taken(const struct connection *connection) {
  int64_t count = 0;
  for (const char *at = connection->body; (at = strstr(at, "\"status\":201")); at++) count++;
  if (connection->status != 200) fprintf(stderr, "%.500s\n", connection->body);
  return connection->status == 200 ? count : -1;
}

// Sends the entries `next` … `end - 1` to a port.
static void send_entries(const struct batches *batches, int port, int64_t next, int64_t end) {
  static struct connection all[connections];
  int64_t asked[connections] = {0};
  int events = epoll_create1(EPOLL_CLOEXEC), busy = 0;
  for (int i = 0; i < connections; i++) {
    open_connection(&all[i], port, room, events);
    if (next == end) continue;
    asked[i] = end - next < batches->size ? end - next : batches->size;
    send_batch(batches, &all[i], next, next + asked[i]);
    next += asked[i];
    busy++;
  }
  while (busy > 0) {
    struct epoll_event event;
    if (epoll_wait(events, &event, 1, 60000) != 1) stop("the service is silent");
    struct connection *connection = event.data.ptr;
    int i = connection - all;
    if (!answer_is_there(connection)) continue;
    if (taken(connection) != asked[i]) stop("an entry was refused");
    asked[i] = end - next < batches->size ? end - next : batches->size;
    if (asked[i] == 0) {
      busy--;
      continue;
    }
    send_batch(batches, connection, next, next + asked[i]);
    next += asked[i];
  }
}
