# Landschap: one Makefile. `make help` lists what it can do.
# Variants (asan, cover, clang) only change B, CC, OPT and SAN.

B       ?= build
CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
SAN     ?=
OPT     ?= -O2
# V=1 shows whole commands.
Q   := $(if $(V),,@)
SAY := @$(if $(V),:,echo)

PKGS := sqlite3 libxml-2.0 libzip icu-uc icu-i18n libcrypto libcgraph libgvc \
        jansson libseccomp
PKG_CONFIG ?= pkg-config
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)
WARN   := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
          -Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wconversion
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE \
          -ftrivial-auto-var-init=zero
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed
CPPFLAGS_ALL = -I. -I$(B)/gen -D_GNU_SOURCE \
               -DLANDSCHAP_VERSION='"$(VERSION)"' $(CPPFLAGS)
ifeq ($(SAN),)
CPPFLAGS_ALL += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
CFLAGS_ALL = -std=gnu11 $(OPT) -g $(WARN) $(HARDEN) $(SAN) \
             -ffile-prefix-map=$(CURDIR)=. $(PKG_CFLAGS) $(CFLAGS)
LINK = $(CC) $(SAN) $(LDHARDEN) $(LDFLAGS)

SRC  := $(sort $(wildcard base/*.c schema/*/*.c collectors/*.c \
        collectors/*/*.c analyzer/*.c reports/*.c reports/*/*.c))
CLI  := $(sort $(wildcard cli/*.c))
UNIT := $(sort $(wildcard tests/unit/*.c))
FUZZ := $(sort $(wildcard tests/fuzz/fuzz_*.c))
TOOL := $(sort $(wildcard tests/tools/*.c))
PO   := $(sort $(wildcard reports/locale/*.po))
QUERY := $(sort $(wildcard schema/sql/queries/*.sql))
MIGRATION := $(sort $(wildcard schema/sql/migrations/*.sql))
REFERENCE := $(sort $(wildcard schema/reference/*.csv))

GEN     := $(B)/gen/queries.o $(B)/gen/migrations.o $(B)/gen/refdata.o \
           $(B)/gen/refdata-bytes.o
OBJ     := $(SRC:%.c=$(B)/obj/%.o)
CLIOBJ  := $(CLI:%.c=$(B)/obj/%.o)
UNITOBJ := $(UNIT:%.c=$(B)/obj/%.o)
FUZZOBJ := $(FUZZ:%.c=$(B)/obj/%.o) $(B)/obj/tests/fuzz/replay.o
TOOLOBJ := $(TOOL:%.c=$(B)/obj/%.o)
MO      := $(PO:reports/locale/%.po=$(B)/share/locale/%/LC_MESSAGES/landschap.mo)

.DELETE_ON_ERROR:
.SUFFIXES:

all: $(B)/bin/landschap $(MO) ## build the program

# Objects wait for the generated headers; -MMD tells the rest.
$(B)/obj/%.o: %.c Makefile | $(B)/gen/queries.h
	@mkdir -p $(@D)
	$(SAY) "CC $@"
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/gen/%.o: $(B)/gen/%.c $(B)/gen/queries.h Makefile
	$(SAY) "CC $@"
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/gen/refdata-bytes.o: $(B)/gen/refdata.S
	$(Q)$(CC) -c $< -o $@
$(B)/liblandschap.a: $(OBJ) $(GEN) $(B)/gen/sources.txt
	@rm -f $@
	@ar rcsD $@ $(filter %.o,$^)
$(B)/bin/landschap: $(CLIOBJ) $(B)/liblandschap.a
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(LINK) $^ -o $@ $(PKG_LIBS) -lm

# Text that becomes C. sources.txt changes when a file comes or goes.
$(B)/gen/sources.txt: .FORCE
	@mkdir -p $(@D)
	@printf '%s\n' $(SRC) $(QUERY) $(MIGRATION) $(REFERENCE) >$@.new
	@cmp -s $@ $@.new && rm $@.new || mv $@.new $@
$(B)/gen/queries.h $(B)/gen/queries.c &: mk/queries.awk $(QUERY) \
		$(B)/gen/sources.txt
	@rm -f $(B)/gen/queries.h $(B)/gen/queries.c
	@awk -v h=$(B)/gen/queries.h -v c=$(B)/gen/queries.c \
		-f mk/queries.awk $(QUERY) </dev/null || \
		{ rm -f $(B)/gen/queries.[ch]; exit 1; }
$(B)/gen/migrations.c: mk/migrations.awk $(MIGRATION) $(B)/gen/sources.txt
	@awk -f mk/migrations.awk $(MIGRATION) </dev/null >$@
$(B)/gen/refdata.S $(B)/gen/refdata.c &: mk/refdata.sh $(REFERENCE) \
		$(B)/gen/sources.txt
	@mk/refdata.sh $(B)/gen/refdata.S $(B)/gen/refdata.c $(REFERENCE)
$(B)/share/locale/%/LC_MESSAGES/landschap.mo: reports/locale/%.po
	@mkdir -p $(@D)
	@msgfmt -c -o $@ $<

# Tests
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check)
$(B)/bin/unit: $(UNITOBJ) $(B)/liblandschap.a
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(LINK) $^ -o $@ $(CHECK_LIBS) $(PKG_LIBS) -lm

unit: $(B)/bin/unit ## run the unit tests (SUITE="sv map" for some)
	@$(B)/bin/unit $(SUITE)

clean: ## remove build/
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | \
		awk -F'\t' '{ printf "make %-10s %s\n", $$1, $$2 }'

.FORCE:
.PHONY: .FORCE all unit clean help
-include $(OBJ:.o=.d) $(CLIOBJ:.o=.d) $(UNITOBJ:.o=.d) $(FUZZOBJ:.o=.d) \
	$(TOOLOBJ:.o=.d) $(GEN:.o=.d)
