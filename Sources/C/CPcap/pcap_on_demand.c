#include "shim.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

// Hidden, so that libpcap's own calls of these names never come here.
#pragma GCC visibility push(hidden)

#define EACH_FUNCTION(_)                                                                                              \
    _(pcap_create) _(pcap_open_offline) _(pcap_set_snaplen) _(pcap_set_promisc) _(pcap_set_immediate_mode) _(pcap_activate)\
    _(pcap_geterr) _(pcap_close) _(pcap_statustostr) _(pcap_setdirection) _(pcap_setnonblock) _(pcap_next_ex)         \
    _(pcap_get_selectable_fd) _(pcap_datalink) _(pcap_datalink_val_to_name) _(pcap_compile) _(pcap_setfilter) _(pcap_freecode)

#define POINTER(name) static __typeof__(&name) real_##name;
EACH_FUNCTION(POINTER)

static int is_there;

static void load(void) {
    // Debian's name of it, and everybody else's.
    void *library = dlopen("libpcap.so.0.8", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libpcap.so.1", RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
#define FIND(name) if (!(real_##name = dlsym(library, #name))) return;
    EACH_FUNCTION(FIND)
    is_there = 1;
}

static int ready(char *message) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    if (!is_there) snprintf(message, PCAP_ERRBUF_SIZE, "libpcap cannot be loaded; install the package libpcap0.8");
    return is_there;
}

pcap_t *pcap_create(const char *source, char *message) { return ready(message) ? real_pcap_create(source, message) : NULL; }
pcap_t *pcap_open_offline(const char *path, char *message) {
    return ready(message) ? real_pcap_open_offline(path, message) : NULL;
}

// A handle comes first, and with it the library.
int pcap_set_snaplen(pcap_t *handle, int length) { return real_pcap_set_snaplen(handle, length); }
int pcap_set_promisc(pcap_t *handle, int on) { return real_pcap_set_promisc(handle, on); }
int pcap_set_immediate_mode(pcap_t *handle, int on) { return real_pcap_set_immediate_mode(handle, on); }
int pcap_activate(pcap_t *handle) { return real_pcap_activate(handle); }
char *pcap_geterr(pcap_t *handle) { return real_pcap_geterr(handle); }
void pcap_close(pcap_t *handle) { real_pcap_close(handle); }
const char *pcap_statustostr(int status) { return real_pcap_statustostr(status); }
int pcap_setdirection(pcap_t *handle, pcap_direction_t direction) { return real_pcap_setdirection(handle, direction); }
int pcap_setnonblock(pcap_t *handle, int on, char *message) { return real_pcap_setnonblock(handle, on, message); }
int pcap_next_ex(pcap_t *handle, struct pcap_pkthdr **header, const u_char **data) {
    return real_pcap_next_ex(handle, header, data);
}
int pcap_get_selectable_fd(pcap_t *handle) { return real_pcap_get_selectable_fd(handle); }
int pcap_datalink(pcap_t *handle) { return real_pcap_datalink(handle); }
const char *pcap_datalink_val_to_name(int link_type) { return real_pcap_datalink_val_to_name(link_type); }
int pcap_compile(pcap_t *handle, struct bpf_program *program, const char *filter, int optimize, bpf_u_int32 netmask) {
    return real_pcap_compile(handle, program, filter, optimize, netmask);
}
int pcap_setfilter(pcap_t *handle, struct bpf_program *program) { return real_pcap_setfilter(handle, program); }
void pcap_freecode(struct bpf_program *program) { real_pcap_freecode(program); }
