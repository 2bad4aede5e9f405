// The plain digest functions are deprecated in OpenSSL 3 in favour of EVP; they alone let a digest go on from a saved state,
// which is what keeps the cost of a message the same at one engine and at ten thousand.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/md5.h>
#include <openssl/params.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Digests of USM by number: 0 MD5, 1 SHA-1, 2 SHA-224, 3 SHA-256, 4 SHA-384, 5 SHA-512.
typedef struct {
    union {
        MD5_CTX md5;
        SHA_CTX sha1;
        SHA256_CTX sha256;
        SHA512_CTX sha512;
    } state;
    int algorithm;
} usm_digest;

static inline void usm_digest_start(usm_digest *d, int algorithm) {
    d->algorithm = algorithm;
    switch (algorithm) {
    case 0: MD5_Init(&d->state.md5); break;
    case 1: SHA1_Init(&d->state.sha1); break;
    case 2: SHA224_Init(&d->state.sha256); break;
    case 3: SHA256_Init(&d->state.sha256); break;
    case 4: SHA384_Init(&d->state.sha512); break;
    default: SHA512_Init(&d->state.sha512); break;
    }
}

static inline void usm_digest_update(usm_digest *d, const void *bytes, size_t count) {
    switch (d->algorithm) {
    case 0: MD5_Update(&d->state.md5, bytes, count); break;
    case 1: SHA1_Update(&d->state.sha1, bytes, count); break;
    case 2: SHA224_Update(&d->state.sha256, bytes, count); break;
    case 3: SHA256_Update(&d->state.sha256, bytes, count); break;
    case 4: SHA384_Update(&d->state.sha512, bytes, count); break;
    default: SHA512_Update(&d->state.sha512, bytes, count); break;
    }
}

// `out` has room for 64 octets.
static inline void usm_digest_finish(usm_digest *d, uint8_t *out) {
    switch (d->algorithm) {
    case 0: MD5_Final(out, &d->state.md5); break;
    case 1: SHA1_Final(out, &d->state.sha1); break;
    case 2: SHA224_Final(out, &d->state.sha256); break;
    case 3: SHA256_Final(out, &d->state.sha256); break;
    case 4: SHA384_Final(out, &d->state.sha512); break;
    default: SHA512_Final(out, &d->state.sha512); break;
    }
}

static inline size_t usm_digest_length(int algorithm) {
    static const uint8_t lengths[] = {16, 20, 28, 32, 48, 64};
    return lengths[algorithm < 0 || algorithm > 5 ? 5 : algorithm];
}

// An HMAC key as the two digest states after its inner and outer pad (RFC 2104 section 4): no set-up is left for a message.
typedef struct {
    uint64_t inner[8];
    uint64_t outer[8];
    int32_t algorithm;
} usm_hmac_key;

static inline void usm_state_save(const usm_digest *d, uint64_t *words) {
    switch (d->algorithm) {
    case 0: words[0] = (uint64_t)d->state.md5.A << 32 | d->state.md5.B, words[1] = (uint64_t)d->state.md5.C << 32 | d->state.md5.D; break;
    case 1:
        words[0] = (uint64_t)d->state.sha1.h0 << 32 | d->state.sha1.h1;
        words[1] = (uint64_t)d->state.sha1.h2 << 32 | d->state.sha1.h3;
        words[2] = d->state.sha1.h4;
        break;
    case 2:
    case 3: memcpy(words, d->state.sha256.h, 32); break;
    default: memcpy(words, d->state.sha512.h, 64); break;
    }
}

// A digest that has taken one block in, whose state is `words`.
static inline void usm_state_restore(usm_digest *d, int algorithm, const uint64_t *words) {
    d->algorithm = algorithm;
    switch (algorithm) {
    case 0:
        d->state.md5.A = (uint32_t)(words[0] >> 32), d->state.md5.B = (uint32_t)words[0];
        d->state.md5.C = (uint32_t)(words[1] >> 32), d->state.md5.D = (uint32_t)words[1];
        d->state.md5.Nl = 512, d->state.md5.Nh = 0, d->state.md5.num = 0;
        break;
    case 1:
        d->state.sha1.h0 = (uint32_t)(words[0] >> 32), d->state.sha1.h1 = (uint32_t)words[0];
        d->state.sha1.h2 = (uint32_t)(words[1] >> 32), d->state.sha1.h3 = (uint32_t)words[1];
        d->state.sha1.h4 = (uint32_t)words[2];
        d->state.sha1.Nl = 512, d->state.sha1.Nh = 0, d->state.sha1.num = 0;
        break;
    case 2:
    case 3:
        memcpy(d->state.sha256.h, words, 32);
        d->state.sha256.Nl = 512, d->state.sha256.Nh = 0, d->state.sha256.num = 0;
        d->state.sha256.md_len = algorithm == 2 ? 28 : 32;
        break;
    default:
        memcpy(d->state.sha512.h, words, 64);
        d->state.sha512.Nl = 1024, d->state.sha512.Nh = 0, d->state.sha512.num = 0;
        d->state.sha512.md_len = algorithm == 4 ? 48 : 64;
        break;
    }
}

// `key` is at most a block long, as localised keys are.
static inline void usm_hmac_prepare(usm_hmac_key *hmac, int algorithm, const uint8_t *key, size_t count) {
    size_t block = algorithm >= 4 ? 128 : 64;
    uint8_t pad[128];
    usm_digest d;
    hmac->algorithm = algorithm;
    for (int outer = 0; outer < 2; outer++) {
        for (size_t i = 0; i < block; i++) pad[i] = (i < count ? key[i] : 0) ^ (outer ? 0x5c : 0x36);
        usm_digest_start(&d, algorithm);
        usm_digest_update(&d, pad, block);
        usm_state_save(&d, outer ? hmac->outer : hmac->inner);
    }
    OPENSSL_cleanse(pad, sizeof pad);
}

// `out` has room for 64 octets.
static inline void usm_hmac(const usm_hmac_key *hmac, const uint8_t *bytes, size_t count, uint8_t *out) {
    usm_digest d;
    usm_state_restore(&d, hmac->algorithm, hmac->inner);
    usm_digest_update(&d, bytes, count);
    usm_digest_finish(&d, out);
    usm_state_restore(&d, hmac->algorithm, hmac->outer);
    usm_digest_update(&d, out, usm_digest_length(hmac->algorithm));
    usm_digest_finish(&d, out);
}
