/* settings.c -- see settings.h. */
#include "settings.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "seal.h"
#include "yaml.h"

#define PATH_SIZE 1024

void
settings_init(struct settings *s)
{
    *s = (struct settings){.password_fd = -1, .training_at = INSTANT_NONE};
}

/* --- the command line --------------------------------------------------------------------- */

static enum err_code
set_text(char *out, size_t size, const char *name, const char *value, struct err *err)
{
    if (*value == '\0' || !span_copy(span_of(value), out, size))
        return err_field(err, ERR_BAD_USAGE, name, "", "--%s is empty or too long", name);
    return ERR_OK;
}

static enum err_code
set_origin(struct settings *s, const char *value, struct err *err)
{
    if (!origin_ok(span_of(value)))
        return err_field(err, ERR_BAD_USAGE, "origin", "as rems.example.org/site-001/len-01",
                         "'%s' is no origin of a log", value);
    return set_text(s->origin, sizeof(s->origin), "origin", value, err);
}

static enum err_code
set_user(struct settings *s, const char *value, struct err *err)
{
    if (!user_id_ok(span_of(value)))
        return err_field(err, ERR_BAD_USAGE, "user", "a-z, 0-9 and -, 2 to 32 characters",
                         "'%s' is no user id", value);
    return set_text(s->user, sizeof(s->user), "user", value, err);
}

static enum err_code
set_password_fd(struct settings *s, const char *value, struct err *err)
{
    char *end;
    long fd = strtol(value, &end, 10);

    if (*value == '\0' || *end != '\0' || fd < 0 || fd > 1023)
        return err_field(err, ERR_BAD_USAGE, "password-fd", "as --password-fd 3 3<FILE",
                         "'%s' is no file descriptor", value);
    s->password_fd = (int)fd;
    return ERR_OK;
}

#ifdef REMS_TRAINING
static enum err_code
set_training_at(struct settings *s, const char *value, struct err *err)
{
    int32_t offset;

    if (instant_parse(span_of(value), &s->training_at) ||
        instant_parse_offset(span_of(value), &s->training_at, &offset))
        return ERR_OK;
    return err_field(err, ERR_BAD_USAGE, "training-at", "as 2008-03-04T09:30:00-05:00",
                     "'%s' is no instant with offset", value);
}
#else
static enum err_code
set_training_at(struct settings *s, const char *value, struct err *err)
{
    (void)s;
    (void)value;
    return err_field(err, ERR_BAD_USAGE, "training-at", "build with make TRAINING=1",
                     "this build has no training clock");
}
#endif

static const struct {
    const char *name;
    bool takes_value;
} options[] = {{"url", true},         {"ca", true},          {"origin", true}, {"user", true},
               {"state", true},       {"config", true},      {"json", false},  {"yes", false},
               {"password-fd", true}, {"training-at", true}, {"help", false}};

bool
settings_option(const char *name, bool *takes_value)
{
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (strcmp(options[i].name, name) == 0) {
            *takes_value = options[i].takes_value;
            return true;
        }
    }
    return false;
}

enum err_code
settings_set(struct settings *s, const char *name, const char *value, struct err *err)
{
    if (strcmp(name, "url") == 0)
        return set_text(s->url, sizeof(s->url), name, value, err);
    if (strcmp(name, "ca") == 0)
        return set_text(s->ca, sizeof(s->ca), name, value, err);
    if (strcmp(name, "origin") == 0)
        return set_origin(s, value, err);
    if (strcmp(name, "user") == 0)
        return set_user(s, value, err);
    if (strcmp(name, "password-fd") == 0)
        return set_password_fd(s, value, err);
    if (strcmp(name, "training-at") == 0)
        return set_training_at(s, value, err);
    if (strcmp(name, "state") == 0)
        s->state = value;
    else if (strcmp(name, "config") == 0)
        s->config = value;
    else if (strcmp(name, "json") == 0)
        s->json = true;
    else if (strcmp(name, "yes") == 0)
        s->yes = true;
    else if (strcmp(name, "help") == 0)
        s->help = true;
    else
        return err_field(err, ERR_BAD_USAGE, name, "rems --help lists them",
                         "there is no option --%s", name);
    return ERR_OK;
}

/* --- the file ----------------------------------------------------------------------------- */

/* True where there is a default place; false where HOME is not set. */
static bool
default_config(char out[PATH_SIZE])
{
    const char *xdg = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    struct buf b;

    buf_init(&b, out, PATH_SIZE);
    if (xdg != NULL && *xdg == '/')
        buf_printf(&b, "%s/rems/rems.yaml", xdg);
    else if (home != NULL && *home == '/')
        buf_printf(&b, "%s/.config/rems/rems.yaml", home);
    return !b.failed && b.len > 0;
}

/* A relative path stands beside the file that names it. */
static bool
beside(const char *config, struct span path, char *out, size_t size)
{
    const char *slash = strrchr(config, '/');
    struct buf b;

    buf_init(&b, out, size);
    if (*path.p != '/' && slash != NULL)
        buf_bytes(&b, config, (size_t)(slash - config) + 1);
    buf_span(&b, path);
    return !b.failed;
}

static enum err_code
take_leaf(struct settings *s, const char *config, const struct yaml_node *node, struct err *err)
{
    struct settings given = *s;
    struct span text;
    enum err_code code = yaml_text(node, 1, sizeof(s->ca) - 1, &text, err);

    if (code != ERR_OK)
        return code;
    if (strcmp(node->key, "ca") == 0) {
        if (s->ca[0] == '\0' && !beside(config, text, s->ca, sizeof(s->ca)))
            return yaml_error(node, err, "", "the path is too long");
        return ERR_OK;
    }
    if (settings_set(&given, node->key, text.p, err) != ERR_OK) {
        struct err why = *err;

        return yaml_error(node, err, why.hint, "%s", why.detail);
    }
    if (strcmp(node->key, "url") == 0 && s->url[0] == '\0')
        memcpy(s->url, given.url, sizeof(s->url));
    if (strcmp(node->key, "origin") == 0 && s->origin[0] == '\0')
        memcpy(s->origin, given.origin, sizeof(s->origin));
    if (strcmp(node->key, "user") == 0 && s->user[0] == '\0')
        memcpy(s->user, given.user, sizeof(s->user));
    return ERR_OK;
}

static enum err_code
read_config(struct settings *s, const char *path, struct err *err)
{
    static const char *const keys[] = {"url", "ca", "origin", "user", NULL};
    struct yaml *document;
    const struct yaml_node *root;
    enum err_code code = yaml_load(path, ERR_BAD_CONFIG, &document, err);

    if (code != ERR_OK)
        return code;
    root = yaml_root(document);
    code = yaml_expect(root, YAML_MAPPING, "url, ca, origin and user", err);
    if (code == ERR_OK)
        code = yaml_only(root, keys, err);
    if (code == ERR_OK) {
        for (const struct yaml_node *n = root->first; n != NULL && code == ERR_OK; n = n->next)
            code = take_leaf(s, path, n, err);
    }
    yaml_close(document);
    return code;
}

enum err_code
settings_load(struct settings *s, struct err *err)
{
    char path[PATH_SIZE];

    if (s->config != NULL)
        return read_config(s, s->config, err);
    if (!default_config(path) || access(path, F_OK) != 0)
        return ERR_OK;
    return read_config(s, path, err);
}
