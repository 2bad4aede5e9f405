#define _GNU_SOURCE
#include "socket_ring.h"

#include <errno.h>
#include <linux/errqueue.h>
#include <linux/icmp.h>
#include <linux/sock_diag.h>
#include <netinet/icmp6.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

// Room for one IP_PKTINFO message.
enum { control_size = CMSG_SPACE(sizeof(struct in_pktinfo)) };

static void *zeroed_pages(size_t size) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

socket_ring *socket_ring_create(unsigned count, uint32_t buffer_size, int local_addresses) {
    socket_ring *ring = calloc(1, sizeof *ring);
    if (!ring) return NULL;
    ring->count = count;
    ring->buffer_size = buffer_size;
    // An odd number of cache lines between buffers, so that their first bytes do not all fall into one set of the cache.
    ring->stride = ((size_t)buffer_size + 63) / 64 * 64;
    if (ring->stride / 64 % 2 == 0) ring->stride += 64 * 5;
    ring->slots = calloc(count, sizeof *ring->slots);
    ring->headers = calloc(count, sizeof(struct mmsghdr));
    ring->vectors = calloc(count, sizeof(struct iovec));
    ring->buffers = zeroed_pages(ring->stride * count);
    if (local_addresses) ring->controls = calloc(count, control_size);
    if (!ring->slots || !ring->headers || !ring->vectors || !ring->buffers || (local_addresses && !ring->controls)) {
        socket_ring_destroy(ring);
        return NULL;
    }
    struct mmsghdr *headers = ring->headers;
    struct iovec *vectors = ring->vectors;
    for (unsigned i = 0; i < count; i++) {
        vectors[i].iov_base = socket_ring_buffer(ring, i);
        headers[i].msg_hdr.msg_name = &ring->slots[i].address;
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
        if (ring->controls) headers[i].msg_hdr.msg_control = ring->controls + (size_t)i * control_size;
    }
    return ring;
}

void socket_ring_destroy(socket_ring *ring) {
    if (!ring) return;
    if (ring->buffers) munmap(ring->buffers, ring->stride * ring->count);
    free(ring->slots);
    free(ring->headers);
    free(ring->vectors);
    free(ring->controls);
    free(ring);
}

static in_addr_t local_address(struct msghdr *header) {
    for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c))
        if (c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_PKTINFO) {
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            return info.ipi_addr.s_addr;
        }
    return 0;
}

int socket_ring_receive(socket_ring *ring, int fd, unsigned count) {
    struct mmsghdr *headers = ring->headers;
    struct iovec *vectors = ring->vectors;
    if (count > ring->count) count = ring->count;
    for (unsigned i = 0; i < count; i++) {
        vectors[i].iov_base = socket_ring_buffer(ring, i);
        vectors[i].iov_len = ring->buffer_size;
        headers[i].msg_hdr.msg_namelen = sizeof ring->slots[i].address;
        if (ring->controls) headers[i].msg_hdr.msg_controllen = control_size;
    }
    int received;
    do received = recvmmsg(fd, headers, count, MSG_DONTWAIT, NULL);
    while (received < 0 && errno == EINTR);
    if (received < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    for (int i = 0; i < received; i++) {
        ring->slots[i].length = headers[i].msg_len;
        ring->slots[i].offset = 0;
        ring->slots[i].truncated = (headers[i].msg_hdr.msg_flags & MSG_TRUNC) ? 1 : 0;
        ring->slots[i].local = ring->controls ? local_address(&headers[i].msg_hdr) : 0;
    }
    return received;
}

static void set_local_address(struct msghdr *header, in_addr_t local) {
    if (!local) {
        header->msg_controllen = 0;
        return;
    }
    header->msg_controllen = control_size;
    struct cmsghdr *c = CMSG_FIRSTHDR(header);
    struct in_pktinfo info = {.ipi_spec_dst.s_addr = local};
    c->cmsg_level = IPPROTO_IP;
    c->cmsg_type = IP_PKTINFO;
    c->cmsg_len = CMSG_LEN(sizeof info);
    memcpy(CMSG_DATA(c), &info, sizeof info);
}

int socket_ring_send(socket_ring *ring, int fd, unsigned first, unsigned count) {
    struct mmsghdr *headers = ring->headers;
    struct iovec *vectors = ring->vectors;
    if (first >= ring->count) return 0;
    if (count > ring->count - first) count = ring->count - first;
    for (unsigned i = first; i < first + count; i++) {
        vectors[i].iov_base = socket_ring_buffer(ring, i) + ring->slots[i].offset;
        vectors[i].iov_len = ring->slots[i].length;
        headers[i].msg_hdr.msg_namelen =
            ring->slots[i].address.sin6_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
        if (ring->controls) set_local_address(&headers[i].msg_hdr, ring->slots[i].local);
    }
    int sent;
    do sent = sendmmsg(fd, headers + first, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

int socket_error_receive(int fd, socket_error *error) {
    uint8_t control[512], payload[64];
    struct iovec vector = {.iov_base = payload, .iov_len = sizeof payload};
    *error = (socket_error){0};
    struct msghdr header = {
        .msg_name = &error->address, .msg_namelen = sizeof error->address, .msg_iov = &vector, .msg_iovlen = 1,
        .msg_control = control, .msg_controllen = sizeof control};
    ssize_t length;
    do length = recvmsg(fd, &header, MSG_ERRQUEUE | MSG_DONTWAIT);
    while (length < 0 && errno == EINTR);
    if (length < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    for (struct cmsghdr *c = CMSG_FIRSTHDR(&header); c; c = CMSG_NXTHDR(&header, c)) {
        if (!((c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR) ||
              (c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR)))
            continue;
        struct sock_extended_err report;
        memcpy(&report, CMSG_DATA(c), sizeof report);
        error->error = (int32_t)report.ee_errno;
        error->origin = report.ee_origin;
        error->type = report.ee_type;
        error->code = report.ee_code;
    }
    return 1;
}

int socket_enable_errors(int fd, int family) {
    int on = 1;
    return family == AF_INET6 ? setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on)
                              : setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
}

int socket_enable_local_addresses(int fd) {
    int on = 1;
    return setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
}

static void set_buffer(int fd, int forced, int plain, int size) {
    if (setsockopt(fd, SOL_SOCKET, forced, &size, sizeof size) < 0) setsockopt(fd, SOL_SOCKET, plain, &size, sizeof size);
}

int socket_set_buffers(int fd, int receive, int send) {
    set_buffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, receive);
    set_buffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, send);
    int real = 0;
    socklen_t length = sizeof real;
    return getsockopt(fd, SOL_SOCKET, SO_RCVBUF, &real, &length) < 0 ? -1 : real;
}

uint32_t socket_dropped(int fd) {
    // SO_MEMINFO costs nothing a datagram, as the SO_RXQ_OVFL control message would.
    uint32_t memory[SK_MEMINFO_VARS] = {0};
    socklen_t length = sizeof memory;
    if (getsockopt(fd, SOL_SOCKET, SO_MEMINFO, memory, &length) < 0) return 0;
    return memory[SK_MEMINFO_DROPS];
}

int socket_filter_echo_replies(int fd, int family) {
    if (family == AF_INET6) {
        struct icmp6_filter filter;
        ICMP6_FILTER_SETBLOCKALL(&filter);
        ICMP6_FILTER_SETPASS(ICMP6_ECHO_REPLY, &filter);
        return setsockopt(fd, IPPROTO_ICMPV6, ICMP6_FILTER, &filter, sizeof filter);
    }
    struct icmp_filter filter = {.data = ~(1u << ICMP_ECHOREPLY)};
    return setsockopt(fd, SOL_RAW, ICMP_FILTER, &filter, sizeof filter);
}

int socket_wakeup_create(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

uint64_t socket_thread_cpu_nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
