/* Zip: what is refused, what comes out, and walking an archive of files. */
#include <check.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/limits.h"
#include "collectors/syntax/zip.h"
#include "tests/unit/grid.h"

Suite *suite_zip(void);

static struct made_zip z;
static struct arena mem;
static struct input in;
static struct package *p;
static struct err e;
static struct buf out;

/* Opens what was made; the result of package_open(). */
static int
open_made(void)
{
	e = (struct err){ 0 };
	ck_assert_int_eq(
		input_from_bytes(&in, "x.zip", buf_view(&z.bytes), &mem, &e),
		0);
	return package_open(&in, &p, &e);
}

static void
teardown(void)
{
	package_close(p);
	p = NULL;
	input_done(&in);
	zip_free(&z);
	buf_done(&out);
	arena_done(&mem);
	unsetenv("LANDSCHAP_CONFINE");
}

static void
setup(void)
{
	in.fd = -1;
}

/* The i-th header in front of data, or entry of the directory. */
static unsigned char *
header(const char *mark, uint32_t i)
{
	char *at = z.bytes.p, *end = z.bytes.p + z.bytes.n;

	for (;; at++, i--) {
		at = memmem(at, (size_t)(end - at), mark, 4);
		ck_assert_ptr_nonnull(at);
		if (i == 0)
			return (unsigned char *)at;
	}
}

static void
poke(unsigned char *at, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		at[i] = (unsigned char)(v >> 8 * i);
}

/* Both headers of member i, at their own offset. */
static void
poke_both(uint32_t i, size_t local, size_t entry, uint64_t v, int bytes)
{
	poke(header("PK\3\4", i) + local, v, bytes);
	poke(header("PK\1\2", i) + entry, v, bytes);
}

static void
make_two(void)
{
	zip_add(&z, "a.txt", SV("first"));
	zip_add_deflated(&z, "b.txt", SV("second second second"));
	zip_finish(&z);
}

static void
ck_open_refused(const char *place, const char *words)
{
	ck_assert_int_ne(open_made(), 0);
	ck_assert_str_eq(e.where, place);
	ck_assert_msg(strstr(e.msg, words), "%s", e.msg);
}

static void
ck_read_refused(uint32_t i, const char *words)
{
	ck_assert_msg(open_made() == 0, "%s", e.msg);
	ck_assert_int_ne(package_take(p, package_at(p, i), &out, SIZE_MAX, &e),
			 0);
	ck_assert_msg(strstr(e.msg, words), "%s", e.msg);
}

START_TEST(stored_and_deflated_members_come_out_whole)
{
	struct buf big = { 0 };

	for (uint32_t i = 0; big.n < 300000; i++)
		buf_printf(&big, "row %u of a text that is compressible\n", i);
	zip_add(&z, "stored", buf_view(&big));
	zip_add_deflated(&z, "deflated", buf_view(&big));
	zip_add_deflated(&z, "nothing", SV(""));
	zip_finish(&z);

	ck_assert_msg(open_made() == 0, "%s", e.msg);

	ck_assert_uint_eq(package_count(p), 3);
	for (uint32_t i = 0; i < 2; i++) {
		buf_clear(&out);
		ck_assert_int_eq(
			package_take(p, package_at(p, i), &out, SIZE_MAX, &e),
			0);
		ck_assert(sv_eq(buf_view(&out), buf_view(&big)));
	}
	buf_clear(&out);
	ck_assert_int_eq(package_take(p, package_at(p, 2), &out, 0, &e), 0);
	ck_assert_uint_eq(out.n, 0);
	buf_done(&big);
}
END_TEST

START_TEST(names_are_found_without_case_and_with_either_slash)
{
	zip_add(&z, "xl\\Workbook.xml", SV("w"));
	zip_finish(&z);

	ck_assert_int_eq(open_made(), 0);

	ck_assert_ptr_eq(package_find(p, SV("XL/workbook.XML")),
			 package_at(p, 0));
	ck_assert_ptr_null(package_find(p, SV("xl/workbook")));
}
END_TEST

START_TEST(an_empty_archive_has_no_members)
{
	zip_finish(&z);

	ck_assert_int_eq(open_made(), 0);
	ck_assert_uint_eq(package_count(p), 0);
}
END_TEST

START_TEST(an_archive_cut_off_anywhere_is_refused)
{
	size_t whole;

	make_two();
	whole = z.bytes.n;
	for (size_t n = 2; n < whole; n++) {
		z.bytes.n = n;
		ck_assert_int_ne(open_made(), 0);
		ck_assert_int_eq(e.kind, ERR_INPUT);
		input_done(&in);
	}
}
END_TEST

START_TEST(one_changed_byte_never_changes_what_is_read)
{
	struct buf good = { 0 };
	size_t n;

	make_two();
	n = z.bytes.n;
	buf_put(&good, z.bytes.p, n);
	for (size_t i = 0; i < 8 * n; i++) {
		z.bytes.p[i / 8] ^= (char)(1 << i % 8);
		if (open_made() == 0) {
			const struct package_member *m =
				package_find(p, SV("b.txt"));

			buf_clear(&out);
			if (m && package_take(p, m, &out, 100, &e) == 0)
				ck_assert(sv_is(buf_view(&out),
						"second second second"));
		}
		package_close(p);
		p = NULL;
		input_done(&in);
		memcpy(z.bytes.p, good.p, n);
	}
	buf_done(&good);
}
END_TEST

START_TEST(bytes_in_front_are_refused_even_when_offsets_are_right)
{
	buf_str(&z.bytes, "MZ junk");
	make_two();

	ck_open_refused("x.zip", "bytes in front");
	ck_assert(zip_is_behind(&in));
}
END_TEST

START_TEST(bytes_behind_the_end_are_refused)
{
	make_two();
	buf_str(&z.bytes, "x");

	ck_open_refused("x.zip", "without its end");
}
END_TEST

START_TEST(a_second_archive_in_the_comment_is_refused)
{
	make_two();
	poke(header("PK\5\6", 0) + 20, 22, 2);
	buf_put(&z.bytes, "PK\5\6\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22);

	ck_open_refused("x.zip", "inside the end of another");
}
END_TEST

START_TEST(a_comment_is_allowed)
{
	make_two();
	poke(header("PK\5\6", 0) + 20, 5, 2);
	buf_str(&z.bytes, "hello");

	ck_assert_int_eq(open_made(), 0);
}
END_TEST

START_TEST(a_part_of_a_split_archive_is_refused)
{
	make_two();
	poke(header("PK\5\6", 0) + 4, 1, 2);

	ck_open_refused("x.zip", "split");
}
END_TEST

/*
 * Two members, and the records of zip64 in front of the end record, as writers
 * that stream leave them; with `markers` the end record says nothing itself.
 */
static void
make_end64(bool markers)
{
	struct made_zip plain = { 0 };
	unsigned char b[76] = "PK\6\6";
	size_t end, offset;

	zip_add(&plain, "a.txt", SV("first"));
	zip_add(&plain, "b.txt", SV("second"));
	zip_finish(&plain);
	end = plain.bytes.n - 22;
	offset = end - 2 * (46 + 5);
	poke(b + 4, 44, 8);
	poke(b + 12, 45, 2);
	poke(b + 14, 45, 2);
	poke(b + 24, 2, 8);
	poke(b + 32, 2, 8);
	poke(b + 40, end - offset, 8);
	poke(b + 48, offset, 8);
	memcpy(b + 56, "PK\6\7", 4);
	poke(b + 64, end, 8);
	poke(b + 72, 1, 4);
	buf_put(&z.bytes, plain.bytes.p, end);
	buf_put(&z.bytes, b, sizeof(b));
	buf_put(&z.bytes, plain.bytes.p + end, 22);
	zip_free(&plain);
	if (!markers)
		return;
	poke(header("PK\5\6", 0) + 8, 0xffff, 2);
	poke(header("PK\5\6", 0) + 10, 0xffff, 2);
	poke(header("PK\5\6", 0) + 12, UINT32_MAX, 4);
	poke(header("PK\5\6", 0) + 16, UINT32_MAX, 4);
}

START_TEST(zip64_records_of_a_small_archive_are_read)
{
	make_end64(_i);

	ck_assert_msg(open_made() == 0, "%s", e.msg);

	ck_assert_uint_eq(package_count(p), 2);
	ck_assert_int_eq(package_take(p, package_at(p, 1), &out, 6, &e), 0);
	ck_assert_str_eq(out.p, "second");
}
END_TEST

/* Offset in the two records, and what is written there. */
static const struct {
	size_t at;
	uint64_t value;
	int bytes;
} wrong64[] = {
	{ 4, 45, 8 },          { 16, 1, 4 },
	{ 20, 1, 4 },          { 24, 3, 8 },
	{ 32, 3, 8 },          { 40, 1, 8 },
	{ 48, 1, 8 },          { 60, 1, 4 },
	{ 64, 1, 8 },          { 72, 2, 4 },
	{ 32, UINT64_MAX, 8 }, { 48, UINT64_MAX - 10, 8 },
	{ 40, UINT64_MAX, 8 },
};

START_TEST(zip64_records_that_disagree_are_refused)
{
	make_end64(_i % 2);
	poke(header("PK\6\6", 0) + wrong64[_i / 2].at, wrong64[_i / 2].value,
	     wrong64[_i / 2].bytes);
	if (wrong64[_i / 2].at == 32)
		poke(header("PK\6\6", 0) + 24, wrong64[_i / 2].value, 8);

	ck_open_refused("x.zip", "does not fit the file");
}
END_TEST

START_TEST(zip64_values_without_their_record_are_refused)
{
	make_two();
	poke(header("PK\5\6", 0) + 16, UINT32_MAX, 4);

	ck_open_refused("x.zip", "does not fit the file");
}
END_TEST

/* Gives member 0 a zip64 field of n bytes and says its sizes are in it. */
static void
make_zip64(size_t n)
{
	static const char field[] = "\x01\x00\x10\x00\5\0\0\0\0\0\0\0"
				    "\5\0\0\0\0\0\0\0";
	struct made_zip plain = { 0 };
	size_t local, entry;

	zip_add(&plain, "a.txt", SV("first"));
	zip_finish(&plain);
	/* behind the name in front of the data, and behind it in the entry */
	local = 30 + 5;
	buf_put(&z.bytes, plain.bytes.p, local);
	buf_put(&z.bytes, field, n);
	buf_put(&z.bytes, plain.bytes.p + local, 5 + 46 + 5);
	buf_put(&z.bytes, field, n);
	buf_put(&z.bytes, plain.bytes.p + local + 5 + 46 + 5, 22);
	zip_free(&plain);
	poke_both(0, 18, 20, UINT32_MAX, 4);
	poke_both(0, 22, 24, UINT32_MAX, 4);
	poke_both(0, 28, 30, n, 2);
	entry = 46 + 5 + n;
	poke(header("PK\5\6", 0) + 12, entry, 4);
	poke(header("PK\5\6", 0) + 16, local + n + 5, 4);
}

START_TEST(sizes_in_a_zip64_field_are_read)
{
	make_zip64(20);

	ck_assert_msg(open_made() == 0, "%s", e.msg);
	ck_assert_uint_eq(package_at(p, 0)->size, 5);
	ck_assert_int_eq(package_take(p, package_at(p, 0), &out, 5, &e), 0);
	ck_assert_str_eq(out.p, "first");
}
END_TEST

START_TEST(a_zip64_field_that_is_cut_off_is_refused)
{
	static const size_t lengths[] = { 0, 3, 4, 11, 19 };

	make_zip64(lengths[_i]);

	ck_assert_int_ne(open_made(), 0);
}
END_TEST

START_TEST(a_directory_elsewhere_is_refused)
{
	make_two();
	poke(header("PK\5\6", 0) + 16, 1, 4);

	ck_open_refused("x.zip", "does not fit the file");
}
END_TEST

START_TEST(a_wrong_count_is_refused)
{
	make_two();
	poke(header("PK\5\6", 0) + 8, _i ? 1 : 3, 2);
	poke(header("PK\5\6", 0) + 10, _i ? 1 : 3, 2);

	ck_open_refused("x.zip", "does not fit the file");
}
END_TEST

START_TEST(one_member_too_many_is_refused)
{
	char name[16];

	for (unsigned i = 0; i < LIMIT_ZIP_ENTRIES + (unsigned)_i; i++) {
		snprintf(name, sizeof(name), "m%u", i);
		zip_add(&z, name, SV(""));
	}
	zip_finish(&z);

	if (_i == 0)
		ck_assert_int_eq(open_made(), 0);
	else
		ck_open_refused("x.zip", "2001 members");
}
END_TEST

START_TEST(one_byte_too_many_in_the_directory_is_refused)
{
	char name[65536];
	size_t have = 0,
	       want = (size_t)LIMIT_ZIP_DIRECTORY_BYTES + (unsigned)_i;

	memset(name, 'n', sizeof(name));
	for (char c = 'a'; have < want; c++) {
		size_t n = want - have < 60000 ? want - have : 50000;

		ck_assert_uint_gt(n, 50);
		name[0] = c;
		name[n - 46] = '\0';
		zip_add(&z, name, SV(""));
		name[n - 46] = 'n';
		have += n;
	}
	zip_finish(&z);

	if (_i == 0)
		ck_assert_msg(open_made() == 0, "%s", e.msg);
	else
		ck_open_refused("x.zip", "4096 KiB");
}
END_TEST

START_TEST(two_members_of_one_name_are_refused)
{
	static const char *const again[] = { "a.txt", "A.TXT" };

	zip_add(&z, "a.txt", SV("1"));
	zip_add(&z, again[_i], SV("2"));
	zip_finish(&z);

	ck_assert_int_ne(open_made(), 0);
	ck_assert_ptr_nonnull(strstr(e.msg, "two members of this name"));
}
END_TEST

START_TEST(a_second_opinion_in_front_of_the_data_is_refused)
{
	static const struct {
		size_t at;
		uint64_t v;
		int bytes;
	} lies[] = {
		{ 30, 'X', 1 }, /* the name */
		{ 8, 0, 2 },    /* the method */
		{ 14, 7, 4 },   /* the CRC-32 */
		{ 18, 7, 4 },   /* the compressed size */
		{ 22, 7, 4 },   /* the size */
		{ 6, 8, 2 },    /* a descriptor that is not there */
	};

	make_two();
	poke(header("PK\3\4", 1) + lies[_i].at, lies[_i].v, lies[_i].bytes);

	ck_open_refused("x.zip:b.txt", "in two ways");
}
END_TEST

START_TEST(encrypted_members_are_called_password_protected)
{
	static const uint16_t flags[] = { 1, 1 << 6, 1 << 13 };

	make_two();
	if (_i < 3)
		poke_both(1, 6, 8, flags[_i], 2);
	else
		poke_both(1, 8, 10, 99, 2);

	ck_open_refused("x.zip:b.txt", "password-protected");
}
END_TEST

START_TEST(other_compression_is_refused)
{
	make_two();
	poke_both(1, 8, 10, 12, 2);

	ck_open_refused("x.zip:b.txt", "method 12");
}
END_TEST

START_TEST(a_stored_member_of_two_sizes_is_refused)
{
	make_two();
	poke_both(0, 22, 24, 6, 4);

	ck_open_refused("x.zip:a.txt", "two sizes");
}
END_TEST

START_TEST(members_that_share_bytes_are_refused)
{
	make_two();
	/* b.txt lies where a.txt lies */
	poke(header("PK\1\2", 1) + 42, 0, 4);

	ck_assert_int_ne(open_made(), 0);
	ck_assert_int_eq(e.kind, ERR_INPUT);
}
END_TEST

START_TEST(members_that_swallow_the_next_are_refused)
{
	zip_add(&z, "a", SV("outer PK"));
	zip_add(&z, "b", SV("inner"));
	zip_finish(&z);
	/* a is said to be as long as both */
	poke_both(0, 18, 20, 8 + 31 + 5, 4);
	poke_both(0, 22, 24, 8 + 31 + 5, 4);

	ck_open_refused("x.zip:a", "shares bytes");
}
END_TEST

START_TEST(bytes_between_members_are_refused)
{
	zip_add(&z, "a", SV("1"));
	buf_str(&z.bytes, "hidden");
	zip_add(&z, "b", SV("2"));
	zip_finish(&z);

	ck_open_refused("x.zip:a", "6 bytes that belong to no member");
}
END_TEST

START_TEST(a_wrong_crc_is_refused)
{
	make_two();
	poke_both((uint32_t)_i, 14, 16, 1, 4);

	ck_read_refused((uint32_t)_i, "CRC-32");
}
END_TEST

START_TEST(more_bytes_than_declared_are_refused)
{
	make_two();
	poke_both(1, 22, 24, 19, 4);

	ck_read_refused(1, "more bytes than this member declares");
}
END_TEST

START_TEST(fewer_bytes_than_declared_are_refused)
{
	make_two();
	poke_both(1, 22, 24, 21, 4);

	ck_read_refused(1, "fewer bytes than this member declares");
}
END_TEST

START_TEST(bytes_behind_deflate_are_refused)
{
	struct buf b = { 0 };

	/* "second" deflated as one stored block, and one byte behind it */
	buf_put(&b, "\1\6\0\xf9\xff", 5);
	buf_str(&b, "secondX");
	zip_add(&z, "a", buf_view(&b));
	zip_finish(&z);
	poke_both(0, 8, 10, 8, 2);
	poke_both(0, 22, 24, 6, 4);
	poke_both(0, 14, 16, 0x21c1b5e1, 4);
	buf_done(&b);

	ck_read_refused(0, "bytes behind the compressed data");
}
END_TEST

START_TEST(deflate_that_breaks_off_is_refused)
{
	static const char *const broken[] = { "\1\6\0\xf9\xffsec", "\7\7\7" };

	zip_add(&z, "a", sv_n(broken[_i], _i ? 3 : 8));
	zip_finish(&z);
	poke_both(0, 8, 10, 8, 2);
	poke_both(0, 22, 24, 6, 4);

	ck_read_refused(0, "damaged compressed data");
}
END_TEST

/* Half text, half zeros: compresses as far as asked. */
static void
add_zeros(const char *name, size_t zeros, size_t noise)
{
	struct buf b = { 0 };
	uint32_t r = 1;

	for (size_t i = 0; i < noise; i++) {
		r = r * 1103515245 + 12345;
		buf_char(&b, (char)(r >> 16));
	}
	for (size_t i = 0; i < zeros; i++)
		buf_char(&b, 0);
	zip_add_deflated(&z, name, buf_view(&b));
	buf_done(&b);
}

START_TEST(one_byte_too_much_for_the_ratio_is_refused)
{
	uint64_t csize;

	add_zeros("small", MIB, 0);
	add_zeros("honest", 3 * MIB, 20000);
	zip_finish(&z);
	ck_assert_int_eq(open_made(), 0);

	/* up to the first MiB nothing is said of any ratio */
	ck_assert_uint_gt(package_at(p, 0)->size,
			  2 * LIMIT_ZIP_RATIO * package_at(p, 0)->csize);
	for (uint32_t i = 0; i < 2; i++)
		ck_assert_int_eq(
			package_take(p, package_at(p, i), &out, SIZE_MAX, &e),
			0);
	csize = package_at(p, 1)->csize;
	package_close(p);
	p = NULL;
	input_done(&in);
	buf_clear(&out);

	/* the last size that is honest is only not what there is */
	poke_both(1, 22, 24, (csize + 1) * LIMIT_ZIP_RATIO - 1, 4);
	ck_read_refused(1, "fewer bytes than this member declares");
	package_close(p);
	p = NULL;
	input_done(&in);
	poke_both(1, 22, 24, (csize + 1) * LIMIT_ZIP_RATIO, 4);
	ck_read_refused(1, "200 times");
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(a_member_past_the_limit_is_refused)
{
	make_two();
	poke_both(1, 22, 24, LIMIT_ZIP_ENTRY_BYTES + 1, 4);

	ck_read_refused(1, "512 MiB when inflated");
}
END_TEST

START_TEST(members_that_add_up_past_the_limit_are_refused)
{
	make_two();
	zip_free(&z);
	for (int i = 0; i < 3; i++)
		zip_add_deflated(&z, i ? i == 1 ? "b" : "c" : "a", SV("aaaa"));
	zip_finish(&z);
	for (uint32_t i = 0; i < 3; i++)
		poke_both(i, 22, 24,
			  i ? LIMIT_ZIP_TOTAL_BYTES / 2 : (unsigned)_i, 4);

	if (_i == 0)
		ck_assert_msg(open_made() == 0, "%s", e.msg);
	else
		ck_open_refused("x.zip", "1024 MiB when inflated");
}
END_TEST

START_TEST(an_archive_past_the_limit_is_not_read)
{
	char path[] = "/tmp/landschap-zip-XXXXXX";
	int fd = mkstemp(path);

	e = (struct err){ 0 };
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(pwrite(fd, "PK\3\4", 4, 0), 4);
	ck_assert_int_eq(ftruncate(fd, (off_t)LIMIT_ZIP_INPUT_BYTES + 1), 0);
	ck_assert_int_eq(input_open(&in, path, false, &mem, &e), 0);
	close(fd);
	unlink(path);

	ck_assert_int_ne(package_open(&in, &p, &e), 0);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(a_member_taken_whole_has_a_limit_of_its_own)
{
	make_two();

	ck_assert_int_eq(open_made(), 0);
	ck_assert_int_eq(package_take(p, package_at(p, 0), &out, 5, &e), 0);
	ck_assert_int_ne(package_take(p, package_at(p, 0), &out, 4, &e), 0);
	ck_assert_int_eq(e.kind, ERR_LIMIT);
}
END_TEST

START_TEST(the_members_tell_what_it_is)
{
	static const struct {
		const char *a, *b, *text;
		enum syntax is;
		const char *words;
	} kinds[] = {
		{ "[Content_Types].xml", "xl/workbook.xml", "", SYNTAX_XLSX,
		  NULL },
		{ "[Content_Types].xml", "xl/workbook.bin", "", SYNTAX_REFUSED,
		  ".xlsb" },
		{ "[Content_Types].xml", "word/document.xml", "",
		  SYNTAX_REFUSED, "Word" },
		{ "[Content_Types].xml", "other", "", SYNTAX_XLSX, NULL },
		{ "mimetype", "content.xml",
		  "application/vnd.oasis.opendocument.spreadsheet", SYNTAX_ODS,
		  NULL },
		{ "mimetype", "content.xml",
		  "application/vnd.oasis.opendocument.text", SYNTAX_REFUSED,
		  "no spreadsheet" },
		{ "META-INF/manifest.xml", "content.xml", "", SYNTAX_ODS,
		  NULL },
		{ "a.csv", "b.csv", "", SYNTAX_ZIP, NULL },
	};

	zip_add(&z, kinds[_i].a, sv(kinds[_i].text));
	zip_add(&z, kinds[_i].b, SV("x"));
	zip_finish(&z);
	ck_assert_int_eq(open_made(), 0);

	ck_assert_int_eq(syntax_of(&in), kinds[_i].is);
	if (kinds[_i].words)
		ck_assert_ptr_nonnull(
			strstr(syntax_refusal(&in), kinds[_i].words));
}
END_TEST

/* Walking */

static int
collect(void *ctx, const struct input *member, struct err *err)
{
	char text[64];
	ssize_t n = input_read(member, text, sizeof(text), 0);

	(void)err;
	buf_printf(ctx, "%s(%llu)=%.*s\n", member->name,
		   (unsigned long long)member->size, (int)n, text);
	return 0;
}

static int
walk(zip_member_fn *fn, struct diag *d)
{
	e = (struct err){ 0 };
	ck_assert_int_eq(
		input_from_bytes(&in, "x.zip", buf_view(&z.bytes), &mem, &e),
		0);
	return zip_walk(&in, fn, &out, d, &e);
}

START_TEST(walking_hands_out_every_file_in_order)
{
	struct diag d = { 0 };

	setenv("LANDSCHAP_CONFINE", _i ? "off" : "on", 1);
	zip_add_deflated(&z, "b.csv", SV("a;b"));
	zip_add(&z, "folder/", SV(""));
	zip_add(&z, "folder/a.csv", SV("c;d\n"));
	zip_add(&z, "__MACOSX/._a.csv", SV("junk"));
	zip_add(&z, "folder/empty.csv", SV(""));
	zip_finish(&z);

	ck_assert_msg(walk(collect, &d) == 0, "%s", e.msg);

	ck_assert_str_eq(out.p, "b.csv(3)=a;b\nfolder/a.csv(4)=c;d\n\n"
				"folder/empty.csv(0)=\n");
	ck_assert_uint_eq(d.n, 0);
	diag_done(&d);
}
END_TEST

START_TEST(walking_gives_inputs_that_are_measured)
{
	struct buf big = { 0 };
	struct diag d = { 0 };

	for (int i = 0; i < 400000; i++)
		buf_printf(&big, "%d;%d\n", i, i * 7);
	zip_add_deflated(&z, "big.csv", buf_view(&big));
	zip_finish(&z);

	ck_assert_int_eq(walk(collect, &d), 0);

	buf_clear(&big);
	ck_assert_ptr_nonnull(strstr(out.p, "big.csv(5"));
	buf_done(&big);
	diag_done(&d);
}
END_TEST

START_TEST(a_damaged_member_costs_only_itself)
{
	struct diag d = { 0 };

	setenv("LANDSCHAP_CONFINE", _i ? "off" : "on", 1);
	make_two();
	zip_free(&z);
	zip_add(&z, "a.csv", SV("1"));
	zip_add(&z, "b.csv", SV("2"));
	zip_add(&z, "c.csv", SV("3"));
	zip_finish(&z);
	poke_both(1, 14, 16, 0, 4);

	ck_assert_msg(walk(collect, &d) == 0, "%s", e.msg);

	ck_assert_str_eq(out.p, "a.csv(1)=1\nc.csv(1)=3\n");
	ck_assert_uint_eq(d.count[DIAG_REFUSE], 1);
	ck_assert_str_eq(d.message[0].where, "x.zip:b.csv");
	ck_assert_ptr_nonnull(strstr(d.message[0].text, "CRC-32"));
	diag_done(&d);
}
END_TEST

START_TEST(a_member_too_large_for_a_document_costs_only_itself)
{
	struct diag d = { 0 };

	setenv("LANDSCHAP_CONFINE", "off", 1);
	add_zeros("large.csv", 0, 2 * MIB);
	zip_add(&z, "good.csv", SV("1"));
	zip_finish(&z);
	poke_both(0, 22, 24, LIMIT_INPUT_BYTES + 1, 4);

	ck_assert_int_eq(walk(collect, &d), 0);

	ck_assert_str_eq(out.p, "good.csv(1)=1\n");
	ck_assert_str_eq(d.message[0].where, "x.zip:large.csv");
	ck_assert_ptr_nonnull(strstr(d.message[0].text, "256 MiB"));
	diag_done(&d);
}
END_TEST

START_TEST(links_are_told_and_not_read)
{
	struct diag d = { 0 };

	zip_add(&z, "a.csv", SV("/etc/passwd"));
	zip_finish(&z);
	poke(header("PK\1\2", 0) + 38, 0120777u << 16, 4);

	ck_assert_int_eq(walk(collect, &d), 0);

	ck_assert_uint_eq(out.n, 0);
	ck_assert_uint_eq(d.count[DIAG_WARN], 1);
	ck_assert_str_eq(d.message[0].where, "x.zip:a.csv");
	diag_done(&d);
}
END_TEST

START_TEST(names_are_made_visible)
{
	struct diag d = { 0 };

	zip_add(&z, "a\x1b[31m.csv", SV("1"));
	zip_finish(&z);

	ck_assert_int_eq(walk(collect, &d), 0);

	ck_assert_str_eq(out.p, "a\\u{1b}[31m.csv(1)=1\n");
	diag_done(&d);
}
END_TEST

static int
give_up(void *ctx, const struct input *member, struct err *err)
{
	struct at at = { .file = member->name };

	(void)ctx;
	return err_set(err, ERR_DB, &at, "no");
}

START_TEST(a_failure_of_the_receiver_ends_the_walk)
{
	struct diag d = { 0 };

	make_two();

	ck_assert_int_ne(walk(give_up, &d), 0);

	ck_assert_int_eq(e.kind, ERR_DB);
	ck_assert_str_eq(e.where, "a.txt");
	diag_done(&d);
}
END_TEST

START_TEST(a_damaged_archive_is_refused_by_the_walk)
{
	struct diag d = { 0 };

	make_two();
	poke(header("PK\5\6", 0) + 16, 1, 4);

	ck_assert_int_ne(walk(collect, &d), 0);

	ck_assert_str_eq(e.where, "x.zip");
	ck_assert_ptr_nonnull(strstr(e.msg, "damaged zip archive"));
	diag_done(&d);
}
END_TEST

START_TEST(a_bomb_costs_only_itself_in_a_walk)
{
	struct diag d = { 0 };

	add_zeros("bomb.csv", 3 * MIB, 1000);
	zip_add(&z, "good.csv", SV("1"));
	zip_finish(&z);

	ck_assert_int_eq(walk(collect, &d), 0);

	ck_assert_str_eq(out.p, "good.csv(1)=1\n");
	ck_assert_uint_eq(d.count[DIAG_REFUSE], 1);
	diag_done(&d);
}
END_TEST

Suite *
suite_zip(void)
{
	Suite *s = suite_create("zip");
	TCase *t = tcase_create("directory"), *r = tcase_create("members"),
	      *w = tcase_create("walk"), *c = tcase_create("confined");

	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_checked_fixture(r, setup, teardown);
	tcase_add_checked_fixture(w, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_set_timeout(r, 60);
	tcase_add_checked_fixture(c, setup, teardown);
	tcase_set_timeout(w, 60);
	tcase_set_timeout(c, 60);
	tcase_set_tags(c, "confined");
	tcase_add_test(t, names_are_found_without_case_and_with_either_slash);
	tcase_add_test(t, an_empty_archive_has_no_members);
	tcase_add_test(t, an_archive_cut_off_anywhere_is_refused);
	tcase_add_test(t, one_changed_byte_never_changes_what_is_read);
	tcase_add_test(t,
		       bytes_in_front_are_refused_even_when_offsets_are_right);
	tcase_add_test(t, bytes_behind_the_end_are_refused);
	tcase_add_test(t, a_second_archive_in_the_comment_is_refused);
	tcase_add_test(t, a_comment_is_allowed);
	tcase_add_test(t, a_part_of_a_split_archive_is_refused);
	tcase_add_loop_test(t, zip64_records_of_a_small_archive_are_read, 0, 2);
	tcase_add_loop_test(t, zip64_records_that_disagree_are_refused, 0,
			    2 * (int)(sizeof(wrong64) / sizeof(*wrong64)));
	tcase_add_test(t, zip64_values_without_their_record_are_refused);
	tcase_add_test(t, sizes_in_a_zip64_field_are_read);
	tcase_add_loop_test(t, a_zip64_field_that_is_cut_off_is_refused, 0, 5);
	tcase_add_test(t, a_directory_elsewhere_is_refused);
	tcase_add_loop_test(t, a_wrong_count_is_refused, 0, 2);
	tcase_add_loop_test(t, one_member_too_many_is_refused, 0, 2);
	tcase_add_loop_test(t, one_byte_too_many_in_the_directory_is_refused, 0,
			    2);
	tcase_add_loop_test(t, two_members_of_one_name_are_refused, 0, 2);
	tcase_add_loop_test(t, a_second_opinion_in_front_of_the_data_is_refused,
			    0, 6);
	tcase_add_loop_test(t, encrypted_members_are_called_password_protected,
			    0, 4);
	tcase_add_test(t, other_compression_is_refused);
	tcase_add_test(t, a_stored_member_of_two_sizes_is_refused);
	tcase_add_test(t, members_that_share_bytes_are_refused);
	tcase_add_test(t, members_that_swallow_the_next_are_refused);
	tcase_add_test(t, bytes_between_members_are_refused);
	tcase_add_test(t, an_archive_past_the_limit_is_not_read);
	tcase_add_loop_test(t, members_that_add_up_past_the_limit_are_refused,
			    0, 2);
	tcase_add_loop_test(t, the_members_tell_what_it_is, 0, 8);
	tcase_add_test(r, stored_and_deflated_members_come_out_whole);
	tcase_add_loop_test(r, a_wrong_crc_is_refused, 0, 2);
	tcase_add_test(r, more_bytes_than_declared_are_refused);
	tcase_add_test(r, fewer_bytes_than_declared_are_refused);
	tcase_add_test(r, bytes_behind_deflate_are_refused);
	tcase_add_loop_test(r, deflate_that_breaks_off_is_refused, 0, 2);
	tcase_add_test(r, one_byte_too_much_for_the_ratio_is_refused);
	tcase_add_test(r, a_member_past_the_limit_is_refused);
	tcase_add_test(r, a_member_taken_whole_has_a_limit_of_its_own);
	/* 0 in a confined child, 1 in this process */
	tcase_add_loop_test(c, walking_hands_out_every_file_in_order, 0, 1);
	tcase_add_loop_test(w, walking_hands_out_every_file_in_order, 1, 2);
	tcase_add_test(r, a_member_too_large_for_a_document_costs_only_itself);
	tcase_add_test(c, walking_gives_inputs_that_are_measured);
	tcase_add_loop_test(c, a_damaged_member_costs_only_itself, 0, 1);
	tcase_add_loop_test(w, a_damaged_member_costs_only_itself, 1, 2);
	tcase_add_test(c, links_are_told_and_not_read);
	tcase_add_test(c, names_are_made_visible);
	tcase_add_test(c, a_failure_of_the_receiver_ends_the_walk);
	tcase_add_test(c, a_damaged_archive_is_refused_by_the_walk);
	tcase_add_test(c, a_bomb_costs_only_itself_in_a_walk);
	suite_add_tcase(s, t);
	suite_add_tcase(s, r);
	suite_add_tcase(s, w);
	suite_add_tcase(s, c);
	return s;
}
