/*
 * SAML 2.0 metadata (saml-metadata-2.0-os), as far as its files tell each
 * other: what was read of one entity, and the document around it.
 *
 *   saml.c         the document: groups, validity, what becomes of an entity
 *   saml_rules.c   which element means what where
 *   saml_read.c    elements into struct saml_entity
 *   saml_entity.c  struct saml_entity into facts
 *   saml_hub.c     entities that stand behind a hub
 *   saml_value.c   dates, protocols, hosts of values
 */
#ifndef COLLECTORS_SAML_H
#define COLLECTORS_SAML_H

#include "base/limits.h"
#include "collectors/certificate.h"
#include "collectors/signon.h"
#include "collectors/syntax/xml.h"

/* Roles in the order in which attributes name them. */
enum saml_role {
	SAML_IDP,
	SAML_SP,
	SAML_AA,
	SAML_AUTHN,
	SAML_PDP,
	SAML_AFFILIATION,
	SAML_STS,   /* RoleDescriptor of WS-Federation */
	SAML_APP,   /* ditto */
	SAML_OTHER, /* RoleDescriptor of another type */
	SAML_ROLES
};

enum saml_protocol { SAML_SAML2, SAML_SAML1, SAML_WSFED, SAML_PROTOCOLS };

/* Steps of a place, from the entity or from its role; see saml_place(). */
enum saml_step {
	STEP_ENTITY,
	STEP_REGISTRATION,
	STEP_ENTITY_ATTRIBUTE,
	STEP_ENTITY_SCOPE,
	STEP_ORGANIZATION,
	STEP_CONTACT,
	STEP_ENTITY_END, /* those below are of a role */
	STEP_ROLE = STEP_ENTITY_END,
	STEP_SCOPE,
	STEP_DISPLAY_NAME,
	STEP_PRIVACY,
	STEP_LOGO,
	STEP_KEY,
	STEP_SINGLE_SIGN_ON,
	STEP_SINGLE_LOGOUT,
	STEP_ARTIFACT,
	STEP_MANAGE_NAME_ID,
	STEP_NAME_ID_MAPPING,
	STEP_ASSERTION_ID,
	STEP_ASSERTION_CONSUMER,
	STEP_ATTRIBUTE_SERVICE,
	STEP_AUTHN_QUERY,
	STEP_AUTHZ,
	STEP_DISCOVERY,
	STEP_CONSUMING,
	STEP_REQUESTED,
	STEP_OFFERED,
	STEP_MEMBER,
	STEP_TOKEN_ENDPOINT,
	STEP_PASSIVE_ENDPOINT,
	STEP_APPLICATION_ENDPOINT,
	STEP_SIGN_OUT_ENDPOINT,
	STEP_TARGET_SCOPE,
	STEP_CLAIM_OFFERED,
	STEP_CLAIM_REQUESTED,
	SAML_STEPS
};

enum { SAML_CERTIFICATES_TOLD = 100 }; /* one by one, that cannot be read */

/* What waits for the end of its entity. Texts live in saml.mem. */
enum saml_item_kind {
	ITEM_ENDPOINT,  /* text: location, more: binding */
	ITEM_KEY,       /* text: fingerprint; name: key_signing, ... */
	ITEM_ATTRIBUTE, /* name, text: value */
	ITEM_DATA,      /* text: name of an attribute that is asked for */
	ITEM_MEMBER,    /* text: entityID of an affiliation's member */
};
struct saml_item {
	enum saml_item_kind kind;
	uint8_t endpoint;  /* enum endpoint */
	uint8_t necessity; /* enum necessity */
	bool of_idp;       /* of the role of an identity provider */
	bool is_legacy;    /* an endpoint that speaks SAML 1 */
	const char *name;  /* of an attribute; a literal */
	struct sv text, more;
	int32_t until; /* of a key: yyyymmdd or 0 */
	struct place place;
	struct saml_item *next;
};

/* A text in several languages: the Dutch, the English, the first one. */
struct saml_words {
	struct sv nl, en, first;
	struct place nl_place, en_place;
};

struct saml_entity {
	uint32_t row; /* of all EntityDescriptors in the document, from 1 */
	struct sv id;
	int32_t valid_until;
	struct sv authority;       /* registrationAuthority */
	int32_t registered;        /* yyyymmdd or 0 */
	struct place registration; /* or part 0: said by a group */
	uint32_t roles;            /* bits: 1 << enum saml_role */
	uint32_t protocols;        /* bits: 1 << enum saml_protocol */
	struct saml_words display, service, organisation, legal;
	struct sv service_display; /* of a RoleDescriptor */
	struct place organisation_place;
	bool has_security_contact;
	struct place security_place;
	struct saml_item *item, **end;
	bool is_too_large;
	struct sv host, domain; /* the last that was asked for, and its own */
};

/* The role being read. */
struct saml_reading {
	enum saml_role role;
	const char *element; /* "md:IDPSSODescriptor" */
	uint32_t index;      /* of its kind in the entity, from 1 */
	uint32_t of_kind[SAML_ROLES];
	uint32_t count[SAML_STEPS]; /* elements met, for {col} */
	uint32_t consuming;         /* AttributeConsumingService, from 1 */
	const char *key_name;       /* of the KeyDescriptor */
	enum saml_step step;        /* of the element whose text is read */
	bool is_nl, is_en;          /* its xml:lang */
	const char *attribute;      /* saml:Attribute that is kept, or NULL */
	bool is_contact;            /* technical or support */
	bool is_regexp;             /* of a Scope */
};

/* An EntitiesDescriptor that is open. */
struct saml_group {
	int32_t valid_until; /* earliest of it and those around; 0: not said */
	bool is_refused;     /* expired, or says nonsense */
	struct buf authority;
	int32_t registered;
};

struct saml_hubs; /* saml_hub.c */

struct saml {
	struct xml_handler handler; /* first */
	struct import *im;
	struct signon s;
	struct certificates certificates;
	struct arena mem; /* of the entity being read */
	struct buf text;  /* of the element being read */
	struct buf cert;  /* text of the certificate before this one */
	struct certificate last;
	enum certificate_verdict last_verdict;
	struct xml *x;                     /* during a callback */
	uint8_t rule[LIMIT_XML_DEPTH + 2]; /* of each open element, + 1 */
	uint8_t context[LIMIT_XML_DEPTH + 2];
	uint8_t (*rules)[256]; /* by context and word: rule + 1, or 0 */
	struct saml_group group[LIMIT_XML_DEPTH + 1];
	uint32_t ngroup;
	uint32_t part[SAML_ROLES][SAML_STEPS]; /* of places; 0: not yet sent */
	uint32_t nentity;      /* EntityDescriptors met, also those not read */
	struct digests seen;   /* entityIDs -> row */
	struct digests places; /* endpoints of the entity: kind and host */
	struct saml_entity en;
	struct saml_reading r;
	struct saml_item spare; /* of what is not kept */
	struct saml_hubs *hubs;
	/* Of the document. */
	bool is_entity;              /* its root is an EntityDescriptor */
	struct sv name, publisher;   /* in im->mem */
	uint64_t nidp, nsp, nlegacy; /* entities; nsp: no IdP as well */
	uint64_t nodd_certificates;  /* that cannot be read */
	uint32_t ngroups;            /* EntitiesDescriptors met */
	uint32_t idp;                /* ref of the last identity provider */
	struct place idp_place;
};

/* saml_rules.c */
extern const struct xml_vocabulary saml_vocabulary;
/* The words of saml_read.c; elements and attributes alike. */
#define SAML_WORDS                                                             \
	WORD(MD, EntitiesDescriptor)                                           \
	WORD(MD, EntityDescriptor)                                             \
	WORD(MD, Extensions)                                                   \
	WORD(MD, IDPSSODescriptor)                                             \
	WORD(MD, SPSSODescriptor)                                              \
	WORD(MD, AttributeAuthorityDescriptor)                                 \
	WORD(MD, AuthnAuthorityDescriptor)                                     \
	WORD(MD, PDPDescriptor)                                                \
	WORD(MD, AffiliationDescriptor)                                        \
	WORD(MD, RoleDescriptor)                                               \
	WORD(MD, AffiliateMember)                                              \
	WORD(MD, KeyDescriptor)                                                \
	WORD(MD, SingleSignOnService)                                          \
	WORD(MD, SingleLogoutService)                                          \
	WORD(MD, ArtifactResolutionService)                                    \
	WORD(MD, ManageNameIDService)                                          \
	WORD(MD, NameIDMappingService)                                         \
	WORD(MD, AssertionIDRequestService)                                    \
	WORD(MD, AssertionConsumerService)                                     \
	WORD(MD, AttributeService)                                             \
	WORD(MD, AuthnQueryService)                                            \
	WORD(MD, AuthzService)                                                 \
	WORD(MD, AttributeConsumingService)                                    \
	WORD(MD, ServiceName)                                                  \
	WORD(MD, RequestedAttribute)                                           \
	WORD(MD, Organization)                                                 \
	WORD(MD, OrganizationName)                                             \
	WORD(MD, OrganizationDisplayName)                                      \
	WORD(MD, ContactPerson)                                                \
	WORD(MD, EmailAddress)                                                 \
	WORD(MDUI, UIInfo)                                                     \
	WORD(MDUI, DisplayName)                                                \
	WORD(MDUI, PrivacyStatementURL)                                        \
	WORD(MDUI, Logo)                                                       \
	WORD(MDRPI, RegistrationInfo)                                          \
	WORD(MDRPI, PublicationInfo)                                           \
	WORD(MDATTR, EntityAttributes)                                         \
	WORD(SAML, Attribute)                                                  \
	WORD(SAML, AttributeValue)                                             \
	WORD(SHIBMD, Scope)                                                    \
	WORD(DS, KeyInfo)                                                      \
	WORD(DS, X509Certificate)                                              \
	WORD(IDPDISC, DiscoveryResponse)                                       \
	WORD(FED, SecurityTokenServiceEndpoint)                                \
	WORD(FED, PassiveRequestorEndpoint)                                    \
	WORD(FED, ApplicationServiceEndpoint)                                  \
	WORD(FED, SingleSignOutNotificationEndpoint)                           \
	WORD(FED, TargetScopes)                                                \
	WORD(FED, ClaimTypesOffered)                                           \
	WORD(FED, ClaimTypesRequested)                                         \
	WORD(AUTH, ClaimType)                                                  \
	WORD(WSA, EndpointReference)                                           \
	WORD(WSA, Address)                                                     \
	WORD(NONE, entityID)                                                   \
	WORD(NONE, validUntil)                                                 \
	WORD(NONE, Name)                                                       \
	WORD(NONE, protocolSupportEnumeration)                                 \
	WORD(NONE, ServiceDisplayName)                                         \
	WORD(NONE, Binding)                                                    \
	WORD(NONE, Location)                                                   \
	WORD(NONE, ResponseLocation)                                           \
	WORD(NONE, use)                                                        \
	WORD(NONE, isRequired)                                                 \
	WORD(NONE, contactType)                                                \
	WORD(NONE, regexp)                                                     \
	WORD(NONE, registrationAuthority)                                      \
	WORD(NONE, registrationInstant)                                        \
	WORD(NONE, publisher)                                                  \
	WORD(NONE, creationInstant)                                            \
	WORD(NONE, Uri)                                                        \
	WORD(NONE, Optional)                                                   \
	WORD(XML, lang)                                                        \
	WORD(XSI, type)
enum saml_word {
	W_OTHER,
#define WORD(ns, local) W_##local,
	SAML_WORDS
#undef WORD
		W_securityContactType, /* contactType of REFEDS and InCommon */
	SAML_WORD_COUNT
};
void saml_rules_make(struct saml *d);
int saml_start(struct xml_handler *h, struct xml *x, uint16_t id,
	       const struct xml_attr *attr, uint32_t nattr, struct err *e);
int saml_end(struct xml_handler *h, struct xml *x, uint16_t id, struct err *e);
int
saml_text(struct xml_handler *h, struct xml *x, struct sv text, struct err *e);
/* In a start function: nothing of this element is read. */
void saml_leave_out(struct saml *d);

/*
 * What rules call. arg: a role, a step, or what the function says. Text of an
 * element is in d->text at its end.
 */
typedef int saml_starter(struct saml *d, int arg, const struct xml_attr *attr,
			 uint32_t nattr, struct err *e);
typedef int saml_ender(struct saml *d, int arg, struct err *e);

/* saml.c */
saml_starter saml_group_start, saml_entity_start, saml_publication,
	saml_group_registration;
saml_ender saml_group_end, saml_entity_end;
/* Refuses the entity, or the document when there is no other. 0 or -1. */
int saml_refuse(struct saml *d, struct err *e, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* saml_read.c */
saml_starter saml_registration, saml_role, saml_organization, saml_contact,
	saml_entity_attribute, saml_key, saml_endpoint, saml_consuming,
	saml_requested, saml_offered, saml_claim_offered, saml_claim_requested,
	saml_ws_endpoint, saml_leaf, saml_scope;
saml_ender saml_words_end, saml_scope_end, saml_value_end, saml_member_end,
	saml_certificate_end, saml_privacy_end, saml_logo_end, saml_email_end,
	saml_address_end;
/* arg of saml_words_end */
enum { WORDS_DISPLAY, WORDS_SERVICE, WORDS_ORGANISATION, WORDS_LEGAL };

/*
 * The place of the element with this step that was met last; its path counts
 * EntityDescriptors in document order.
 */
struct place saml_place(struct saml *d, enum saml_step step);
/* The same for a message; without a path when no more of them are kept. */
struct at saml_at(struct saml *d, enum diag_level level, enum saml_step step);

/* saml_entity.c: what was read of the entity, as facts. */
int saml_entity_put(struct saml *d, struct err *e);
/* One endpoint or key of the product. */
int saml_item_put(struct saml *d, uint32_t product,
		  const struct saml_item *item, struct err *e);

/* Of the entity's endpoints of this kind at this host the first one. */
bool saml_is_first(struct saml *d, const struct saml_item *item);

/* saml_hub.c */
struct saml_hubs *saml_hubs_new(void);
void saml_hubs_free(struct saml_hubs *h);
/*
 * Does the entity stand behind a hub? Then the hub has its keys, and its
 * endpoints at *ret_host; so it may when that is not yet known, and
 * saml_hubs_end() decides. federation: a ref, or 0.
 */
enum saml_stand { SAML_ALONE, SAML_BEHIND, SAML_UNDECIDED };
int saml_hub_judge(struct saml *d, uint32_t ref, struct place place,
		   uint32_t federation, enum saml_stand *ret,
		   struct sv *ret_host, struct err *e);
/* An endpoint at this host, or a key, of an identity provider. */
bool saml_hub_has(const struct saml_item *item, struct sv host);
/* The hub that is known by an authority's URI: its ref, 0 for none. */
int saml_hub_of(struct saml *d, struct sv authority, struct place place,
		uint32_t *ret, struct err *e);
/* Decides what is open, and notes each hub that was found. */
int saml_hubs_end(struct saml *d, struct err *e);
/* The one hub behind which all identity providers stand; empty: none. */
struct sv saml_hubs_only(const struct saml *d);

/* saml_value.c */
/*
 * xs:dateTime as a day in UTC, yyyymmdd; without a time zone it is UTC. False:
 * no such moment.
 */
bool saml_date_time(struct sv s, int32_t *ret);
/* What a message may show of it: text that is no date may be about a person. */
struct sv saml_shown_date(struct sv s);
/* "HTTP-POST" of a URI, the URI itself when it is not of the usual ones. */
struct sv saml_binding(struct sv uri);
/* Bit of a protocol's URI; 0: another one. */
uint32_t saml_protocol_bit(struct sv uri);
/* Scheme and what else stands before the host taken off, the path as well. */
struct sv saml_authority(struct sv url);
/* Domain of a mail address, lower case, in mem; empty: it has none. */
struct sv saml_mail_domain(struct sv address, struct arena *mem);

#endif
