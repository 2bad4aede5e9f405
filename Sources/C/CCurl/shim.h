#include <sys/types.h>
#include <sys/select.h>
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic macros, which Swift cannot call: typed forms.
static inline CURLcode fibrewatch_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode fibrewatch_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode fibrewatch_curl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode fibrewatch_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
typedef size_t (*fibrewatch_curl_transfer)(char *buffer, size_t size, size_t count, void *context);
static inline CURLcode fibrewatch_curl_set_transfer(CURL *handle, CURLoption option, fibrewatch_curl_transfer value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode fibrewatch_curl_get_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}
typedef int (*fibrewatch_curl_debug)(CURL *handle, curl_infotype type, char *data, size_t size, void *context);
static inline CURLcode fibrewatch_curl_set_debug(CURL *handle, fibrewatch_curl_debug value) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, value);
}
typedef int (*fibrewatch_curl_progress)(
    void *context, curl_off_t download_total, curl_off_t downloaded, curl_off_t upload_total, curl_off_t uploaded);
static inline CURLcode fibrewatch_curl_set_progress(CURL *handle, fibrewatch_curl_progress value) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
