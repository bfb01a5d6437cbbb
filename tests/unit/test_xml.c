/* The one way to open XML: what it gives, and every guard. */
#include <check.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/limits.h"
#include "collectors/syntax/input.h"
#include "collectors/syntax/xml.h"
#include "tests/unit/grid.h"
#include "tests/unit/shared.h"

Suite *suite_xml(void);

enum { ROOT = 1, A, SKIPPED, KEY, OTHER_KEY, ANY };

static const struct xml_ns namespaces[] = {
	{ 1, "urn:one" }, { 1, "urn:uno" }, { 2, "urn:two" }, { 0, NULL }
};
static const struct xml_word words[] = {
	{ ROOT, 1, "root" },     { A, 1, "a" },
	{ SKIPPED, 1, "skip" },  { KEY, XML_NO_NS, "key" },
	{ OTHER_KEY, 2, "key" }, { ANY, 2, "*" },
	{ 0, 0, NULL },
};
static const struct xml_vocabulary vocabulary = { namespaces, words };

/* What was told, as text: "(1 4=value) text )". */
struct teller {
	struct xml_handler xml; /* first */
	struct buf out;
	uint32_t deepest, stop_at, starts;
};

/* Gives the bytes in pieces of `step`. */
struct pieces {
	struct xml_source source; /* first */
	struct sv left;
	size_t step;
};

static struct teller t;
static struct err e;

static int
on_start(struct xml_handler *h, struct xml *x, uint16_t id,
	 const struct xml_attr *attr, uint32_t n, struct err *err)
{
	struct teller *p = (struct teller *)h;

	(void)err;
	p->starts++;
	h->stop = p->starts == p->stop_at;
	if (xml_depth(x) > p->deepest)
		p->deepest = xml_depth(x);
	if (id == SKIPPED) {
		xml_skip(x);
		return 0;
	}
	xml_want_text(x, true);
	buf_printf(&p->out, "(%u", id);
	for (uint32_t i = 0; i < n; i++)
		buf_printf(&p->out, " %u=%.*s", attr[i].id,
			   SV_ARG(attr[i].value));
	buf_char(&p->out, ')');
	return 0;
}

static int
on_end(struct xml_handler *h, struct xml *x, uint16_t id, struct err *err)
{
	(void)x;
	(void)err;
	buf_printf(&((struct teller *)h)->out, "/%u", id);
	return 0;
}

static int
on_text(struct xml_handler *h, struct xml *x, struct sv text, struct err *err)
{
	(void)x;
	(void)err;
	buf_sv(&((struct teller *)h)->out, text);
	return 0;
}

static ssize_t
read_piece(struct xml_source *s, void *p, size_t n, struct err *err)
{
	struct pieces *from = (struct pieces *)s;

	(void)err;
	if (n > from->step)
		n = from->step;
	if (n > from->left.n)
		n = from->left.n;
	memcpy(p, from->left.p, n);
	from->left = sv_n(from->left.p + n, from->left.n - n);
	return (ssize_t)n;
}

static int
read_bytes(struct sv bytes, size_t step)
{
	struct pieces from = { { read_piece }, bytes, step };
	struct at at = { .file = "x.xml", .part = "p" };
	uint32_t stop_at = t.stop_at;

	buf_done(&t.out);
	e = (struct err){ 0 };
	t = (struct teller){ .xml = { on_start, on_end, on_text, false },
			     .stop_at = stop_at };
	return xml_read(&from.source, &at, &vocabulary, &t.xml, &e);
}

static int
read_text(const char *text)
{
	return read_bytes(sv(text), SIZE_MAX);
}

static void
setup(void)
{
	t = (struct teller){ 0 };
}

static void
teardown(void)
{
	buf_done(&t.out);
}

#define ck_told(text, want)                                                    \
	do {                                                                   \
		ck_assert_msg(read_text(text) == 0, "%s: %s", e.where, e.msg); \
		ck_assert_str_eq(t.out.p, want);                               \
	} while (0)

START_TEST(names_arrive_by_namespace_not_by_prefix)
{
	ck_told("<root xmlns='urn:one' key='1' z='2' xmlns:t='urn:two' "
		"t:key='3'><q:a xmlns:q='urn:uno'/><t:a/><a xmlns=''/></root>",
		"(1 4=1 0=2 5=3)(2)/2(6)/6(0)/0/1");
}
END_TEST

START_TEST(a_namespace_that_is_no_uri_is_another_one)
{
	ck_told("<root xmlns='urn:one '><a xmlns='urn:one' xmlns:q='%%%'/>"
		"</root>",
		"(0)(2)/2/0");
}
END_TEST

START_TEST(entities_are_resolved_in_text_and_attributes)
{
	ck_told("<root xmlns='urn:one' key='a&amp;b&lt;&#x26;&quot;&#233;'>"
		"&amp;&gt;&#8364;<![CDATA[<x>&amp;]]></root>",
		"(1 4=a&b<&\"\xc3\xa9)&>\xe2\x82\xac<x>&amp;/1");
}
END_TEST

START_TEST(line_ends_become_one_byte_in_all_kinds_of_text)
{
	ck_told("<root xmlns='urn:one'>1\r\n2\r3\n<![CDATA[4\r\n5\r6]]></root>",
		"(1)1\n2\n3\n4\n5\n6/1");
}
END_TEST

START_TEST(skipped_elements_tell_nothing_at_any_depth)
{
	ck_told("<root xmlns='urn:one'>1<skip>2<skip><a>3</a></skip>4</skip>5"
		"<a>6</a></root>",
		"(1)15(2)6/2/1");
}
END_TEST

START_TEST(a_document_in_single_bytes_tells_the_same)
{
	static const char text[] =
		"<?xml version='1.0'?><!-- c --><root xmlns='urn:one' "
		"key='&#x41;'>caf\xc3\xa9<a/><![CDATA[x]]></root>\n";

	ck_assert_int_eq(read_bytes(SV(text), 1), 0);
	ck_assert_str_eq(t.out.p, "(1 4=A)caf\xc3\xa9(2)/2x/1");
}
END_TEST

START_TEST(all_allowed_encodings_become_utf8)
{
	static const struct {
		const char *p;
		size_t n;
	} texts[] = {
		{ "<?xml version='1.0' encoding='ISO-8859-1'?><root "
		  "xmlns='urn:one'>\xe9</root>",
		  0 },
		{ "<?xml version='1.0' encoding=\"windows-1252\" ?><root "
		  "xmlns='urn:one'>\xe9</root>",
		  0 },
		{ "\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><root "
		  "xmlns='urn:one'>\xc3\xa9</root>",
		  0 },
		{ "<?xml version='1.0' encoding='US-ASCII'?><root "
		  "xmlns='urn:one'>&#233;</root>",
		  0 },
		{ "\xff\xfe<\0r\0o\0o\0t\0 \0x\0m\0l\0n\0s\0=\0'\0u\0r\0n\0:\0"
		  "o\0n\0e\0'\0>\0\xe9\0<\0/\0r\0o\0o\0t\0>\0",
		  62 },
		{ "\xfe\xff\0<\0r\0o\0o\0t\0 \0x\0m\0l\0n\0s\0=\0'\0u\0r\0n\0"
		  ":\0o\0n\0e\0'\0>\0\xe9\0<\0/\0r\0o\0o\0t\0>",
		  62 },
		{ "<\0r\0o\0o\0t\0 \0x\0m\0l\0n\0s\0=\0'\0u\0r\0n\0:\0o\0n\0e"
		  "\0'\0>\0\xe9\0<\0/\0r\0o\0o\0t\0>\0",
		  60 },
	};
	struct sv s =
		texts[_i].n ? sv_n(texts[_i].p, texts[_i].n) : sv(texts[_i].p);

	ck_assert_msg(read_bytes(s, SIZE_MAX) == 0, "%s", e.msg);
	ck_assert_str_eq(t.out.p, "(1)\xc3\xa9/1");
}
END_TEST

START_TEST(other_encodings_are_refused_by_name)
{
	static const char *const names[] = { "UTF-7", "EBCDIC-CP-US", "UTF-32",
					     "UTF-16", "x\x1b" };
	char text[128];

	snprintf(text, sizeof(text), "<?xml version='1.0' encoding='%s'?><a/>",
		 names[_i]);

	ck_assert_int_ne(read_text(text), 0);
	ck_assert_str_eq(e.where, "x.xml:p");
	ck_assert_ptr_nonnull(strstr(e.msg, "in the encoding '"));
	ck_assert_ptr_null(strchr(e.msg, '\x1b'));
}
END_TEST

START_TEST(xml_of_another_version_is_refused)
{
	ck_assert_int_ne(read_text("<?xml version='1.1'?><root/>"), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "version '1.1'"));
}
END_TEST

START_TEST(every_doctype_is_refused_before_it_is_read)
{
	static const char *const types[] = {
		"<!DOCTYPE root>",
		"<!DOCTYPE root SYSTEM 'file:///etc/passwd'>",
		"<!DOCTYPE root [<!ENTITY a 'b'>]>",
		"<!DOCTYPE root [<!ENTITY % a '&#x25;b;'><!ENTITY % b "
		"'%a;%a;'>%b;]>",
	};
	char text[256];

	snprintf(text, sizeof(text), "\n%s<root>&a;</root>", types[_i]);

	ck_assert_int_ne(read_text(text), 0);
	ck_assert_str_eq(e.where, "x.xml:p:2");
	ck_assert_ptr_nonnull(strstr(e.msg, "DOCTYPE"));
	ck_assert_uint_eq(t.starts, 0);
}
END_TEST

START_TEST(the_parameter_entities_that_hang_libxml2_end_at_once)
{
	struct buf b = { 0 };

	buf_str(&b, "<!DOCTYPE r [<!ENTITY % p0 ' '>");
	for (int i = 1; i < 8; i++)
		buf_printf(&b,
			   "<!ENTITY %% p%d '&#37;p%d;&#37;p%d;&#37;p%d;"
			   "&#37;p%d;&#37;p%d;&#37;p%d;'>",
			   i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
	buf_str(&b, "%p7;]><r/>");

	ck_assert_int_ne(read_bytes(buf_view(&b), 7), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "DOCTYPE"));
	buf_done(&b);
}
END_TEST

START_TEST(what_is_not_well_formed_is_refused_with_its_line)
{
	static const char *const texts[] = {
		"<root>\n</rot>",
		"<root>\n<a></root>",
		"<root>\n&nbsp;</root>",
		"<root>\n<a b='1' b='2'/></root>",
		"<root>\n<p:a/></root>",
		"<root>\n<a p:b=''/></root>",
		"<root>\n<a b='<'/></root>",
		"<root>\n\x01</root>",
		"<root>\n\xff</root>",
		"<root/>\n<root/>",
		"<root>\n",
		"<root>\n]]></root>",
		"\n",
	};

	ck_assert_int_ne(read_text(texts[_i]), 0);
	ck_assert_int_eq(e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(e.msg, "not well-formed"));
	ck_assert_msg(strcmp(e.where, "x.xml:p:2") == 0 || _i == 10 || _i == 12,
		      "%s", e.where);
}
END_TEST

/* libxml2 takes a NUL for the end, and says nothing of what is behind it. */
START_TEST(a_document_does_not_end_at_a_nul)
{
	static const struct sv texts[] = {
		SV("<root/>\0"),
		SV("<root/>\n\0<root/>"),
		SV("<root>\0</root>"),
		SV("\0<root/>"),
	};

	ck_assert_int_ne(read_bytes(texts[_i], _i % 2 ? 1 : SIZE_MAX), 0);
	ck_assert_int_eq(e.kind, ERR_INPUT);
	ck_assert_ptr_nonnull(strstr(e.msg, "not well-formed"));
}
END_TEST

START_TEST(a_byte_that_is_not_in_its_encoding_is_refused)
{
	static const char *const names[] = { "us-ascii", "windows-1252" };
	struct buf b = { 0 };

	buf_printf(&b, "<?xml version='1.0' encoding='%s'?>\n<root>\x81",
		   names[_i]);
	/* behind the first piece that libxml2 asks for */
	for (int i = 0; i < 2000; i++)
		buf_str(&b, "<a>1</a>");
	buf_str(&b, "</root>");

	ck_assert_int_ne(read_bytes(buf_view(&b), SIZE_MAX), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "not well-formed"));
	buf_done(&b);
}
END_TEST

START_TEST(nothing_at_all_is_no_xml)
{
	ck_assert_int_ne(read_text(""), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "no bytes"));
}
END_TEST

/* One start tag of exactly n bytes, '<' included, '>' not. */
static int
read_tag(size_t n, size_t before, size_t step)
{
	struct buf b = { 0 };
	int rc;

	buf_str(&b, "<root>");
	for (size_t i = 0; i < before; i++)
		buf_char(&b, '>');
	buf_str(&b, "<a b='");
	for (size_t i = 7; i < n; i++)
		buf_char(&b, i % 2 ? '>' : '"');
	buf_str(&b, "'>x</a></root>");
	rc = read_bytes(buf_view(&b), step);
	buf_done(&b);
	return rc;
}

START_TEST(one_byte_too_many_in_a_tag_is_refused_before_it_is_parsed)
{
	static const size_t before[] = { 0, 1, 65529, 65530, 65535, 70000 };

	ck_assert_msg(read_tag(LIMIT_XML_TAG_BYTES - 1, before[_i], SIZE_MAX) ==
			      0,
		      "%s", e.msg);

	/* longer than a chunk: seen wherever it begins */
	ck_assert_int_ne(
		read_tag(2 * LIMIT_XML_TAG_BYTES + 1, before[_i], SIZE_MAX), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "a tag of more than 64 KiB"));
	ck_assert_uint_eq(t.starts, 1);
}
END_TEST

START_TEST(tags_are_measured_to_the_byte_over_small_chunks)
{
	ck_assert_int_eq(read_tag(LIMIT_XML_TAG_BYTES - 1, 0, 1000), 0);

	ck_assert_int_ne(read_tag(LIMIT_XML_TAG_BYTES + 1, 0, 1000), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "a tag of more than 64 KiB"));
}
END_TEST

START_TEST(long_text_comments_and_cdata_are_no_tags)
{
	static const char *const marks[][2] = { { "", "" },
						{ "<!--", "-->" },
						{ "<![CDATA[", "]]>" },
						{ "<?x ", "?>" } };
	struct buf b = { 0 };

	buf_printf(&b, "<root>%s", marks[_i][0]);
	for (size_t i = 0; i < 3 * LIMIT_XML_TAG_BYTES; i++)
		buf_char(&b, 'x');
	buf_printf(&b, "%s</root>", marks[_i][1]);

	ck_assert_msg(read_bytes(buf_view(&b), SIZE_MAX) == 0, "%s", e.msg);
	buf_done(&b);
}
END_TEST

static int
read_attributes(unsigned n)
{
	struct buf b = { 0 };
	int rc;

	buf_str(&b, "<root");
	for (unsigned i = 0; i < n; i++)
		buf_printf(&b, i % 2 ? " a%u=''" : " xmlns:a%u='urn:x'", i);
	buf_str(&b, "/>");
	rc = read_bytes(buf_view(&b), SIZE_MAX);
	buf_done(&b);
	return rc;
}

START_TEST(one_attribute_too_many_is_refused)
{
	ck_assert_msg(read_attributes(LIMIT_XML_ATTRS) == 0, "%s", e.msg);

	ck_assert_int_ne(read_attributes(LIMIT_XML_ATTRS + 1), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "more than 256 attributes"));
}
END_TEST

static int
read_depth(unsigned n, const char *text)
{
	struct buf b = { 0 };
	int rc;

	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "<a>");
	buf_str(&b, text);
	for (unsigned i = 0; i < n; i++)
		buf_str(&b, "</a>");
	rc = read_bytes(buf_view(&b), SIZE_MAX);
	buf_done(&b);
	return rc;
}

START_TEST(one_element_too_deep_is_refused)
{
	ck_assert_msg(read_depth(LIMIT_XML_DEPTH, "x") == 0, "%s", e.msg);
	ck_assert_uint_eq(t.deepest, LIMIT_XML_DEPTH);

	ck_assert_int_ne(read_depth(LIMIT_XML_DEPTH + 1, "x"), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "more than 256 deep"));
}
END_TEST

START_TEST(a_handler_that_has_enough_is_told_no_more)
{
	t.stop_at = 2;

	ck_assert_int_eq(read_text("<root><a/><a/></wrong>"), 0);
	ck_assert_uint_eq(t.starts, 2);
}
END_TEST

START_TEST(more_names_than_the_cache_holds_are_all_known)
{
	struct buf b = { 0 };
	const char *p;
	unsigned n = 0;

	buf_str(&b, "<root xmlns='urn:one'>");
	for (unsigned i = 0; i < 5000; i++)
		buf_printf(&b, "<n%u/><a key=''/>", i);
	buf_str(&b, "</root>");
	ck_assert_int_eq(read_bytes(buf_view(&b), SIZE_MAX), 0);

	for (p = t.out.p; (p = strstr(p, "(0)/0(2 4=)/2")); p++)
		n++;
	ck_assert_uint_eq(n, 5000);
	buf_done(&b);
}
END_TEST

static int
read_vector(const char *name)
{
	struct xml_input source;
	struct arena mem = { 0 };
	struct at at = { .file = name };
	struct input in;
	char path[64];
	int rc;

	snprintf(path, sizeof(path), "tests/hostile/xml/%s.xml", name);
	ck_assert_int_eq(input_open(&in, path, false, &mem, &e), 0);
	t = (struct teller){ .xml = { on_start, on_end, on_text, false } };
	xml_from_input(&source, &in);
	rc = xml_read(&source.source, &at, &vocabulary, &t.xml, &e);
	input_done(&in);
	arena_done(&mem);
	return rc;
}

/* What tests/hostile/JUDGED.md says of documents that are no metadata. */
START_TEST(hostile_text_is_read_whole)
{
	static const char *const files[][2] = {
		{ "37-comment-in-value",
		  "(0)(0)admin@school.example.evil.example/0/0" },
		{ "38-cdata-in-value",
		  "(0)(0)admin@school.example.evil.example/0/0" },
		{ "44-xml-id-dup", "(0)(0 0=x)/0(0 0=x)/0/0" },
		{ "46-cr-charref", "(0)x\r\ny/0" },
	};

	ck_assert_int_eq(read_vector(files[_i][0]), 0);
	ck_assert_str_eq(t.out.p, files[_i][1]);
}
END_TEST

/* The command looks at the root of these only. */
START_TEST(hostile_documents_without_metadata_are_refused_too)
{
	static const char *const files[][2] = {
		{ "11-depth-003000", "elements more than 256 deep" },
		{ "14-name-60k", "XML that is not well-formed" },
		{ "19-utf7", "XML in the encoding 'UTF-7'" },
		{ "22-cp1252-undeclared", "XML that is not well-formed" },
		{ "25-overlong-utf8", "XML that is not well-formed" },
		{ "26-surrogate-utf8", "XML that is not well-formed" },
		{ "28-charref-nul", "XML that is not well-formed" },
		{ "32-bom-only", "XML that is not well-formed" },
		{ "34-json-instead", "XML that is not well-formed" },
		{ "43-ns-undeclared", "XML that is not well-formed" },
		{ "47-nonchar", "XML that is not well-formed" },
	};

	ck_assert_int_ne(read_vector(files[_i][0]), 0);
	ck_assert_msg(strncmp(e.msg, files[_i][1], strlen(files[_i][1])) == 0,
		      "%s: %s", files[_i][0], e.msg);
}
END_TEST

START_TEST(the_deepest_hostile_documents_that_are_read)
{
	ck_assert_int_eq(read_vector("11-depth-000255"), 0);
	ck_assert_uint_eq(t.deepest, 255);
	teardown();
	ck_assert_int_eq(read_vector("11-depth-000256"), 0);
	ck_assert_uint_eq(t.deepest, 256);
}
END_TEST

/* Every file of a folder: an outcome within two seconds. */
static void
read_folder(const char *folder)
{
	struct dirent *d;
	DIR *dir = opendir(folder);

	ck_assert_ptr_nonnull(dir);
	while ((d = readdir(dir))) {
		struct xml_input source;
		struct arena mem = { 0 };
		struct at at;
		struct input in;
		char path[8192];
		clock_t before = clock();

		snprintf(path, sizeof(path), "%s/%s", folder, d->d_name);
		e = (struct err){ 0 };
		if (d->d_type != DT_REG ||
		    input_open(&in, path, false, &mem, &e))
			continue;
		buf_done(&t.out);
		t = (struct teller){ .xml = { on_start, on_end, on_text,
					      false } };
		xml_from_input(&source, &in);
		at = (struct at){ .file = in.name };
		if (xml_read(&source.source, &at, &vocabulary, &t.xml, &e))
			ck_assert_str_ne(e.msg, "");
		ck_assert_msg(!is_too_slow(before), "%s", path);
		input_done(&in);
		arena_done(&mem);
	}
	closedir(dir);
}

START_TEST(hostile_documents_all_end_quickly)
{
	static const char *const folders[] = { "data/hostile",
					       "data/hostile-misc/xml" };
	char path[4096];

	if (shared_path(folders[_i], path))
		read_folder(path);
}
END_TEST

#define LOOP(test, n) tcase_add_loop_test(c, test, 0, n)

Suite *
suite_xml(void)
{
	Suite *s = suite_create("xml");
	TCase *c = tcase_create("xml");

	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(c, 60);
	tcase_add_test(c, names_arrive_by_namespace_not_by_prefix);
	tcase_add_test(c, a_namespace_that_is_no_uri_is_another_one);
	tcase_add_test(c, entities_are_resolved_in_text_and_attributes);
	tcase_add_test(c, line_ends_become_one_byte_in_all_kinds_of_text);
	tcase_add_test(c, skipped_elements_tell_nothing_at_any_depth);
	tcase_add_test(c, a_document_in_single_bytes_tells_the_same);
	LOOP(all_allowed_encodings_become_utf8, 7);
	LOOP(other_encodings_are_refused_by_name, 5);
	tcase_add_test(c, xml_of_another_version_is_refused);
	LOOP(every_doctype_is_refused_before_it_is_read, 4);
	tcase_add_test(c, the_parameter_entities_that_hang_libxml2_end_at_once);
	LOOP(what_is_not_well_formed_is_refused_with_its_line, 13);
	LOOP(a_document_does_not_end_at_a_nul, 4);
	LOOP(a_byte_that_is_not_in_its_encoding_is_refused, 2);
	tcase_add_test(c, nothing_at_all_is_no_xml);
	LOOP(one_byte_too_many_in_a_tag_is_refused_before_it_is_parsed, 6);
	tcase_add_test(c, tags_are_measured_to_the_byte_over_small_chunks);
	LOOP(long_text_comments_and_cdata_are_no_tags, 4);
	tcase_add_test(c, one_attribute_too_many_is_refused);
	tcase_add_test(c, one_element_too_deep_is_refused);
	tcase_add_test(c, a_handler_that_has_enough_is_told_no_more);
	tcase_add_test(c, more_names_than_the_cache_holds_are_all_known);
	LOOP(hostile_text_is_read_whole, 4);
	LOOP(hostile_documents_without_metadata_are_refused_too, 11);
	tcase_add_test(c, the_deepest_hostile_documents_that_are_read);
	LOOP(hostile_documents_all_end_quickly, 2);
	suite_add_tcase(s, c);
	return s;
}
