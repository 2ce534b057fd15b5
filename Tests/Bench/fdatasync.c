// Measures what durability costs here: the median time of appending 4 KiB to a file and calling
// fdatasync, in whole microseconds on standard output.
//
//   fdatasync FILE TIMES
//
// FILE is made, and must lie on the file system whose figure is wanted; it is left behind.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { largest = 10000 };

static double microseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

static int ascending(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return (a > b) - (a < b);
}

int main(int count, char **words) {
  int times = count == 3 ? atoi(words[2]) : 0;
  if (times < 1 || times > largest) {
    fprintf(stderr, "usage: fdatasync FILE TIMES (1 to %d)\n", largest);
    return 2;
  }
  int file = open(words[1], O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (file < 0) {
    perror(words[1]);
    return 1;
  }
  static char page[4096];
  static double took[largest];
  memset(page, 'j', sizeof page);
  for (int i = 0; i < times; i++) {
    double start = microseconds();
    if (write(file, page, sizeof page) != sizeof page || fdatasync(file) != 0) {
      perror(words[1]);
      return 1;
    }
    took[i] = microseconds() - start;
  }
  qsort(took, times, sizeof *took, ascending);
  printf("%.0f\n", took[times / 2]);
  return 0;
}
