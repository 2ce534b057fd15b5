// A small client of HTTP/1.1 for the load generators of this folder: connections that are kept
// and never block, one request under way on each, answers with a Content-Length.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct connection {
  int socket;
  char *out;  // what is to be sent, and how much of it there is and is sent
  size_t length, sent;
  char *in;  // what has come
  size_t come, room;
  int status;  // of the answer that is there in full, and its body
  const char *body;
  size_t body_length;
};

static void stop(const char *what) {
  fprintf(stderr, "%s: %s\n", what, errno ? strerror(errno) : "not what was expected");
  exit(1);
}

static int64_t nanoseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000000LL + now.tv_nsec;
}

// splitmix64 of a state that each process begins elsewhere.
static uint64_t random_word(void) {
  static uint64_t state;
  if (state == 0 && getrandom(&state, sizeof state, 0) != sizeof state) stop("getrandom");
  uint64_t word = (state += 0x9E3779B97F4A7C15);
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9;
  word = (word ^ word >> 27) * 0x94D049BB133111EB;
  return word ^ word >> 31;
}

// The token that all requests carry.
static const char *token(void) {
  const char *text = getenv("BENCH_TOKEN");
  if (!text) stop("BENCH_TOKEN");
  return text;
}

// Connects to a port of this machine, and has `events` tell what comes, with `connection`.
static void open_connection(struct connection *connection, int port, size_t room, int events) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int one = 1, new = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (new < 0 || connect(new, (struct sockaddr *)&address, sizeof address) < 0) stop("connect");
  setsockopt(new, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  *connection = (struct connection){.socket = new, .room = room};
  connection->out = malloc(room);
  connection->in = malloc(room);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
  if (!connection->out || !connection->in) stop("malloc");
  if (epoll_ctl(events, EPOLL_CTL_ADD, new, &event) < 0) stop("epoll_ctl");
}

// Writes to what is to be sent, behind what is there.
static void append(struct connection *connection, const char *format, ...) {
  va_list values;
  va_start(values, format);
  size_t left = connection->room - connection->length;
  int length = vsnprintf(connection->out + connection->length, left, format, values);
  va_end(values);
  if (length < 0 || (size_t)length >= left) stop("a request is too long");
  connection->length += length;
}

// Sends what was written. It waits where the other side does not take it, which bodies of some
// 150 KB may see and single requests do not.
static void send_all(struct connection *connection) {
  for (connection->sent = 0; connection->sent < connection->length;) {
    ssize_t count = send(connection->socket, connection->out + connection->sent,
                         connection->length - connection->sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) stop("send");
    connection->sent += count;
  }
  connection->length = connection->come = 0;
}

// Takes what has come; returns whether the answer is there in full.
static int answer_is_there(struct connection *connection) {
  size_t left = connection->room - connection->come - 1;
  ssize_t count = recv(connection->socket, connection->in + connection->come, left, MSG_DONTWAIT);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
  if (count <= 0) stop("a connection was closed");
  connection->come += count;
  connection->in[connection->come] = 0;
  char *end = strstr(connection->in, "\r\n\r\n");
  if (!end) return 0;
  char *length = strcasestr(connection->in, "\r\ncontent-length:");
  if (!length || length > end) stop("an answer has no length");
  connection->body = end + 4;
  connection->body_length = strtoul(length + 17, NULL, 10);
  size_t whole = (end + 4 - connection->in) + connection->body_length;
  if (whole >= connection->room) stop("an answer is too long");
  if (connection->come < whole) return 0;
  if (sscanf(connection->in, "HTTP/1.1 %d", &connection->status) != 1) stop("no HTTP");
  return 1;
}
