#include <sys/types.h>
#include <sys/select.h>
#include <pcap/pcap.h>

// libpcap is loaded when frames are first captured; without the library `pcap_create` and `pcap_open_offline` give no handle and say so.
