#define _GNU_SOURCE
#include "agent_batch.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

enum { agent_batch_limit = 256, control_size = CMSG_SPACE(sizeof(struct in_pktinfo)) };

int agent_socket_open(uint32_t address, uint16_t *port, int share) {
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0) return -1;
    int on = 1, room = 16 << 20;
    setsockopt(fd, IPPROTO_IP, IP_PKTINFO, &on, sizeof on);
    if (share) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room) < 0) setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &room, sizeof room) < 0) setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &room, sizeof room);
    struct sockaddr_in name = {.sin_family = AF_INET, .sin_port = htons(*port), .sin_addr = {htonl(address)}};
    socklen_t length = sizeof name;
    if (bind(fd, (struct sockaddr *)&name, sizeof name) < 0 || getsockname(fd, (struct sockaddr *)&name, &length) < 0) {
        int reason = errno;
        close(fd);
        errno = reason;
        return -1;
    }
    *port = ntohs(name.sin_port);
    return fd;
}

int agent_wake_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int agent_batch_receive(int fd, agent_datagram *datagrams, unsigned count) {
    struct mmsghdr headers[agent_batch_limit];
    struct iovec vectors[agent_batch_limit];
    struct sockaddr_in peers[agent_batch_limit];
    union { char bytes[control_size]; struct cmsghdr align; } controls[agent_batch_limit];
    if (count > agent_batch_limit) count = agent_batch_limit;
    for (unsigned i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = datagrams[i].bytes, .iov_len = datagrams[i].capacity};
        headers[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &vectors[i],
                                             .msg_iovlen = 1, .msg_control = &controls[i], .msg_controllen = control_size};
    }
    int received;
    do received = recvmmsg(fd, headers, count, MSG_DONTWAIT, NULL);
    while (received < 0 && errno == EINTR);
    if (received < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == ECONNREFUSED ? 0 : -1;
    for (int i = 0; i < received; i++) {
        struct msghdr *header = &headers[i].msg_hdr;
        datagrams[i].length = header->msg_flags & MSG_TRUNC ? 0 : headers[i].msg_len;
        datagrams[i].peer_address = ntohl(peers[i].sin_addr.s_addr);
        datagrams[i].peer_port = ntohs(peers[i].sin_port);
        datagrams[i].local_address = 0;
        for (struct cmsghdr *c = CMSG_FIRSTHDR(header); c; c = CMSG_NXTHDR(header, c)) {
            if (c->cmsg_level != IPPROTO_IP || c->cmsg_type != IP_PKTINFO) continue;
            struct in_pktinfo info;
            memcpy(&info, CMSG_DATA(c), sizeof info);
            datagrams[i].local_address = ntohl(info.ipi_addr.s_addr);
        }
    }
    return received;
}

int agent_batch_send(int fd, agent_datagram *datagrams, unsigned count) {
    struct mmsghdr headers[agent_batch_limit];
    struct iovec vectors[agent_batch_limit];
    struct sockaddr_in peers[agent_batch_limit];
    union { char bytes[control_size]; struct cmsghdr align; } controls[agent_batch_limit];
    if (count > agent_batch_limit) count = agent_batch_limit;
    for (unsigned i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = datagrams[i].bytes, .iov_len = datagrams[i].length};
        peers[i] = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons(datagrams[i].peer_port),
                                        .sin_addr = {htonl(datagrams[i].peer_address)}};
        headers[i].msg_hdr = (struct msghdr){.msg_name = &peers[i], .msg_namelen = sizeof peers[i], .msg_iov = &vectors[i],
                                             .msg_iovlen = 1, .msg_control = &controls[i], .msg_controllen = control_size};
        struct cmsghdr *c = CMSG_FIRSTHDR(&headers[i].msg_hdr);
        c->cmsg_level = IPPROTO_IP;
        c->cmsg_type = IP_PKTINFO;
        c->cmsg_len = CMSG_LEN(sizeof(struct in_pktinfo));
        struct in_pktinfo info = {.ipi_spec_dst = {htonl(datagrams[i].local_address)}};
        memcpy(CMSG_DATA(c), &info, sizeof info);
    }
    int sent;
    do sent = sendmmsg(fd, headers, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}
