/*
 * Text for people: English in the code, other languages from gettext's
 * catalogue "landschap". err_set, err_prefix, diag_* and table_warn translate
 * their format themselves; _() is for the rest. Keys of CSV and JSON are never
 * translated.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#include <libintl.h>

#define _(text)          dgettext("landschap", text)
#define N_(text)         text
#define NG(one, many, n) dngettext("landschap", one, many, (unsigned long)(n))

#endif
