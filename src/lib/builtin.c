/* The built-in corpus: the image that the build has made of the folder data, taken into the
 * read-only part of the program as it is. Nothing is parsed or copied when the program starts. */
#include "lib.h"

/* The assembler of gcc and clang alike reads the file; C17 has no word for that. */
__asm__(".pushsection .rodata\n"
        ".balign 16\n"
        ".hidden pact_builtin_begin\n"
        ".globl pact_builtin_begin\n"
        "pact_builtin_begin:\n"
        ".incbin \"" PACT_BUILTIN_IMAGE "\"\n"
        ".hidden pact_builtin_end\n"
        ".globl pact_builtin_end\n"
        "pact_builtin_end:\n"
        ".byte 0\n"
        ".popsection\n");

extern const char pact_builtin_begin[];
extern const char pact_builtin_end[];

const void *builtin_image(size_t *ret_n)
{
    *ret_n = (size_t)((uintptr_t)pact_builtin_end - (uintptr_t)pact_builtin_begin);
    return pact_builtin_begin;
}
