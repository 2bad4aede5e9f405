#define _GNU_SOURCE
#include "CSocketBatch.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

enum { batch_limit = 1024 };

int socket_batch_send(int fd, socket_batch_datagram *datagrams, unsigned count) {
    struct mmsghdr headers[batch_limit];
    struct iovec vectors[batch_limit];
    if (count > batch_limit) count = batch_limit;
    for (unsigned i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = datagrams[i].bytes, .iov_len = datagrams[i].length};
        headers[i] = (struct mmsghdr){0};
        headers[i].msg_hdr.msg_name = datagrams[i].address_length ? &datagrams[i].address : NULL;
        headers[i].msg_hdr.msg_namelen = datagrams[i].address_length;
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
    }
    int sent;
    do sent = sendmmsg(fd, headers, count, MSG_DONTWAIT | MSG_NOSIGNAL);
    while (sent < 0 && errno == EINTR);
    return sent;
}

int socket_batch_receive(int fd, socket_batch_datagram *datagrams, unsigned count) {
    struct mmsghdr headers[batch_limit];
    struct iovec vectors[batch_limit];
    if (count > batch_limit) count = batch_limit;
    for (unsigned i = 0; i < count; i++) {
        vectors[i] = (struct iovec){.iov_base = datagrams[i].bytes, .iov_len = datagrams[i].capacity};
        headers[i] = (struct mmsghdr){0};
        headers[i].msg_hdr.msg_name = &datagrams[i].address;
        headers[i].msg_hdr.msg_namelen = sizeof datagrams[i].address;
        headers[i].msg_hdr.msg_iov = &vectors[i];
        headers[i].msg_hdr.msg_iovlen = 1;
    }
    int received;
    do received = recvmmsg(fd, headers, count, MSG_DONTWAIT, NULL);
    while (received < 0 && errno == EINTR);
    if (received < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -1;
    for (int i = 0; i < received; i++) {
        datagrams[i].length = headers[i].msg_len;
        datagrams[i].address_length = headers[i].msg_hdr.msg_namelen;
        datagrams[i].error = 0;
        datagrams[i].truncated = (headers[i].msg_hdr.msg_flags & MSG_TRUNC) ? 1 : 0;
    }
    return received;
}
