/* SHA-256 by the instructions that x86 has for it. */
#include "sha256_blocks.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

static inline __m128i load(const void *at)
{
    return _mm_loadu_si128(at);
}

static inline void store(void *at, __m128i v)
{
    _mm_storeu_si128(at, v);
}

/* The instructions keep the eight words as {a, b, e, f} and {c, d, g, h}, a and c highest, and take
 * four words of the message a turn, two rounds each. */
__attribute__((target("sha,sse4.1"))) static void add_blocks(uint32_t h[8], const unsigned char *at,
                                                             size_t blocks)
{
    const __m128i bytes_of_words = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    const __m128i cdab = _mm_shuffle_epi32(load(h), 0xB1);
    const __m128i efgh = _mm_shuffle_epi32(load(h + 4), 0x1B);
    __m128i abef = _mm_alignr_epi8(cdab, efgh, 8);
    __m128i cdgh = _mm_blend_epi16(efgh, cdab, 0xF0);
    for (; blocks > 0; blocks--, at += 64) {
        const __m128i abef_before = abef, cdgh_before = cdgh;
        __m128i w[4];
        for (unsigned i = 0; i < 4; i++)
            w[i] = _mm_shuffle_epi8(load(at + (size_t)i * 16), bytes_of_words);
        for (unsigned i = 0; i < 16; i++) {
            const __m128i now = w[i & 3], last = w[(i + 3) & 3];
            const __m128i x = _mm_add_epi32(now, load(sha256_constants + (size_t)i * 4));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, x);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(x, 0x0E));
            const __m128i older = _mm_sha256msg1_epu32(now, w[(i + 1) & 3]);
            const __m128i between = _mm_alignr_epi8(last, w[(i + 2) & 3], 4);
            w[i & 3] = _mm_sha256msg2_epu32(_mm_add_epi32(older, between), last);
        }
        abef = _mm_add_epi32(abef, abef_before);
        cdgh = _mm_add_epi32(cdgh, cdgh_before);
    }
    const __m128i feba = _mm_shuffle_epi32(abef, 0x1B);
    const __m128i dchg = _mm_shuffle_epi32(cdgh, 0xB1);
    store(h, _mm_blend_epi16(feba, dchg, 0xF0));
    store(h + 4, _mm_alignr_epi8(dchg, feba, 8));
}

sha256_blocks *sha256_native(void)
{
    unsigned a, b, c, d;
    const unsigned sse41 = 1U << 19, sha = 1U << 29;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !(c & sse41))
        return NULL;
    return __get_cpuid_count(7, 0, &a, &b, &c, &d) && (b & sha) ? add_blocks : NULL;
}

#else

sha256_blocks *sha256_native(void)
{
    return NULL;
}

#endif
