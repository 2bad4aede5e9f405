#define _GNU_SOURCE
#include "quick_heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { step = 32 << 20, huge_page = 2 << 20 };

void fibrewatch_grow_heap_at_once(void) {
    // One arena, the one that grows by sbrk: others grow page by page. Large blocks are taken from it too, so that what one of them has touched
    // serves the next.
    mallopt(M_ARENA_MAX, 1);
    mallopt(M_TOP_PAD, step);
    mallopt(M_MMAP_THRESHOLD, step);
    uintptr_t before = (uintptr_t)sbrk(0);
    // Through a volatile pointer: a compiler would take out what is never used.
    void *volatile block = malloc(huge_page);
    free(block);
    uintptr_t after = (uintptr_t)sbrk(0);
    uintptr_t start = (before + huge_page - 1) & ~(uintptr_t)(huge_page - 1);
    // A hint: without huge pages everything works, more slowly.
    if (after > start && after - before >= huge_page) madvise((void *)start, after - start, MADV_HUGEPAGE);
}
