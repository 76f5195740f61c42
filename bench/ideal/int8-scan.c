/* The ideal that the vector index is compared to: products of every int8 vector with a query, as the compiler makes them
 * best for this processor, and nothing else. Prints milliseconds of processor time of a pass.
 *
 *   gcc -O3 -march=native int8-scan.c -o int8-scan && ./int8-scan VECTORS DIMENSIONS PASSES
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec / 1e6;
}

int main(int count, char **arguments) {
  if (count != 4) return 2;
  size_t vectors = strtoul(arguments[1], 0, 10), dimensions = strtoul(arguments[2], 0, 10);
  int passes = atoi(arguments[3]);
  int8_t *numbers = aligned_alloc(64, (vectors * dimensions + 63) / 64 * 64);
  int8_t *query = malloc(dimensions);
  int32_t *products = malloc(vectors * sizeof *products);
  for (size_t at = 0; at < vectors * dimensions; at++) numbers[at] = (int8_t)(rand() % 255 - 127);
  for (size_t at = 0; at < dimensions; at++) query[at] = (int8_t)(rand() % 255 - 127);
  long sum = 0;
  double total = 0;
  for (int pass = 0; pass < passes; pass++) {
    double begun = now();
    for (size_t vector = 0; vector < vectors; vector++) {
      const int8_t *own = numbers + vector * dimensions;
      int32_t product = 0;
      for (size_t at = 0; at < dimensions; at++) product += (int)own[at] * query[at];
      products[vector] = product;
    }
    total += now() - begun;
    sum += products[pass % vectors];
  }
  printf("%.3f\n", total / passes);
  return sum == 42 ? 3 : 0;
}
