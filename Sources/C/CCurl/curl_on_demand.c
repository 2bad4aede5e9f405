#include "shim.h"

#include <dlfcn.h>
#include <pthread.h>

// Hidden, so that libcurl's own calls of these names never come here.
#pragma GCC visibility push(hidden)

#undef curl_easy_setopt
#undef curl_easy_getinfo

#define EACH_FUNCTION(_)                                                                                              \
    _(curl_global_init) _(curl_easy_init) _(curl_easy_cleanup) _(curl_easy_perform) _(curl_easy_strerror)             \
    _(curl_easy_setopt) _(curl_easy_getinfo) _(curl_slist_append) _(curl_slist_free_all)

#define POINTER(name) static __typeof__(&name) real_##name;
EACH_FUNCTION(POINTER)

static int is_there;

static void load(void) {
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
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

CURLcode curl_global_init(long flags) { return ready() ? real_curl_global_init(flags) : CURLE_FAILED_INIT; }
CURL *curl_easy_init(void) { return ready() ? real_curl_easy_init() : NULL; }
struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    return ready() ? real_curl_slist_append(list, text) : NULL;
}
const char *curl_easy_strerror(CURLcode code) { return ready() ? real_curl_easy_strerror(code) : "libcurl cannot be loaded"; }

// A handle or a list comes first, and with it the library.
void curl_slist_free_all(struct curl_slist *list) {
    if (list) real_curl_slist_free_all(list);
}
void curl_easy_cleanup(CURL *handle) { real_curl_easy_cleanup(handle); }
CURLcode curl_easy_perform(CURL *handle) { return real_curl_easy_perform(handle); }

CURLcode fibrewatch_curl_set_long(CURL *handle, CURLoption option, long value) {
    return real_curl_easy_setopt(handle, option, value);
}
CURLcode fibrewatch_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return real_curl_easy_setopt(handle, option, value);
}
CURLcode fibrewatch_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return real_curl_easy_setopt(handle, option, value);
}
CURLcode fibrewatch_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return real_curl_easy_setopt(handle, option, value);
}
CURLcode fibrewatch_curl_set_transfer(CURL *handle, CURLoption option, fibrewatch_curl_transfer value) {
    return real_curl_easy_setopt(handle, option, value);
}
CURLcode fibrewatch_curl_set_debug(CURL *handle, fibrewatch_curl_debug value) {
    return real_curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, value);
}
CURLcode fibrewatch_curl_set_progress(CURL *handle, fibrewatch_curl_progress value) {
    return real_curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
CURLcode fibrewatch_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return real_curl_easy_getinfo(handle, info, value);
}
