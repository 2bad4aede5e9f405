#include "shim.h"

#include <dlfcn.h>
#include <pthread.h>

// Hidden, so that Graphviz's own calls of these names never come here.
#pragma GCC visibility push(hidden)

#define EACH_FUNCTION(_)                                                                                              \
    _(gvContext) _(gvFreeContext) _(gvLayout) _(gvFreeLayout) _(gvRenderData) _(gvFreeRenderData) _(agmemread)        \
    _(agclose)

#define POINTER(name) static __typeof__(&name) real_##name;
EACH_FUNCTION(POINTER)

static int is_there;

static void load(void) {
    void *library = dlopen("libgvc.so.6", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
#define FIND(name) if (!(real_##name = dlsym(library, #name))) return;
    EACH_FUNCTION(FIND)
    is_there = 1;
}

static int ready(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return is_there;
}

GVC_t *gvContext(void) { return ready() ? real_gvContext() : NULL; }
Agraph_t *agmemread(const char *text) { return ready() ? real_agmemread(text) : NULL; }

// A context or a graph comes first, and with it the library.
int gvFreeContext(GVC_t *context) { return real_gvFreeContext(context); }
int gvLayout(GVC_t *context, graph_t *graph, const char *engine) { return real_gvLayout(context, graph, engine); }
int gvFreeLayout(GVC_t *context, graph_t *graph) { return real_gvFreeLayout(context, graph); }
int gvRenderData(GVC_t *context, graph_t *graph, const char *format, char **result, unsigned int *length) {
    return real_gvRenderData(context, graph, format, result, length);
}
void gvFreeRenderData(char *data) { real_gvFreeRenderData(data); }
int agclose(Agraph_t *graph) { return real_agclose(graph); }
