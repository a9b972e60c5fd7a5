#include "t.h"

#include "sha256.h"
#include "sha256_blocks.h"

static void check_digest(const unsigned char digest[32], const char *expected)
{
    static const char hex[] = "0123456789abcdef";
    char text[65];
    for (size_t i = 0; i < 32; i++) {
        text[2 * i] = hex[digest[i] >> 4];
        text[2 * i + 1] = hex[digest[i] & 15];
    }
    text[64] = '\0';
    assert_string_equal(text, expected);
}

static void hash(const void *bytes, size_t n, unsigned char digest[32])
{
    struct sha256 s;
    sha256_init(&s);
    sha256_add(&s, bytes, n);
    sha256_end(&s, digest);
}

static void test_vectors(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
         "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        unsigned char digest[32];
        hash(rows[i][0], strlen(rows[i][0]), digest);
        check_digest(digest, rows[i][1]);
    }
}

static void test_a_million(void **state)
{
    (void)state;
    struct sha256 s;
    unsigned char digest[32];
    char block[1000];
    memset(block, 'a', sizeof block);
    sha256_init(&s);
    for (int i = 0; i < 1000; i++)
        sha256_add(&s, block, sizeof block);
    sha256_end(&s, digest);
    check_digest(digest, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

/* All lengths around the block size and the padding; the digest of their digests is from another
 * implementation (Python's hashlib, over OpenSSL). */
static void test_every_length(void **state)
{
    (void)state;
    struct sha256 all;
    unsigned char digest[32];
    sha256_init(&all);
    for (size_t n = 0; n < 300; n++) {
        unsigned char bytes[300];
        for (size_t i = 0; i < n; i++)
            bytes[i] = (unsigned char)(i * 7 + n);
        hash(bytes, n, digest);
        sha256_add(&all, digest, sizeof digest);
    }
    sha256_end(&all, digest);
    check_digest(digest, "d5238871a46ac4a1a75ac3fb19d645b0b3b9e5f35f5f720e2b240d605c6b694e");
}

static void test_pieces(void **state)
{
    (void)state;
    unsigned char bytes[300];
    unsigned char whole[32];
    uint64_t seed = 5;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)next_random(&seed);
    hash(bytes, sizeof bytes, whole);
    for (int round = 0; round < 2000; round++) {
        struct sha256 s;
        unsigned char digest[32];
        sha256_init(&s);
        for (size_t at = 0; at < sizeof bytes;) {
            size_t n = next_random(&seed) % 130;
            if (n > sizeof bytes - at)
                n = sizeof bytes - at;
            sha256_add(&s, bytes + at, n);
            at += n;
        }
        sha256_add(&s, NULL, 0);
        sha256_end(&s, digest);
        assert_memory_equal(digest, whole, sizeof whole);
    }
}

/* Whatever the processor can do gives what the portable way gives. */
static void test_native(void **state)
{
    (void)state;
    sha256_blocks *native = sha256_native();
    uint64_t seed = 11;
    unsigned char bytes[64 * 5];
    if (native == NULL)
        skip();
    for (int round = 0; round < 2000; round++) {
        uint32_t h[2][8];
        for (size_t i = 0; i < sizeof bytes; i++)
            bytes[i] = (unsigned char)next_random(&seed);
        for (size_t i = 0; i < 8; i++)
            h[0][i] = h[1][i] = (uint32_t)next_random(&seed);
        const size_t blocks = (size_t)round % 6;
        native(h[0], bytes, blocks);
        sha256_portable(h[1], bytes, blocks);
        assert_memory_equal(h[0], h[1], sizeof h[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),      cmocka_unit_test(test_a_million),
        cmocka_unit_test(test_every_length), cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_native),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
