/*
 * The shared vocabulary as C: enumerations made from kinds.def, and the plain
 * structs that every room may use. No behaviour but name <-> code.
 */
#ifndef SCHEMA_MODEL_MODEL_H
#define SCHEMA_MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/i18n.h"
#include "base/sv.h"

enum node_kind {
#define NODE(ID, name) NODE_##ID,
#include "schema/model/kinds.def"
#undef NODE
	NODE_KINDS,
};

enum rung {
#define RUNG(ID, name) RUNG_##ID,
#include "schema/model/kinds.def"
#undef RUNG
	RUNGS,
};

enum key_scheme {
#define SCHEME(ID, name, kind) KEY_##ID,
#include "schema/model/kinds.def"
#undef SCHEME
	KEY_SCHEMES,
};

/* Codes count from 0 within their domain, in the order of kinds.def. */
enum code_domain {
	DOMAIN_STATUS,
	DOMAIN_ROLE,
	DOMAIN_OWNERSHIP,
	DOMAIN_CARRIER,
	DOMAIN_NECESSITY,
	DOMAIN_INDICATOR_STATE,
	DOMAIN_ENDPOINT,
	CODE_DOMAINS,
};
enum status {
	STATUS_UNKNOWN,
	STATUS_PLANNED,
	STATUS_IN_USE,
	STATUS_PHASING_OUT,
	STATUS_STOPPED,
	STATUS_NOT_APPLICABLE,
};
enum role { ROLE_VENDOR, ROLE_MAKER, ROLE_SELLER, ROLE_OPERATOR };
enum ownership {
	OWNERSHIP_UNKNOWN,
	OWNERSHIP_CAPITAL,
	OWNERSHIP_CONTROL,
	OWNERSHIP_PARTICIPATION,
	OWNERSHIP_NONE,
};
enum carrier {
	CARRIER_LOGIN,
	CARRIER_HOSTING,
	CARRIER_PROVISIONING,
	CARRIER_DATA_OUT,
	CARRIER_DATA_BACK,
	CARRIER_ADMIN,
	CARRIER_NETWORK,
	CARRIER_PLATFORM,
	CARRIER_AI_MODEL,
	CARRIER_SAME_CODE,
};
enum necessity {
	NECESSITY_UNKNOWN,
	NECESSITY_REQUIRED,
	NECESSITY_ALTERNATIVE,
	NECESSITY_OPTIONAL,
};
enum indicator_state {
	INDICATOR_KNOWN,
	INDICATOR_PARTIAL,
	INDICATOR_CLAIM,
	INDICATOR_STALE,
	INDICATOR_UNKNOWN,
	INDICATOR_NOT_APPLICABLE,
};

enum endpoint {
	ENDPOINT_UNKNOWN,
	ENDPOINT_LOGIN,
	ENDPOINT_ASSERTION,
	ENDPOINT_LOGOUT,
	ENDPOINT_ATTRIBUTE,
	ENDPOINT_ARTIFACT,
	ENDPOINT_NAME_ID,
	ENDPOINT_DISCOVERY,
	ENDPOINT_TOKEN,
	ENDPOINT_USERINFO,
	ENDPOINT_KEYS,
	ENDPOINT_FEDERATION,
	ENDPOINT_HOME,
	ENDPOINT_POLICY,
	ENDPOINT_LOGO,
};

enum fact_kind {
#define FACT(ID, table) FACT_##ID,
#include "schema/model/kinds.def"
#undef FACT
	FACT_KINDS,
};

/* Column indices: USES_product is a ref, USES_share an int, USES_owner text. */
enum fact_ref {
#define REF(FACT, column, index) FACT##_##column = (index),
#include "schema/model/kinds.def"
#undef REF
	FACT_REFS_MAX = 4,
};
enum fact_int {
#define INT(FACT, column, index) FACT##_##column = (index),
#include "schema/model/kinds.def"
#undef INT
	FACT_INTS_MAX = 9,
};
enum fact_text {
#define TEXT(FACT, column, index) FACT##_##column = (index),
#include "schema/model/kinds.def"
#undef TEXT
	FACT_TEXTS_MAX = 13,
};

#define FACT_SILENT INT64_MIN /* an INT column about which nothing is said */

/* One fact kind for code that treats all alike; each list ends with NULL. */
struct fact_shape {
	const char *table;
	const char *const *ref; /* column names */
	const char *const *num;
	const char *const *text;
};
const struct fact_shape *fact_shape(enum fact_kind kind);

/* Documents of this kind name what nobody here needs to know of. */
bool is_feed_kind(struct sv collector);
/* Those, and exports of a board's own sign-on service. */
bool is_sign_on_kind(struct sv collector);
const char *node_kind_name(enum node_kind kind);
bool node_kind_from(struct sv name, enum node_kind *ret);
const char *rung_name(enum rung rung);
bool rung_from(struct sv name, enum rung *ret);
const char *key_scheme_name(enum key_scheme scheme);
/* Name of a code, "unknown" names included; NULL when out of range. */
const char *code_name(enum code_domain domain, int64_t code);
bool code_from(enum code_domain domain, struct sv name, int64_t *ret);
const char *code_domain_name(enum code_domain domain);

#endif
