#ifndef AGENT_BATCH_H
#define AGENT_BATCH_H

#include <stdint.h>

// One datagram of a UDP socket that is bound to all addresses and set to IP_PKTINFO: `local_address` is the address that was
// asked, and from which the answer leaves. Addresses and ports in host byte order. A datagram longer than `capacity` has
// `length` 0.
typedef struct {
    uint8_t *bytes;
    uint32_t capacity;
    uint32_t length;
    uint32_t peer_address;
    uint32_t local_address;
    uint16_t peer_port;
} agent_datagram;

// A UDP socket bound to `*port` of `address` (0: all addresses), with IP_PKTINFO and a large receive buffer; port 0 chooses one and
// stores it. `share` lets several sockets take the port, each with a part of the peers. Returns the descriptor, or -1 with errno.
int agent_socket_open(uint32_t address, uint16_t *port, int share);

// An eventfd that does not block: eight bytes written wake whoever polls it. Returns the descriptor, or -1 with errno.
int agent_wake_open(void);

// Receives up to `count` (at most 256) datagrams without blocking. Returns how many, 0 if none, or -1 with errno.
int agent_batch_receive(int fd, agent_datagram *datagrams, unsigned count);

// Sends up to `count` (at most 256) datagrams, each from its local address. Returns how many the kernel took, or -1 with errno.
int agent_batch_send(int fd, agent_datagram *datagrams, unsigned count);

#endif
