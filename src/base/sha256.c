/* SHA-256 as FIPS 180-4 has it. */
#include "sha256.h"

#include <stdatomic.h>
#include <string.h>

#include "sha256_blocks.h"

const uint32_t sha256_constants[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static inline uint32_t rotate(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static inline uint32_t load(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static inline void store(unsigned char *p, uint32_t x)
{
    p[0] = (unsigned char)(x >> 24);
    p[1] = (unsigned char)(x >> 16);
    p[2] = (unsigned char)(x >> 8);
    p[3] = (unsigned char)x;
}

static void expand(uint32_t w[64], const unsigned char block[64])
{
    for (unsigned i = 0; i < 16; i++)
        w[i] = load(block + (size_t)i * 4);
    for (unsigned i = 16; i < 64; i++) {
        const uint32_t a = w[i - 15];
        const uint32_t b = w[i - 2];
        const uint32_t s0 = rotate(rotate(a, 11) ^ a, 7) ^ a >> 3;
        const uint32_t s1 = rotate(rotate(b, 2) ^ b, 17) ^ b >> 10;
        w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
}

/* One round. Of several rotations of one word, each is made on the way to the next: 6, 11 and 25
 * are 6, 5 and 14 on top of each other. Where b and c
 * differ, which is where a and b differed in the round before, the majority is that of a. v[-r mod
 * 8] is the standard's variable a in round r, v[1 - r mod 8] is b and so on, so that nothing has to
 * move; where r is constant, all of v can live in registers. */
static inline void add_word(uint32_t v[8], unsigned r, uint32_t word, uint32_t *bc_differ)
{
    const uint32_t a = v[(0 - r) & 7];
    const uint32_t b = v[(1 - r) & 7];
    const uint32_t e = v[(4 - r) & 7];
    const uint32_t f = v[(5 - r) & 7];
    const uint32_t g = v[(6 - r) & 7];
    const uint32_t s1 = rotate(rotate(rotate(e, 14) ^ e, 5) ^ e, 6);
    const uint32_t choice = g ^ (e & (f ^ g));
    const uint32_t t1 = v[(7 - r) & 7] + s1 + choice + word;
    const uint32_t s0 = rotate(rotate(rotate(a, 9) ^ a, 11) ^ a, 2);
    const uint32_t ab_differ = a ^ b;
    const uint32_t majority = b ^ (ab_differ & *bc_differ);
    *bc_differ = ab_differ;
    v[(3 - r) & 7] += t1;
    v[(7 - r) & 7] = t1 + s0 + majority;
}

static void add_block(uint32_t h[8], const unsigned char block[64])
{
    uint32_t w[64];
    uint32_t v[8];
    expand(w, block);
    memcpy(v, h, sizeof v);
    uint32_t bc_differ = v[1] ^ v[2];
    for (unsigned i = 0; i < 64; i += 8) {
        add_word(v, 0, sha256_constants[i] + w[i], &bc_differ);
        add_word(v, 1, sha256_constants[i + 1] + w[i + 1], &bc_differ);
        add_word(v, 2, sha256_constants[i + 2] + w[i + 2], &bc_differ);
        add_word(v, 3, sha256_constants[i + 3] + w[i + 3], &bc_differ);
        add_word(v, 4, sha256_constants[i + 4] + w[i + 4], &bc_differ);
        add_word(v, 5, sha256_constants[i + 5] + w[i + 5], &bc_differ);
        add_word(v, 6, sha256_constants[i + 6] + w[i + 6], &bc_differ);
        add_word(v, 7, sha256_constants[i + 7] + w[i + 7], &bc_differ);
    }
    for (unsigned i = 0; i < 8; i++)
        h[i] += v[i];
}

void sha256_portable(uint32_t h[8], const unsigned char *at, size_t blocks)
{
    for (; blocks > 0; blocks--, at += 64)
        add_block(h, at);
}

static void add_blocks(uint32_t h[8], const unsigned char *at, size_t blocks)
{
    static _Atomic(sha256_blocks *) known; /* asking the processor takes long */
    sha256_blocks *way = atomic_load_explicit(&known, memory_order_relaxed);
    if (way == NULL) {
        way = sha256_native();
        way = way != NULL ? way : sha256_portable;
        atomic_store_explicit(&known, way, memory_order_relaxed);
    }
    way(h, at, blocks);
}

void sha256_init(struct sha256 *s)
{
    *s = (struct sha256){
        .h = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab,
              0x5be0cd19},
    };
}

void sha256_add(struct sha256 *s, const void *bytes, size_t n)
{
    const unsigned char *at = bytes;
    const size_t held = s->length % sizeof s->block;
    s->length += n;
    if (held != 0) {
        const size_t room = sizeof s->block - held;
        const size_t part = n < room ? n : room;
        if (part != 0)
            memcpy(s->block + held, at, part);
        if (part < room)
            return;
        add_blocks(s->h, s->block, 1);
        at += part;
        n -= part;
    }
    const size_t blocks = n / sizeof s->block;
    if (blocks != 0)
        add_blocks(s->h, at, blocks);
    n %= sizeof s->block;
    if (n != 0)
        memcpy(s->block, at + blocks * sizeof s->block, n);
}

void sha256_end(struct sha256 *s, unsigned char out[32])
{
    static const unsigned char padding[64] = {0x80};
    const uint64_t bits = s->length * 8;
    const size_t held = s->length % sizeof s->block;
    unsigned char length[8];
    store(length, (uint32_t)(bits >> 32));
    store(length + 4, (uint32_t)bits);
    sha256_add(s, padding, held < 56 ? 56 - held : 120 - held);
    sha256_add(s, length, sizeof length);
    for (size_t i = 0; i < 8; i++)
        store(out + i * 4, s->h[i]);
}
