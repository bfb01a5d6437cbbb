/*
 * Which element means what in which place: one table, so that an element in a
 * place where it means nothing (an EntityDescriptor in an extension, say) is
 * passed over with all that is in it. Match is on namespace and local name.
 */
#include "collectors/saml.h"

#include <stdlib.h>

enum ns {
	NS_NONE = XML_NO_NS,
	NS_MD,
	NS_MDUI,
	NS_MDRPI,
	NS_MDATTR,
	NS_SAML,
	NS_SHIBMD,
	NS_DS,
	NS_IDPDISC,
	NS_FED,
	NS_AUTH,
	NS_WSA,
	NS_REMD,
	NS_XML,
	NS_XSI,
};

static const struct xml_ns namespaces[] = {
	{ NS_MD, "urn:oasis:names:tc:SAML:2.0:metadata" },
	{ NS_MDUI, "urn:oasis:names:tc:SAML:metadata:ui" },
	{ NS_MDRPI, "urn:oasis:names:tc:SAML:metadata:rpi" },
	{ NS_MDATTR, "urn:oasis:names:tc:SAML:metadata:attribute" },
	{ NS_SAML, "urn:oasis:names:tc:SAML:2.0:assertion" },
	{ NS_SHIBMD, "urn:mace:shibboleth:metadata:1.0" },
	{ NS_DS, "http://www.w3.org/2000/09/xmldsig#" },
	{ NS_IDPDISC,
	  "urn:oasis:names:tc:SAML:profiles:SSO:idp-discovery-protocol" },
	{ NS_FED, "http://docs.oasis-open.org/wsfed/federation/200706" },
	{ NS_AUTH, "http://docs.oasis-open.org/wsfed/authorization/200706" },
	{ NS_WSA, "http://www.w3.org/2005/08/addressing" },
	{ NS_REMD, "http://refeds.org/metadata" },
	{ NS_REMD, "http://id.incommon.org/metadata" },
	{ NS_XML, "http://www.w3.org/XML/1998/namespace" },
	{ NS_XSI, "http://www.w3.org/2001/XMLSchema-instance" },
	{ 0, NULL },
};

static const struct xml_word words[] = {
#define WORD(ns, local) { W_##local, NS_##ns, #local },
	SAML_WORDS
#undef WORD
	{ W_securityContactType, NS_REMD, "contactType" },
	{ 0, 0, NULL },
};

const struct xml_vocabulary saml_vocabulary = { namespaces, words };

enum context {
	OUT, /* nothing in here is read */
	DOCUMENT,
	GROUP,
	GROUP_EXTENSIONS,
	ENTITY,
	ENTITY_EXTENSIONS,
	ENTITY_ATTRIBUTES,
	ATTRIBUTE,
	ROLE,
	ROLE_EXTENSIONS,
	UI,
	KEY, /* and all in it */
	CONSUMING,
	ORGANIZATION,
	CONTACT,
	WS_ENDPOINTS,
	WS_REFERENCE,
	CLAIMS_OFFERED,
	CLAIMS_REQUESTED,
	LEAF, /* text, and all in it */
	CONTEXTS
};

struct rule {
	enum context in;
	enum saml_word word;
	enum context to;
	saml_starter *start;
	saml_ender *end;
	int arg;
};

static const struct rule rules[] = {
	{ DOCUMENT, W_EntitiesDescriptor, GROUP, saml_group_start,
	  saml_group_end, 0 },
	{ DOCUMENT, W_EntityDescriptor, ENTITY, saml_entity_start,
	  saml_entity_end, 0 },
	{ GROUP, W_EntitiesDescriptor, GROUP, saml_group_start, saml_group_end,
	  0 },
	{ GROUP, W_EntityDescriptor, ENTITY, saml_entity_start, saml_entity_end,
	  0 },
	{ GROUP, W_Extensions, GROUP_EXTENSIONS, NULL, NULL, 0 },
	{ GROUP_EXTENSIONS, W_PublicationInfo, OUT, saml_publication, NULL, 0 },
	{ GROUP_EXTENSIONS, W_RegistrationInfo, OUT, saml_group_registration,
	  NULL, 0 },

	{ ENTITY, W_Extensions, ENTITY_EXTENSIONS, NULL, NULL, 0 },
	{ ENTITY, W_IDPSSODescriptor, ROLE, saml_role, NULL, SAML_IDP },
	{ ENTITY, W_SPSSODescriptor, ROLE, saml_role, NULL, SAML_SP },
	{ ENTITY, W_AttributeAuthorityDescriptor, ROLE, saml_role, NULL,
	  SAML_AA },
	{ ENTITY, W_AuthnAuthorityDescriptor, ROLE, saml_role, NULL,
	  SAML_AUTHN },
	{ ENTITY, W_PDPDescriptor, ROLE, saml_role, NULL, SAML_PDP },
	{ ENTITY, W_AffiliationDescriptor, ROLE, saml_role, NULL,
	  SAML_AFFILIATION },
	{ ENTITY, W_RoleDescriptor, ROLE, saml_role, NULL, SAML_OTHER },
	{ ENTITY, W_Organization, ORGANIZATION, saml_organization, NULL, 0 },
	{ ENTITY, W_ContactPerson, CONTACT, saml_contact, NULL, 0 },

	{ ENTITY_EXTENSIONS, W_RegistrationInfo, OUT, saml_registration, NULL,
	  0 },
	{ ENTITY_EXTENSIONS, W_EntityAttributes, ENTITY_ATTRIBUTES, NULL, NULL,
	  0 },
	{ ENTITY_EXTENSIONS, W_Scope, LEAF, saml_scope, saml_scope_end,
	  STEP_ENTITY_SCOPE },
	{ ENTITY_ATTRIBUTES, W_Attribute, ATTRIBUTE, saml_entity_attribute,
	  NULL, 0 },
	{ ATTRIBUTE, W_AttributeValue, LEAF, saml_leaf, saml_value_end,
	  SAML_STEPS },

	{ ROLE, W_Extensions, ROLE_EXTENSIONS, NULL, NULL, 0 },
	{ ROLE, W_KeyDescriptor, KEY, saml_key, NULL, STEP_KEY },
	{ ROLE, W_SingleSignOnService, OUT, saml_endpoint, NULL,
	  STEP_SINGLE_SIGN_ON },
	{ ROLE, W_SingleLogoutService, OUT, saml_endpoint, NULL,
	  STEP_SINGLE_LOGOUT },
	{ ROLE, W_ArtifactResolutionService, OUT, saml_endpoint, NULL,
	  STEP_ARTIFACT },
	{ ROLE, W_ManageNameIDService, OUT, saml_endpoint, NULL,
	  STEP_MANAGE_NAME_ID },
	{ ROLE, W_NameIDMappingService, OUT, saml_endpoint, NULL,
	  STEP_NAME_ID_MAPPING },
	{ ROLE, W_AssertionIDRequestService, OUT, saml_endpoint, NULL,
	  STEP_ASSERTION_ID },
	{ ROLE, W_AssertionConsumerService, OUT, saml_endpoint, NULL,
	  STEP_ASSERTION_CONSUMER },
	{ ROLE, W_AttributeService, OUT, saml_endpoint, NULL,
	  STEP_ATTRIBUTE_SERVICE },
	{ ROLE, W_AuthnQueryService, OUT, saml_endpoint, NULL,
	  STEP_AUTHN_QUERY },
	{ ROLE, W_AuthzService, OUT, saml_endpoint, NULL, STEP_AUTHZ },
	{ ROLE, W_AttributeConsumingService, CONSUMING, saml_consuming, NULL,
	  STEP_CONSUMING },
	{ ROLE, W_Attribute, OUT, saml_offered, NULL, STEP_OFFERED },
	{ ROLE, W_AffiliateMember, LEAF, saml_leaf, saml_member_end,
	  STEP_MEMBER },
	{ ROLE, W_Organization, ORGANIZATION, saml_organization, NULL, 0 },
	{ ROLE, W_ContactPerson, CONTACT, saml_contact, NULL, 0 },
	{ ROLE, W_SecurityTokenServiceEndpoint, WS_ENDPOINTS, saml_ws_endpoint,
	  NULL, STEP_TOKEN_ENDPOINT },
	{ ROLE, W_PassiveRequestorEndpoint, WS_ENDPOINTS, saml_ws_endpoint,
	  NULL, STEP_PASSIVE_ENDPOINT },
	{ ROLE, W_ApplicationServiceEndpoint, WS_ENDPOINTS, saml_ws_endpoint,
	  NULL, STEP_APPLICATION_ENDPOINT },
	{ ROLE, W_SingleSignOutNotificationEndpoint, WS_ENDPOINTS,
	  saml_ws_endpoint, NULL, STEP_SIGN_OUT_ENDPOINT },
	{ ROLE, W_TargetScopes, WS_ENDPOINTS, saml_ws_endpoint, NULL,
	  STEP_TARGET_SCOPE },
	{ ROLE, W_ClaimTypesOffered, CLAIMS_OFFERED, NULL, NULL, 0 },
	{ ROLE, W_ClaimTypesRequested, CLAIMS_REQUESTED, NULL, NULL, 0 },

	{ ROLE_EXTENSIONS, W_UIInfo, UI, NULL, NULL, 0 },
	{ ROLE_EXTENSIONS, W_Scope, LEAF, saml_scope, saml_scope_end,
	  STEP_SCOPE },
	{ ROLE_EXTENSIONS, W_DiscoveryResponse, OUT, saml_endpoint, NULL,
	  STEP_DISCOVERY },
	{ UI, W_DisplayName, LEAF, saml_leaf, saml_words_end, WORDS_DISPLAY },
	{ UI, W_PrivacyStatementURL, LEAF, saml_leaf, saml_privacy_end, 0 },
	{ UI, W_Logo, LEAF, saml_leaf, saml_logo_end, STEP_LOGO },
	{ KEY, W_X509Certificate, LEAF, saml_leaf, saml_certificate_end,
	  SAML_STEPS },
	{ CONSUMING, W_ServiceName, LEAF, saml_leaf, saml_words_end,
	  WORDS_SERVICE },
	{ CONSUMING, W_RequestedAttribute, OUT, saml_requested, NULL,
	  STEP_REQUESTED },
	{ ORGANIZATION, W_OrganizationName, LEAF, saml_leaf, saml_words_end,
	  WORDS_LEGAL },
	{ ORGANIZATION, W_OrganizationDisplayName, LEAF, saml_leaf,
	  saml_words_end, WORDS_ORGANISATION },
	{ CONTACT, W_EmailAddress, LEAF, saml_leaf, saml_email_end,
	  SAML_STEPS },
	{ WS_ENDPOINTS, W_EndpointReference, WS_REFERENCE, NULL, NULL, 0 },
	{ WS_REFERENCE, W_Address, LEAF, saml_leaf, saml_address_end,
	  SAML_STEPS },
	{ CLAIMS_OFFERED, W_ClaimType, OUT, saml_claim_offered, NULL,
	  STEP_CLAIM_OFFERED },
	{ CLAIMS_REQUESTED, W_ClaimType, OUT, saml_claim_requested, NULL,
	  STEP_CLAIM_REQUESTED },
};
enum { RULES = sizeof(rules) / sizeof(rules[0]) };

_Static_assert(RULES < 256 && SAML_WORD_COUNT < 256, "one byte each");

void
saml_rules_make(struct saml *d)
{
	d->rules = mem_realloc(NULL, CONTEXTS, sizeof(*d->rules));
	memset(d->rules, 0, CONTEXTS * sizeof(*d->rules));
	for (int i = 0; i < RULES; i++)
		d->rules[rules[i].in][rules[i].word] = (uint8_t)(i + 1);
	d->context[0] = DOCUMENT;
}

void
saml_leave_out(struct saml *d)
{
	d->context[xml_depth(d->x)] = OUT;
	d->rule[xml_depth(d->x)] = 0;
}

static int
refuse_root(const struct saml *d, uint16_t id, struct err *e)
{
	struct at at = { .file = d->im->in->name };

	if (id > W_EntityDescriptor && id <= W_EmailAddress)
		return err_set(e, ERR_INPUT, &at,
			       "a piece of SAML metadata by itself (expected "
			       "EntityDescriptor or EntitiesDescriptor as the "
			       "outermost element)");
	return err_set(e, ERR_INPUT, &at,
		       "no SAML metadata (expected EntityDescriptor or "
		       "EntitiesDescriptor of the namespace "
		       "urn:oasis:names:tc:SAML:2.0:metadata as the outermost "
		       "element)");
}

int
saml_start(struct xml_handler *h, struct xml *x, uint16_t id,
	   const struct xml_attr *attr, uint32_t nattr, struct err *e)
{
	struct saml *d = (struct saml *)h;
	uint32_t depth = xml_depth(x);
	uint8_t in = d->context[depth - 1], r = d->rules[in][id];

	d->x = x;
	d->nentity += id == W_EntityDescriptor;
	d->rule[depth] = r;
	if (r == 0) {
		d->context[depth] = in == KEY || in == LEAF ? in : OUT;
		return depth == 1 ? refuse_root(d, id, e) : 0;
	}
	d->context[depth] = (uint8_t)rules[r - 1].to;
	if (!rules[r - 1].start)
		return 0;
	return rules[r - 1].start(d, rules[r - 1].arg, attr, nattr, e);
}

int
saml_end(struct xml_handler *h, struct xml *x, uint16_t id, struct err *e)
{
	struct saml *d = (struct saml *)h;
	uint8_t r = d->rule[xml_depth(x)];

	(void)id;
	if (r == 0)
		return 0;
	d->x = x;
	if (rules[r - 1].to == LEAF)
		xml_want_text(x, false);
	return rules[r - 1].end ? rules[r - 1].end(d, rules[r - 1].arg, e) : 0;
}

/* In pieces: comments and CDATA part it, and it is one text. */
int
saml_text(struct xml_handler *h, struct xml *x, struct sv text, struct err *e)
{
	struct saml *d = (struct saml *)h;

	(void)x;
	(void)e;
	buf_sv(&d->text, text);
	return 0;
}
