/* Reads tests/hostile/output/strings.json; refuses a list that shrank. */
#include "tests/unit/hostile.h"

#include <check.h>
#include <jansson.h>

const struct hostile *
hostile_strings(struct arena *mem)
{
	json_t *list = json_load_file("tests/hostile/output/strings.json",
				      JSON_ALLOW_NUL, NULL);
	struct hostile *h =
		arena_array(mem, HOSTILE_STRINGS, sizeof(struct hostile));

	ck_assert_uint_eq(json_array_size(list), HOSTILE_STRINGS);
	for (size_t i = 0; i < HOSTILE_STRINGS; i++) {
		json_t *one = json_array_get(list, i);
		json_t *text = json_object_get(one, "text");

		h[i].id = arena_str(
			mem, json_string_value(json_object_get(one, "id")));
		h[i].text = arena_sv(mem, sv_n(json_string_value(text),
					       json_string_length(text)));
	}
	json_decref(list);
	return h;
}
