# remsledger -- one Makefile, GNU make. `make` builds; nothing is installed outside build/ and var/.
#
#   make              build both programs (remsd, rems) for development: sanitizers on, -Werror
#   make demo         install what is missing, start a private site, play the seed trial
#   make demo-stop    end everything the demo started
#   make check        install what is missing, build, run every test; last line: N passed, N failed
#   make check-unit   the C parts by themselves             make check-sql   pgTAP on a throwaway cluster
#   make check-e2e    real TLS, real database, real keys    make check-tui   terminal screens (tmux)
#   make check-layers who may include and call whom         make tidy        sizes, words, generated pages
#   make stories      every story of tests/stories          make play FILES='a.story b.story'
#   make golden       accept the golden files as they are now; read the diff before committing
#   make fmt          clang-format on our C                 make lint        clang-tidy, cppcheck
#   make cover        branch coverage of server/core, from the unit tests
#   make fuzz         libFuzzer programs of tests/fuzz      make bench       measurements of tests/bench
#   make torture      fault campaigns of tests/torture      make psql        psql in the demo's database
#   make docs         pages generated from the tables       make packages    install what build and tests need
#   make install      release build into DESTDIR/PREFIX     make clean       remove build/
#
# Switches (each combination builds in a folder of its own under build/):
#   SAN=              no sanitizers: -O2, hardened, no -Werror (default: SAN=address,undefined)
#   TRAINING=1        the training clock and training databases, and nothing else
#   FAULTS=1          fault points, which only tests use
#   TESTS='a_test.sh' with a check target: only the files whose path contains one of these words

SHELL         := /bin/bash
.SHELLFLAGS   := -eu -o pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
.SECONDARY:
MAKEFLAGS     += --no-builtin-rules
ifeq ($(filter -j% --jobs%,$(MAKEFLAGS)),)
MAKEFLAGS     += --jobs=$(shell nproc)
endif
.DEFAULT_GOAL := all

CC       = gcc
SAN      ?= address,undefined
TRAINING ?=
FAULTS   ?=
TESTS    ?=
PREFIX   ?= /usr/local
DESTDIR  ?=
comma    := ,

# --- what is built ------------------------------------------------------------------------------

SERVER_DIRS := core common ledger service api main
SERVER_C    := $(foreach d,$(SERVER_DIRS),$(wildcard server/$(d)/*.c))
CLIENT_C    := $(wildcard client/*.c client/*/*.c)
CLIENT_DIRS := client $(patsubst %/,%,$(wildcard client/*/))
UNIT_C      := $(wildcard tests/unit/*_test.c)
HEADERS     := $(wildcard server/*/*.h client/*.h client/*/*.h)
TABLES      := $(wildcard server/*/*.def client/*.def client/*/*.def)

# A folder sees itself and the folders named here; nothing else compiles (docs/ARCHITECTURE.md).
# By -iquote, so that "yaml.h" is ours and <yaml.h> the library's.
SEES_server/core    := server/core
SEES_server/common  := server/common server/core
SEES_server/ledger  := server/ledger server/common server/core
SEES_server/service := server/service server/ledger server/common server/core
SEES_server/api     := server/api server/service server/ledger server/common server/core
SEES_server/main    := server/main server/api server/service server/ledger server/common server/core
SEES_client         := $(CLIENT_DIRS) server/common server/core
SEES_tests/unit     := tests/unit $(addprefix server/,$(SERVER_DIRS)) $(CLIENT_DIRS)
includes = $(addprefix -iquote ,$(if $(filter client client/%,$1),$(SEES_client),$(SEES_$1)))

# --- how ----------------------------------------------------------------------------------------

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wvla -Wformat=2 -Wwrite-strings -Wundef
LIBRARIES := libpq openssl libevent libevent_openssl yaml-0.1 jansson libcurl

# Asked once, and only when something is compiled: the packages may be installed by the same make.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(LIBRARIES)))$(PKG_CFLAGS)
PKG_LIBS   = $(eval PKG_LIBS := $(shell pkg-config --libs $(LIBRARIES)))$(PKG_LIBS)

DEV_CFLAGS      := -O1 -g -Werror -fno-omit-frame-pointer
RELEASE_CFLAGS  := -O2 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fPIE
RELEASE_LDFLAGS := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack

# variant_name(sanitizers, training, faults)
variant_name = $(if $1,$(if $(filter address$(comma)undefined,$1),dev,san-$(subst $(comma),-,$1)),release)$(if $2,-training)$(if $3,-faults)

# The variant asked for, the one that the tests run, the one that is shipped, and the demo's.
VARIANT  := $(call variant_name,$(SAN),$(TRAINING),$(FAULTS))
SHIPPED  := $(call variant_name,,,)
DEMO     := $(call variant_name,,1,)
CHECKED  := $(call variant_name,$(SAN),1,1)
VARIANTS := $(sort $(VARIANT) $(SHIPPED) $(DEMO) $(CHECKED) cover)

has = $(findstring -$1,-$2-)
# compile_flags(variant), link_flags(variant)
compile_flags = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) \
	$(if $(call has,training,$1),-DREMS_TRAINING=1) $(if $(call has,faults,$1),-DREMS_FAULTS=1) \
	$(call build_flags,$1) $(PKG_CFLAGS) $(CFLAGS)
build_flags = $(strip $(if $(filter cover,$1),-O0 -g --coverage -DREMS_TRAINING=1 -DREMS_FAULTS=1,\
	$(if $(filter release%,$1),$(RELEASE_CFLAGS),$(DEV_CFLAGS) -fsanitize=$(SAN))))
link_flags = $(strip $(if $(filter cover,$1),--coverage,\
	$(if $(filter release%,$1),$(RELEASE_LDFLAGS),-fsanitize=$(SAN)))) -Wl,--as-needed $(LDFLAGS)

# One set of rules for each variant; $1 is its name.
define variant_rules
B_$1        := build/$1
SERVER_O_$1 := $$(SERVER_C:%.c=build/$1/%.o)
CLIENT_O_$1 := $$(CLIENT_C:%.c=build/$1/%.o)
CORE_O_$1   := $$(filter build/$1/server/core/%,$$(SERVER_O_$1))
SHARED_O_$1 := $$(filter build/$1/server/core/% build/$1/server/common/%,$$(SERVER_O_$1))
UNIT_$1     := $$(UNIT_C:%.c=build/$1/%)

build/$1/%.o: %.c Makefile | packages-build
	@mkdir -p $$(@D)
	@$$(call say,CC,$$@)
	@$$(CC) $$(call compile_flags,$1) $$(call includes,$$(patsubst %/,%,$$(dir $$<))) -MMD -MP -c $$< -o $$@

build/$1/remsd: $$(SERVER_O_$1)
	@$$(call say,LD,$$@)
	@$$(CC) $$^ $$(call link_flags,$1) $$(PKG_LIBS) -lm -o $$@

build/$1/rems: $$(CLIENT_O_$1) $$(SHARED_O_$1)
	@$$(call say,LD,$$@)
	@$$(CC) $$^ $$(call link_flags,$1) $$(PKG_LIBS) -lm -o $$@

# Everything but the two main functions, so that a unit test takes what it needs and no more.
build/$1/rems.a: $$(filter-out %/main.o build/$1/server/main/%,$$(SERVER_O_$1) $$(CLIENT_O_$1))
	@rm -f $$@
	@ar rcs $$@ $$^

build/$1/tests/unit/%_test: build/$1/tests/unit/%_test.o build/$1/rems.a
	@$$(call say,LD,$$@)
	@$$(CC) $$^ $$(call link_flags,$1) $$(PKG_LIBS) -lcmocka -lm -o $$@

-include $$(SERVER_O_$1:.o=.d) $$(CLIENT_O_$1:.o=.d) $$(UNIT_$1:%=%.d)
endef
say = printf '%-4s %s\n' '$1' '$2'
$(foreach v,$(VARIANTS),$(eval $(call variant_rules,$(v))))

programs = build/$1/remsd build/$1/rems

all: $(call programs,$(VARIANT))

help:
	@sed -n '1,/^$$/s/^# \{0,1\}//p' Makefile

# --- packages -----------------------------------------------------------------------------------
# Plain builds only say what is missing; the goals that promise to work on a bare machine install it.

INSTALLING := $(if $(filter demo check check-% play stories packages cover fuzz,$(MAKECMDGOALS)),,--dry)
NEEDS_TEST := $(filter check check-% packages cover stories play fuzz,$(MAKECMDGOALS))
NEEDS_RUN  := $(if $(NEEDS_TEST),,$(filter demo,$(MAKECMDGOALS)))

packages-build:
	@config/packages/install.sh $(INSTALLING) build $(if $(NEEDS_RUN)$(NEEDS_TEST),run) $(if $(NEEDS_TEST),test)

packages: packages-build

# --- tests --------------------------------------------------------------------------------------
# One harness for all tiers: tests/lib/run.sh. It gets the programs by environment.

RUN = BUILD=build/$(CHECKED) SHIPPED=build/$(SHIPPED) ONLY='$(TESTS)' tests/lib/run.sh
TESTED := $(call programs,$(CHECKED)) $(call programs,$(SHIPPED))

check: $(TESTED) $(UNIT_$(CHECKED))
	@$(RUN) layers tidy unit sql stories e2e tui

check-unit: $(UNIT_$(CHECKED))
	@$(RUN) unit

check-sql: packages-build
	@$(RUN) sql

check-e2e: $(TESTED)
	@$(RUN) e2e

check-tui: $(TESTED)
	@$(RUN) tui

check-layers: $(CORE_O_$(CHECKED)) $(CORE_O_$(SHIPPED))
	@$(RUN) layers

tidy: packages-build
	@$(RUN) tidy

stories: $(TESTED)
	@$(RUN) stories

play: $(call programs,$(CHECKED))
	@BUILD=build/$(CHECKED) tests/lib/play.sh $(FILES)

golden: $(TESTED) $(UNIT_$(CHECKED))
	@UPDATE=1 $(RUN) unit sql e2e tui
	@git --no-pager diff --stat -- '*golden*'

cover: $(UNIT_cover)
	@tests/lib/cover.sh build/cover

bench: $(call programs,$(DEMO))
	@BUILD=build/$(DEMO) tests/lib/campaign.sh bench

torture: $(TESTED)
	@BUILD=build/$(CHECKED) tests/lib/campaign.sh torture

fuzz: packages-build
	@PKG_CFLAGS='$(PKG_CFLAGS)' PKG_LIBS='$(PKG_LIBS)' tests/lib/fuzz.sh

# What check-layers must know of this file, and nobody else.
print-sees:
	@$(foreach d,$(addprefix server/,$(SERVER_DIRS)) $(CLIENT_DIRS),echo '$(d): $(filter-out -iquote,$(call includes,$(d)))';)
print-pkg-cflags:
	@echo '$(PKG_CFLAGS)'

# --- by hand ------------------------------------------------------------------------------------

demo: $(call programs,$(DEMO))
	@BUILD=build/$(DEMO) config/demo/demo.sh

demo-stop:
	@config/demo/stop.sh

psql:
	@config/demo/psql.sh

docs: $(call programs,$(CHECKED))
	@BUILD=build/$(CHECKED) tests/lib/docs.sh --write

fmt:
	@command -v clang-format >/dev/null || { echo 'make fmt needs clang-format (package clang-format)' >&2; exit 2; }
	@clang-format -i $(SERVER_C) $(CLIENT_C) $(UNIT_C) $(HEADERS)

lint: packages-build
	@command -v clang-tidy >/dev/null || { echo 'make lint needs clang-tidy (package clang-tidy)' >&2; exit 2; }
	@tests/lib/lint.sh

install: $(call programs,$(SHIPPED))
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/remsledger
	install -m 755 $^ $(DESTDIR)$(PREFIX)/bin
	cp -R --no-preserve=ownership sql config/programs $(DESTDIR)$(PREFIX)/share/remsledger

clean:
	rm -rf build

.PHONY: all help packages packages-build check check-unit check-sql check-e2e check-tui check-layers \
        tidy stories play golden cover bench torture fuzz print-sees print-pkg-cflags demo demo-stop \
        psql docs fmt lint install clean
