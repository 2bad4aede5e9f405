#define _GNU_SOURCE
#include "benchmark_peers.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

// The batches are those of the collector.
enum { batch = 64, room = 1024 };

static uint64_t nanoseconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

echo_result peer_echo(uint16_t port, unsigned devices, uint64_t count, unsigned window, unsigned request_size) {
    static uint8_t out[batch][room], in[batch][room];
    static struct sockaddr_in to[batch], from[batch];
    static struct iovec out_vectors[batch], in_vectors[batch];
    static struct mmsghdr outgoing[batch], incoming[batch];
    echo_result result = {0};
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), buffer = 8 << 20;
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &buffer, sizeof buffer);
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer) < 0) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &buffer, sizeof buffer);
    for (unsigned i = 0; i < batch; i++) {
        memset(out[i], 0x55, room);
        out_vectors[i] = (struct iovec){out[i], request_size};
        in_vectors[i] = (struct iovec){in[i], room};
        to[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(port)};
        outgoing[i].msg_hdr = (struct msghdr){&to[i], sizeof to[i], &out_vectors[i], 1, NULL, 0, 0};
    }
    uint64_t started = nanoseconds(CLOCK_MONOTONIC), cpu = nanoseconds(CLOCK_THREAD_CPUTIME_ID), sent = 0;
    while (result.answered + result.lost < count) {
        while (sent < count && sent - result.answered - result.lost < window) {
            unsigned n = 0;
            while (n < batch && sent + n < count && sent + n - result.answered - result.lost < window) {
                uint32_t number = (uint32_t)((sent + n) % devices);
                to[n].sin_addr.s_addr = htonl(0x7f010000u + number);
                memcpy(out[n], &number, sizeof number);
                n++;
            }
            int done = sendmmsg(fd, outgoing, n, MSG_DONTWAIT);
            if (done <= 0) break;
            sent += (uint64_t)done;
            if ((unsigned)done < n) break;
        }
        for (unsigned i = 0; i < batch; i++)
            incoming[i].msg_hdr = (struct msghdr){&from[i], sizeof from[i], &in_vectors[i], 1, NULL, 0, 0};
        int received = recvmmsg(fd, incoming, batch, MSG_DONTWAIT, NULL);
        if (received <= 0) {
            struct pollfd p = {fd, POLLIN, 0};
            if (poll(&p, 1, 1000) == 0) result.lost += sent - result.answered - result.lost;
            continue;
        }
        for (int i = 0; i < received; i++) {
            uint32_t number;
            memcpy(&number, in[i], sizeof number);
            if (from[i].sin_addr.s_addr == htonl(0x7f010000u + number)) result.answered++;
        }
    }
    result.seconds = (double)(nanoseconds(CLOCK_MONOTONIC) - started) / 1e9;
    result.cpu_nanoseconds = nanoseconds(CLOCK_THREAD_CPUTIME_ID) - cpu;
    close(fd);
    return result;
}
