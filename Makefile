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

# Libraries are named once, in mk/packages.txt.
PKGS := $(shell sed -n 's/^build.*[[:space:]]\(.*\)\.pc$$/\1/p' mk/packages.txt)
PKG_CONFIG ?= pkg-config
PKG_CFLAGS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)
PKG_LIBS   := $(shell $(PKG_CONFIG) --libs $(PKGS) 2>/dev/null)
WARN   := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
          -Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wconversion
HARDEN := -fstack-protector-strong -fstack-clash-protection -fPIE \
          -ftrivial-auto-var-init=zero
ifneq ($(findstring clang,$(CC)),)
HARDEN += -enable-trivial-auto-var-init-zero-knowing-it-will-be-removed-from-clang
endif
# gcc for x86 copies and clears structs with `rep`, which takes long to begin:
# each of a million records is a few of those.
TUNE := -mmemcpy-strategy=unrolled_loop:128:noalign,libcall:-1:noalign \
        -mmemset-strategy=unrolled_loop:128:noalign,libcall:-1:noalign
TUNE := $(shell $(CC) $(TUNE) -fsyntax-only -x c /dev/null 2>/dev/null && \
        echo '$(TUNE)')
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,--as-needed
CPPFLAGS_ALL = -I. -I$(B)/gen -D_GNU_SOURCE \
               -DLANDSCHAP_VERSION='"$(VERSION)"' $(CPPFLAGS)
ifeq ($(SAN),)
CPPFLAGS_ALL += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
CFLAGS_ALL = -std=gnu11 $(OPT) -g $(WARN) $(HARDEN) $(TUNE) $(SAN) \
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

MAN := $(B)/share/man/man1/landschap.1
all: $(B)/bin/landschap $(MO) $(MAN) ## build the program in build/bin/landschap

# A missing library is said in one sentence before anything is compiled.
LIBS_OK := $(if $(PKG_LIBS),,need-build)
need-build need-test: need-%:
	@mk/deps.sh --check $*
# Prints "target: purpose" from the ## comment of the target.
PURPOSE = @sed -n 's/^$@:.*\#\# \(.*\)/$@: \1/p' Makefile

# Objects wait for the generated headers; -MMD tells the rest. flags.txt changes
# when a compiler or a flag does.
$(B)/gen/flags.txt: .FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL)' >$@.new
	@cmp -s $@ $@.new && rm $@.new || mv $@.new $@
$(B)/obj/%.o: %.c $(B)/gen/flags.txt | $(LIBS_OK) $(B)/gen/queries.h
	@mkdir -p $(@D)
	$(SAY) "CC $@"
	$(Q)$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/gen/%.o: $(B)/gen/%.c $(B)/gen/queries.h $(B)/gen/flags.txt
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

# The manual page comes from the tables of commands and options.
$(MAN): $(B)/bin/landschap
	@mkdir -p $(@D)
	@LC_ALL=C $< help --man >$@

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

# Tests. Each of them is one line of `tests/run.sh --list`.
CHECK_LIBS = $(shell $(PKG_CONFIG) --libs check jansson 2>/dev/null)
$(UNITOBJ): | $(if $(CHECK_LIBS),,need-test)
# Of the cli only what needs no command is tested by itself.
UNITCLI := $(B)/obj/cli/options.o $(B)/obj/cli/gather.o
$(B)/bin/unit: $(UNITOBJ) $(UNITCLI) $(B)/liblandschap.a
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(LINK) $^ -o $@ $(CHECK_LIBS) $(PKG_LIBS) -lm
FUZZBIN := $(FUZZ:tests/fuzz/%.c=$(B)/bin/%)
$(FUZZBIN): $(B)/bin/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/replay.o \
		$(B)/liblandschap.a
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(LINK) $(FUZZLINK) $(if $(FUZZLINK),$(filter-out %/replay.o,$^),$^) \
		-o $@ $(PKG_LIBS) -lm
TOOLBIN := $(TOOL:tests/tools/%.c=$(B)/bin/%)
$(TOOLBIN): $(B)/bin/%: $(B)/obj/tests/tools/%.o $(B)/liblandschap.a
	@mkdir -p $(@D)
	$(SAY) "LD $@"
	$(Q)$(LINK) $^ -o $@ $(PKG_LIBS) -lm

JOBS ?= $(shell nproc)
# Parallel even when the caller did not ask for it.
SUB = +@$(MAKE) --no-print-directory \
	$(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS))

deps: ## install through apt what is missing (mk/packages.txt)
	$(PURPOSE)
	@mk/deps.sh build run test

demo: ## build, import examples/ and write maps and tables into build/demo/
	$(PURPOSE)
	@mk/deps.sh build run
	$(SUB) all
	@mk/demo.sh $(B)/bin/landschap build/demo

check: ## every test: unit, golden, cli, hostile, fuzz corpus, meta, lint
	$(PURPOSE)
	$(SUB) check-build
	@B=$(B) tests/run.sh
check-build: all $(B)/bin/unit $(FUZZBIN) $(TOOLBIN)

unit: $(B)/bin/unit ## run the unit tests (SUITE="sv map" for some)
	@$(B)/bin/unit $(SUITE)

bless: ## rewrite what golden and cli tests expect, and show the difference
	$(PURPOSE)
	$(SUB) check-build
	@B=$(B) tests/run.sh --bless golden cli

asan: ## every test with AddressSanitizer and UBSan, built in build/asan
	$(PURPOSE)
	$(SUB) B=build/asan OPT=-O1 SAN="-fsanitize=address,undefined \
		-fno-sanitize-recover=undefined -fno-omit-frame-pointer" check-build
	@B=build/asan SLOW=asan tests/run.sh unit golden cli hostile fuzz script

valgrind: ## unit tests and a selection of cli tests under valgrind
	$(PURPOSE)
	$(SUB) check-build
	@B=$(B) tests/valgrind.sh

cover: ## lines and branches run by the tests, for each room (build/cover)
	$(PURPOSE)
	$(SUB) B=build/cover OPT=-O0 SAN="--coverage" check-build
	@B=build/cover mk/cover.sh

fuzz: ## each fuzz target for SECONDS=60 (clang's libFuzzer)
	$(PURPOSE)
	@mk/fuzz.sh $(or $(SECONDS),60) $(FUZZ)

lint: ## arrows between rooms, banned calls, format, registries, translation
	$(PURPOSE)
	@B=$(B) tests/run.sh lint

repro: ## build twice in different folders and compare the bytes
	$(PURPOSE)
	@mk/repro.sh

FLOORS := $(B)/bin/xlsx_floor $(B)/bin/saml_floor
$(FLOORS): $(B)/bin/%: $(B)/obj/bench/%.o
	@mkdir -p $(@D)
	$(Q)$(LINK) $^ -o $@ $(PKG_LIBS)

# Our own part without the program around it, and igraph when it is there.
IGRAPH := $(shell $(PKG_CONFIG) --exists igraph 2>/dev/null && echo igraph)
GRAPHS := $(B)/bin/failing $(if $(IGRAPH),$(B)/bin/igraph_points)
$(B)/bin/failing: $(B)/obj/bench/failing.o $(B)/obj/bench/tally.o \
		$(B)/liblandschap.a
	@mkdir -p $(@D)
	$(Q)$(LINK) $^ -o $@ $(PKG_LIBS) -lm
$(B)/bin/igraph_points: bench/igraph_points.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 -O2 $(WARN) $< -o $@ \
		$$($(PKG_CONFIG) --cflags --libs igraph) -lm

bench: all $(FLOORS) $(GRAPHS) ## a quick look at bench/goals.tsv, about a minute
	$(PURPOSE)
	-@B=$(B) bench/run.py quick

bench-full: all $(FLOORS) $(GRAPHS) ## the speed goals at full size, with peers
	$(PURPOSE)
	-@B=$(B) bench/run.py full

# Translation
KEYWORDS := _ N_ NG:1,2 err_set:4 err_prefix:2 diag_add:4 diag_note:3 \
            diag_warn:3 diag_refuse:3 plain_refuse:3 portal_refuse:3 \
            table_warn:2 table_note:2 counted:2,3 saml_refuse:3 REFUSE:3 term_say:1 term_note:2
TEXTS := $(sort $(wildcard $(addsuffix /*.[ch],base schema/* collectors \
         collectors/* analyzer reports reports/* cli) \
         $(addsuffix /*.def,schema/model collectors analyzer reports reports/* \
         cli)))
$(B)/landschap.pot: $(TEXTS) Makefile
	@mkdir -p $(@D)
	@xgettext -L C --from-code=UTF-8 --add-comments=TRANSLATORS \
		--add-location=file --sort-by-file --package-name=landschap \
		--no-wrap $(addprefix -k,$(KEYWORDS)) -o $@.new $(TEXTS)
	@sed -e '/^"POT-Creation-Date:/d' -e 's/; charset=CHARSET/; charset=UTF-8/' \
		$@.new >$@ && rm $@.new

pot: $(B)/landschap.pot ## extract the texts for people into build/landschap.pot
	$(PURPOSE)

po-update: $(B)/landschap.pot ## merge new texts into reports/locale/*.po
	$(PURPOSE)
	@for po in $(PO); do msgmerge -q --update --backup=none --no-wrap \
		--add-location=file --sort-by-file $$po $< && \
		LC_ALL=C msgfmt --statistics -o /dev/null $$po; done

# Installing
SHARE := $(patsubst $(B)/%,%,$(MO) $(MAN))
install: all ## install under PREFIX=/usr/local (DESTDIR is honoured)
	$(PURPOSE)
	install -D -m 755 $(B)/bin/landschap $(DESTDIR)$(PREFIX)/bin/landschap
	for f in $(SHARE); do \
		install -D -m 644 $(B)/$$f $(DESTDIR)$(PREFIX)/$$f; done
	install -D -m 644 LICENSE $(DESTDIR)$(PREFIX)/share/doc/landschap/LICENSE

uninstall: ## remove what install wrote
	$(PURPOSE)
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/,bin/landschap $(SHARE) \
		share/doc/landschap/LICENSE)

clean: ## remove build/
	$(PURPOSE)
	rm -rf build

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' Makefile | \
		awk -F'\t' '{ printf "make %-10s %s\n", $$1, $$2 }'

.FORCE:
.PHONY: .FORCE all asan bench bench-full bless check check-build clean cover \
	demo deps fuzz help install lint need-build need-test po-update pot \
	repro uninstall unit valgrind
-include $(OBJ:.o=.d) $(CLIOBJ:.o=.d) $(UNITOBJ:.o=.d) $(FUZZOBJ:.o=.d) \
	$(TOOLOBJ:.o=.d) $(GEN:.o=.d) $(B)/obj/bench/failing.d \
	$(B)/obj/bench/tally.d
