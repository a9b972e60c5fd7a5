/* The floor: a process that is linked as pact is, and does nothing. */
#include <yaml.h>

int main(int argc, char **argv)
{
    (void)argv;
    if (argc > 99) /* never: but the reference keeps the library */
        yaml_get_version(&argc, &argc, &argc);
    return 0;
}
