#ifndef SOCKET_RING_H
#define SOCKET_RING_H

#include <netinet/in.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

// Batches of datagrams whose headers and buffers live as long as the ring, so that a call touches only what it moves.

// One datagram. `address` is the peer; a sockaddr_in lies in it where its family is AF_INET.
// `local` is the IPv4 address (network order) that a datagram came to, or shall go out from; 0 where unknown.
typedef struct {
    struct sockaddr_in6 address;
    uint32_t length;
    // Where in its buffer a datagram to be sent begins.
    uint32_t offset;
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

// The bits of an address in host order, as `IPAddress` keeps them; IPv4 in the low 32 bits of `low`.
typedef struct {
    uint64_t high, low;
    uint16_t port;
    uint8_t is_v4;
} socket_peer;

static inline socket_peer socket_peer_of(const struct sockaddr_in6 *address) {
    socket_peer peer = {0};
    peer.port = __builtin_bswap16(address->sin6_port);
    if (address->sin6_family == AF_INET) {
        peer.is_v4 = 1;
        peer.low = __builtin_bswap32(((const struct sockaddr_in *)address)->sin_addr.s_addr);
    } else {
        __builtin_memcpy(&peer.high, address->sin6_addr.s6_addr, 8);
        __builtin_memcpy(&peer.low, address->sin6_addr.s6_addr + 8, 8);
        peer.high = __builtin_bswap64(peer.high);
        peer.low = __builtin_bswap64(peer.low);
    }
    return peer;
}

static inline void socket_address_set(struct sockaddr_in6 *address, socket_peer peer) {
    *address = (struct sockaddr_in6){0};
    address->sin6_port = __builtin_bswap16(peer.port);
    if (peer.is_v4) {
        address->sin6_family = AF_INET;
        ((struct sockaddr_in *)address)->sin_addr.s_addr = __builtin_bswap32((uint32_t)peer.low);
    } else {
        uint64_t high = __builtin_bswap64(peer.high), low = __builtin_bswap64(peer.low);
        address->sin6_family = AF_INET6;
        __builtin_memcpy(address->sin6_addr.s6_addr, &high, 8);
        __builtin_memcpy(address->sin6_addr.s6_addr + 8, &low, 8);
    }
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

// Of all ICMP messages only echo replies shall reach the raw socket `fd`; others are in its error queue. 0, or -1 with errno.
int socket_filter_echo_replies(int fd, int family);

// A descriptor (eventfd) that one thread writes eight bytes to and another polls; -1 with errno.
int socket_wakeup_create(void);

// Nanoseconds of CPU time of the calling thread.
uint64_t socket_thread_cpu_nanoseconds(void);

// Datagrams that the kernel has dropped at this socket because its receive buffer was full, since it was opened; modulo 2^32.
uint32_t socket_dropped(int fd);

#endif
