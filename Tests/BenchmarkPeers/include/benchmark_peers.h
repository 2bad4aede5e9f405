#ifndef BENCHMARK_PEERS_H
#define BENCHMARK_PEERS_H

#include <stdint.h>
#include <sys/types.h>

// The other side of a benchmark, in plain C so that it is never the bottleneck, and the bare UDP echo that all figures are compared with.

// Answers on one UDP socket for every address of 127/8 until it is killed. `reply_size` 0: SNMP v1/v2c, each name with a Counter32;
// otherwise echoes the first octets in a reply of that size. Drops `drop_per_mille` of the requests. Writes one octet to `ready_fd` when
// bound; returns -1 with errno if it cannot be.
int peer_respond(uint16_t port, unsigned reply_size, unsigned drop_per_mille, int ready_fd);

typedef struct {
    uint64_t answered;
    uint64_t lost;
    double seconds;
    uint64_t cpu_nanoseconds;  // of the calling thread
} echo_result;

// Sends `count` datagrams of `request_size` octets, to `devices` addresses in turn beginning with 127.1.0.0, at most `window` open,
// and takes the replies. What is not back within a second is lost.
echo_result peer_echo(uint16_t port, unsigned devices, uint64_t count, unsigned window, unsigned request_size);

// Moves the calling thread into a network namespace of its own in which what loopback delivers is processed by `core`, as a network card
// does for the one who receives it. Without that the sender's core does the receiver's work too, and a responder can never be less busy
// than the one it answers. Returns -1 without the right to it; what was reached until then stays.
int peer_own_network(int core);

// Pins the calling thread, and threads it starts, to a core, or to all again below 0; does nothing on a machine that has it not.
void peer_pin(int core);

// CPU time of a process in nanoseconds, 0 if it is not there.
uint64_t peer_cpu_nanoseconds(pid_t pid);
uint64_t peer_own_cpu_nanoseconds(void);

#endif
