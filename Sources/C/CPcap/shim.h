#include <sys/types.h>
#include <sys/select.h>
#include <pcap/pcap.h>
