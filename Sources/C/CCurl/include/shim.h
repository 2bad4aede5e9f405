#include <sys/types.h>
#include <sys/select.h>
#include <curl/curl.h>

// libcurl is loaded when mail or a webhook is first sent: it and the thirty libraries it needs would be a third of the time of a query.
// Its functions keep their names here; without the library `curl_global_init` says CURLE_FAILED_INIT and `curl_easy_init` gives no handle.

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: typed forms.
typedef size_t (*fibrewatch_curl_transfer)(char *buffer, size_t size, size_t count, void *context);
typedef int (*fibrewatch_curl_debug)(CURL *handle, curl_infotype type, char *data, size_t size, void *context);
typedef int (*fibrewatch_curl_progress)(
    void *context, curl_off_t download_total, curl_off_t downloaded, curl_off_t upload_total, curl_off_t uploaded);

CURLcode fibrewatch_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode fibrewatch_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode fibrewatch_curl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode fibrewatch_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode fibrewatch_curl_set_transfer(CURL *handle, CURLoption option, fibrewatch_curl_transfer value);
CURLcode fibrewatch_curl_set_debug(CURL *handle, fibrewatch_curl_debug value);
CURLcode fibrewatch_curl_set_progress(CURL *handle, fibrewatch_curl_progress value);
CURLcode fibrewatch_curl_get_long(CURL *handle, CURLINFO info, long *value);
