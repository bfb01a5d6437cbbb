# Landschap: one Makefile. `make help` lists what it can do.
# Only B, CFLAGS and SAN differ between variants; rules are the same for all.

B       ?= build
CC      ?= gcc
VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=
SAN     ?=
OPT     ?= -O2

PKGS     := sqlite3 libxml-2.0 libzip icu-uc icu-i18n libcrypto libcgraph libgvc jansson
PKG_CONFIG ?= pkg-config
WARN     := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
            -Wmissing-prototypes -Wformat=2 -Wvla -Wundef -Wconversion
HARDEN   := -fstack-protector-strong -fstack-clash-protection -fPIE \
            -ftrivial-auto-var-init=zero
LDHARDEN := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
CPPFLAGS_ALL = -I. -I$(B)/gen -D_GNU_SOURCE -DLANDSCHAP_VERSION='"$(VERSION)"' $(CPPFLAGS)
ifeq ($(SAN),)
CPPFLAGS_ALL += -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
endif
CFLAGS_ALL = -std=gnu11 $(OPT) -g $(WARN) $(HARDEN) $(SAN) \
             -ffile-prefix-map=$(CURDIR)=. \
             $(shell $(PKG_CONFIG) --cflags $(PKGS)) $(CFLAGS)
LDLIBS_ALL = $(shell $(PKG_CONFIG) --libs $(PKGS)) -lm

SRC  := $(sort $(wildcard base/*.c schema/*/*.c collectors/*.c collectors/*/*.c \
        analyzer/*.c reports/*.c reports/*/*.c))
CLI  := $(sort $(wildcard cli/*.c))
UNIT := $(sort $(wildcard tests/unit/*.c))
OBJ  := $(SRC:%.c=$(B)/obj/%.o)
CLIOBJ := $(CLI:%.c=$(B)/obj/%.o)
UNITOBJ := $(UNIT:%.c=$(B)/obj/%.o)

all: $(B)/bin/landschap ## build the program
$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c $< -o $@
$(B)/liblandschap.a: $(OBJ)
	@rm -f $@
	@ar rcs $@ $^
$(B)/bin/landschap: $(CLIOBJ) $(B)/liblandschap.a
	@mkdir -p $(@D)
	$(CC) $(SAN) $(LDHARDEN) $^ -o $@ $(LDLIBS_ALL)
-include $(OBJ:.o=.d) $(CLIOBJ:.o=.d) $(UNITOBJ:.o=.d)
.PHONY: all
