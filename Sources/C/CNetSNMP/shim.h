// sys/types.h and sys/select.h come first: otherwise fd_set clashes with Glibc's module.
#include <sys/types.h>
#include <sys/select.h>
#include <net-snmp/net-snmp-config.h>
#include <net-snmp/net-snmp-includes.h>
