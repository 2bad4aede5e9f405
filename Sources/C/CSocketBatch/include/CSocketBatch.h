#ifndef C_SOCKET_BATCH_H
#define C_SOCKET_BATCH_H

#include "agent_batch.h"
#include "socket_ring.h"

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

// One datagram of a batch. `error` is 0 or the errno of this datagram; `length` is what was sent or received;
// `truncated` is 1 where the datagram was longer than its buffer.
typedef struct {
    uint8_t *bytes;
    uint32_t capacity;
    uint32_t length;
    struct sockaddr_storage address;
    socklen_t address_length;
    int32_t error;
    int32_t truncated;
} socket_batch_datagram;

// Sends up to `count` datagrams (at most 1024) through the UDP socket `fd` with sendmmsg.
// Returns how many the kernel took, or -1 with errno of the first.
int socket_batch_send(int fd, socket_batch_datagram *datagrams, unsigned count);

// Receives up to `count` datagrams (at most 1024) without blocking. Returns how many, 0 if none, or -1 with errno.
int socket_batch_receive(int fd, socket_batch_datagram *datagrams, unsigned count);

#endif
