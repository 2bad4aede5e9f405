#ifndef SOCKET_RING_H
#define SOCKET_RING_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/types.h>

// Batches of datagrams whose headers and buffers live as long as the ring, so that a call touches only what it moves.

// One datagram. `address` is the peer; a sockaddr_in lies in it where its family is AF_INET.
// `local` is the IPv4 address (network order) that a datagram came to, or shall go out from; 0 where unknown.
typedef struct {
    struct sockaddr_in6 address;
    uint32_t length;
    in_addr_t local;
    uint32_t truncated;
} socket_slot;

typedef struct {
    unsigned count;
    uint32_t buffer_size;
    size_t stride;
    uint8_t *buffers;
    socket_slot *slots;
    void *headers;
    void *vectors;
    uint8_t *controls;
} socket_ring;

// `count` buffers of `buffer_size` bytes; with `local_addresses` 1 the local address is received and sent too (IPv4, needs
// IP_PKTINFO on the socket). NULL if there is no memory. Pages are touched only when used.
socket_ring *socket_ring_create(unsigned count, uint32_t buffer_size, int local_addresses);
void socket_ring_destroy(socket_ring *ring);

static inline uint8_t *socket_ring_buffer(const socket_ring *ring, unsigned index) {
    return ring->buffers + (size_t)index * ring->stride;
}

// Receives up to `count` datagrams into the first buffers without blocking: how many, 0 if none, -1 with errno.
int socket_ring_receive(socket_ring *ring, int fd, unsigned count);

// Sends the datagrams `first` to `first + count - 1`, each with `length` and `address` as set: how many the kernel took, -1
// with errno of the first.
int socket_ring_send(socket_ring *ring, int fd, unsigned first, unsigned count);

// What an ICMP message, or the kernel itself, said about a datagram sent earlier.
typedef struct {
    struct sockaddr_in6 address;  // where the datagram was going
    int32_t error;                // errno
    uint8_t origin;               // SO_EE_ORIGIN_LOCAL 1, ICMP 2, ICMP6 3
    uint8_t type;
    uint8_t code;
} socket_error;

// Takes one message from the error queue (IP_RECVERR): 1, 0 if there is none, -1 with errno.
int socket_error_receive(int fd, socket_error *error);

// Asks for error messages, and for the local address of each datagram where `local_addresses` is 1: 0, or -1 with errno.
int socket_enable_errors(int fd, int family);
int socket_enable_local_addresses(int fd);

// Makes the receive and send buffers as large as asked, past the system's limit where permitted; returns the receive buffer's real size.
int socket_set_buffers(int fd, int receive, int send);

// A descriptor (eventfd) that one thread writes eight bytes to and another polls; -1 with errno.
int socket_wakeup_create(void);

// Nanoseconds of CPU time of the calling thread.
uint64_t socket_thread_cpu_nanoseconds(void);

#endif
