#define _GNU_SOURCE
#include "benchmark_peers.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { batch = 256, request_room = 1500, reply_room = 2048, control_size = CMSG_SPACE(sizeof(struct in_pktinfo)) };

static uint8_t requests[batch][request_room], replies[batch][reply_room], controls[batch][control_size];
static struct sockaddr_in peers[batch];
static struct mmsghdr incoming[batch], outgoing[batch];
static struct iovec in_vectors[batch], out_vectors[batch];

// The last request apart from its request-id, and the reply to it.
static uint8_t known_request[request_room], known_reply[reply_room];
static size_t known_length, known_reply_length, request_id_at, reply_id_at;

static const uint8_t *element(const uint8_t *p, const uint8_t *end, size_t *length) {
    if (end - p < 2) return NULL;
    size_t n = p[1], head = 2;
    if (n & 0x80) {
        size_t octets = n & 0x7f;
        if (octets > 2 || (size_t)(end - p) < 2 + octets) return NULL;
        n = 0;
        for (size_t i = 0; i < octets; i++) n = n << 8 | p[2 + i];
        head += octets;
    }
    if ((size_t)(end - p) < head + n) return NULL;
    *length = n;
    return p + head;
}

static uint8_t *put_header(uint8_t *p, uint8_t tag, size_t length) {
    p[0] = tag, p[1] = 0x82, p[2] = (uint8_t)(length >> 8), p[3] = (uint8_t)length;
    return p + 4;
}

// Builds the reply to a GET whose request-id takes four octets.
static int learn(const uint8_t *request, size_t length) {
    const uint8_t *end = request + length, *p = request;
    size_t n, community_length, pdu_length;
    const uint8_t *body = element(p, end, &n);
    if (!body) return 0;
    const uint8_t *version = element(body, end, &n);
    if (!version) return 0;
    const uint8_t *community = element(version + n, end, &community_length);
    if (!community) return 0;
    const uint8_t *pdu = element(community + community_length, end, &pdu_length);
    if (!pdu) return 0;
    const uint8_t *identifier = element(pdu, end, &n);
    if (!identifier || n != 4) return 0;
    const uint8_t *list = element(identifier + 4 + 6, end, &n);
    if (!list) return 0;
    uint8_t binds[reply_room];
    size_t used = 0;
    unsigned count = 0;
    for (const uint8_t *q = list; q < list + n;) {
        size_t bind_length, name_length;
        const uint8_t *bind = element(q, list + n, &bind_length);
        if (!bind || !element(bind, list + n, &name_length) || used + name_length + 16 > sizeof binds - 200) return 0;
        binds[used++] = 0x30, binds[used++] = (uint8_t)(2 + name_length + 6);
        memcpy(binds + used, bind, 2 + name_length), used += 2 + name_length;
        const uint8_t value[] = {0x41, 4, 0x12, 0x34, 0x56, (uint8_t)count++};
        memcpy(binds + used, value, sizeof value), used += sizeof value;
        q = bind + bind_length;
    }
    size_t pdu_size = 6 + 6 + 4 + used;
    uint8_t *r = put_header(known_reply, 0x30, 3 + 2 + community_length + 4 + pdu_size);
    memcpy(r, version - 2, 3), r += 3;
    *r++ = 4, *r++ = (uint8_t)community_length;
    memcpy(r, community, community_length), r += community_length;
    r = put_header(r, 0xa2, pdu_size);
    *r++ = 2, *r++ = 4;
    reply_id_at = (size_t)(r - known_reply);
    r += 4;
    memcpy(r, "\x02\x01\x00\x02\x01\x00", 6), r += 6;
    r = put_header(r, 0x30, used);
    memcpy(r, binds, used);
    known_reply_length = (size_t)(r - known_reply) + used;
    request_id_at = (size_t)(identifier - request);
    memcpy(known_request, request, length);
    known_length = length;
    return 1;
}

static size_t answer(const uint8_t *request, size_t length, uint8_t *reply) {
    int same = length == known_length && memcmp(request, known_request, request_id_at) == 0 &&
               memcmp(request + request_id_at + 4, known_request + request_id_at + 4, length - request_id_at - 4) == 0;
    if (!same && !learn(request, length)) return 0;
    memcpy(reply, known_reply, known_reply_length);
    memcpy(reply + reply_id_at, request + request_id_at, 4);
    return known_reply_length;
}

static int bound(uint16_t port) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), on = 1, room = 32 << 20;
    if (fd < 0) return -1;
    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    // Without fragments no IP identification is drawn for each reply, which is a twentieth of the responder's work.
    int whole = IP_PMTUDISC_DO;
    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &whole, sizeof whole);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(port)};
    return bind(fd, (struct sockaddr *)&own, sizeof own) < 0 ? -1 : fd;
}

int peer_respond(uint16_t port, unsigned reply_size, unsigned drop_per_mille, int ready_fd) {
    int fd = bound(port);
    if (fd < 0) return -1;
    if (write(ready_fd, "r", 1) < 0) return -1;
    uint32_t random = 12345;
    pid_t parent = getppid();
    struct timeval patience = {.tv_sec = 1};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    for (;;) {
        for (unsigned i = 0; i < batch; i++) {
            in_vectors[i] = (struct iovec){requests[i], request_room};
            incoming[i].msg_hdr = (struct msghdr){&peers[i], sizeof peers[i], &in_vectors[i], 1, controls[i], control_size, 0};
        }
        int received = recvmmsg(fd, incoming, batch, MSG_WAITFORONE, NULL);
        if (received < 0 && errno != EINTR && errno != EAGAIN) return -1;
        // Whoever started it may have been killed.
        if (received < 0 && getppid() != parent) return 0;
        int out = 0;
        for (int i = 0; i < received; i++) {
            random = random * 1664525 + 1013904223;
            if (drop_per_mille && (random >> 8) % 1000 < drop_per_mille) continue;
            size_t length = reply_size;
            if (reply_size) memcpy(replies[out], requests[i], incoming[i].msg_len < reply_size ? incoming[i].msg_len : reply_size);
            else length = answer(requests[i], incoming[i].msg_len, replies[out]);
            if (!length) continue;
            // The control message that came says where it went to; sent back, it says where the reply comes from.
            struct cmsghdr *c = CMSG_FIRSTHDR(&incoming[i].msg_hdr);
            if (c) {
                struct in_pktinfo *info = (struct in_pktinfo *)CMSG_DATA(c);
                info->ipi_ifindex = 0;
                info->ipi_spec_dst = info->ipi_addr;
            }
            out_vectors[out] = (struct iovec){replies[out], length};
            outgoing[out].msg_hdr =
                (struct msghdr){&peers[i], sizeof peers[i], &out_vectors[out], 1, c ? controls[i] : NULL, c ? control_size : 0, 0};
            out++;
        }
        for (int done = 0; done < out;) {
            int sent = sendmmsg(fd, outgoing + done, (unsigned)(out - done), 0);
            done += sent > 0 ? sent : 1;
        }
    }
}

void peer_pin(int core) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (core >= 0) CPU_SET(core, &set);
    else for (int each = 0; each < CPU_SETSIZE; each++) CPU_SET(each, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static uint64_t clock_value(clockid_t clock) {
    struct timespec t;
    if (clock_gettime(clock, &t) < 0) return 0;
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

uint64_t peer_cpu_nanoseconds(pid_t pid) {
    clockid_t clock;
    return clock_getcpuclockid(pid, &clock) ? 0 : clock_value(clock);
}

uint64_t peer_own_cpu_nanoseconds(void) { return clock_value(CLOCK_PROCESS_CPUTIME_ID); }
