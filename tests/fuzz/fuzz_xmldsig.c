/*
 * Signatures of metadata. Whatever the bytes are: what is believed was signed
 * by the pinned certificate and by no other, twice alike, and with the day and
 * the algorithm that go with it; what is not believed leaves no trace but a
 * message.
 */
#include "base/text.h"
#include "collectors/xmldsig.h"
#include "tests/fuzz/watch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The certificate of tests/hostile/saml, and one that signed nothing. */
#define PINNED                                                                 \
	"7512bffa9a02691ba0fa0efed2176c8b352700dd6ed5b69a25f93c749a6a7e40"
#define OTHER "0000000000000000000000000000000000000000000000000000000000000001"

static bool
verify(struct sv bytes, const char *pin, bool allow_sha1)
{
	unsigned char pinned[32];
	struct arena mem = { 0 };
	struct diag diag = { 0 };
	struct err e = { 0 };
	struct input in;
	struct import im = { .in = &in,
			     .diag = &diag,
			     .mem = &mem,
			     .pinned = { (const char *)pinned, 32 },
			     .allow_sha1 = allow_sha1,
			     .today = 20261124 };
	bool is_believed;

	MUST(pinned_fingerprint(sv(pin), pinned));
	MUST(input_from_bytes(&in, "fuzz.xml", bytes, &mem, &e) == 0);
	is_believed = xmldsig_verify(&im, &e) == 0;
	if (is_believed) {
		MUST(strcmp(im.ret_signature.signer, pin) == 0);
		MUST(im.ret_signature.algorithm != NULL);
		MUST(allow_sha1 || !strstr(im.ret_signature.algorithm, "sha1"));
	} else {
		MUST(e.msg[0] != '\0' && !im.ret_signature.signer);
		MUST(text_utf8_bad(sv(e.msg)) < 0);
	}
	input_done(&in);
	diag_done(&diag);
	arena_done(&mem);
	return is_believed;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sv bytes = sv_n((const char *)data, size);
	bool is_believed = verify(bytes, PINNED, false);

	MUST(is_believed == verify(bytes, PINNED, false));
	MUST(!is_believed || verify(bytes, PINNED, true));
	MUST(!verify(bytes, OTHER, true));
	return 0;
}
