/*
 * Records of OpenConext Manage, where a hub such as SURFconext keeps who signs
 * on through it: services and identity providers of SAML, clients of OpenID
 * Connect, and for each of them which attributes it is given.
 */
#ifndef COLLECTORS_MANAGE_H
#define COLLECTORS_MANAGE_H

#include "collectors/certificate.h"
#include "collectors/oidc.h"

enum manage_kind {
	MANAGE_SP,
	MANAGE_IDP,
	MANAGE_RP,
	MANAGE_RESOURCE, /* a resource server of OAuth 2.0 */
	MANAGE_KINDS
};

struct manage {
	struct oidc o; /* first */
	struct certificates certificates;
	uint32_t hub;     /* ref */
	uint32_t product; /* ref of the record at hand */
	enum manage_kind kind;
};

/* What a record calls itself. */
bool manage_kind_of(struct sv type, enum manage_kind *ret);
/* A row of the push table has its columns side by side. */
bool manage_is_row(const json_t *record);

/* Is all that is read of a record of its form? 0, or -1 with e set. */
int manage_check_record(struct manage *m, const json_t *record, struct err *e);
int manage_check_row(struct manage *m, const json_t *row, struct err *e);
/* Sends the rest of a checked record; product and kind are set. */
int manage_send_record(struct manage *m, const json_t *record, struct err *e);
int manage_send_row(struct manage *m, const json_t *row, struct err *e);

/* One of the things that both spellings say. */

/* An attribute that the hub releases; purpose: the motivation given. */
int manage_release(struct manage *m, struct sv name, struct sv purpose,
		   struct place place, struct err *e);
/* No policy: the hub gives whatever the identity provider gives. */
int manage_release_all(struct manage *m, struct place place, struct err *e);
int manage_certificate(struct manage *m, struct sv base64, struct place place,
		       struct err *e);
int manage_organisation(struct manage *m, struct sv name, struct place place,
			struct err *e);
/* Of technical and support contacts the domain; nothing of the person. */
int manage_contact(struct manage *m, struct sv type, struct sv address,
		   struct place place, struct err *e);

#endif
