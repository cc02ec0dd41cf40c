/* Every code, its bits counted by the processor's own instruction, left after half a code when that is enough.
   linear-scan CODES QUERIES: milliseconds of the processor for a query. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int main(int n, char **values) {
  size_t count = strtoull(values[1], 0, 10);
  int queries = atoi(values[2]);
  uint64_t *codes = malloc(count * 32);
  if (!codes) return 1;
  uint64_t state = 88172645463325252ull, met = 0;
  for (size_t at = 0; at < count * 4; at++) {
    state ^= state << 13; state ^= state >> 7; state ^= state << 17;
    codes[at] = state;
  }
  clock_t begun = clock();
  for (int query = 0; query < queries; query++) {
    const uint64_t *q = codes + (count / queries) * 4 * query;
    for (size_t at = 0; at < count * 4; at += 4) {
      const uint64_t *c = codes + at;
      int bits = __builtin_popcountll(c[0] ^ q[0]) + __builtin_popcountll(c[1] ^ q[1]);
      if (bits > 31) continue;
      bits += __builtin_popcountll(c[2] ^ q[2]) + __builtin_popcountll(c[3] ^ q[3]);
      if (bits <= 31) met++;
    }
  }
  double milliseconds = (clock() - begun) * 1e3 / CLOCKS_PER_SEC / queries;
  if (met < (uint64_t)queries) return 1;
  printf("%f", milliseconds);
  return 0;
}
