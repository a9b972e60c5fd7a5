/* The bare libyaml loop: yaml_loop FILE... asks for every event of every file and throws it away. */
#include <stdio.h>
#include <yaml.h>

static int read_all(const char *path)
{
    yaml_parser_t parser;
    yaml_event_t event;
    yaml_event_type_t type = YAML_NO_EVENT;
    FILE *file = fopen(path, "rb");
    if (file == NULL || !yaml_parser_initialize(&parser))
        return 1;
    yaml_parser_set_input_file(&parser, file);
    while (type != YAML_STREAM_END_EVENT) {
        if (!yaml_parser_parse(&parser, &event))
            return 1;
        type = event.type;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    fclose(file);
    return 0;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (read_all(argv[i]))
            return 1;
    return 0;
}
