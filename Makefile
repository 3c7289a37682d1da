# The only entry to canbao's build: `make help` says what there is.
# The version is kept here and nowhere else.
VERSION := 0.1.0
SONAME_VERSION := 0

BUILD ?= build
PREFIX ?= /usr/local
DESTDIR ?=
BINDIR ?= $(PREFIX)/bin
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
LOCALEDIR ?= $(DATADIR)/locale
# Where stock lua5.4 looks for modules. The C part finds libcanbao.so three folders above itself.
LUADIR ?= $(DATADIR)/lua/5.4
LUACDIR ?= $(LIBDIR)/lua/5.4

CC ?= cc
AR ?= ar
LUA ?= lua5.4
CFLAGS ?= -O2 -g
LDFLAGS ?=
# WERROR=-Werror and SANITIZE=-fsanitize=... come from the lint and asan targets.
WERROR ?=
SANITIZE ?=
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes
STANDARD := -std=c11 -D_GNU_SOURCE
# Only the sources that name these are compiled again when they change.
PLACES = -DCANBAO_VERSION='"$(VERSION)"' -DCANBAO_DATA_DIR='"$(DATADIR)/canbao"' \
  -DCANBAO_LOCALE_DIR='"$(LOCALEDIR)"'
PACKAGES := lua5.4 lua5.4-filesystem libcjson nettle

# Written by the dependency check: PACKAGE_CFLAGS and PACKAGE_LIBS. Every goal but these few needs it.
PACKAGES_MK := $(BUILD)/packages.mk
ifneq ($(filter-out help clean,$(or $(MAKECMDGOALS),all)),)
include $(PACKAGES_MK)
endif

COMPILE = $(CC) $(STANDARD) $(WARNINGS) $(WERROR) -fvisibility=hidden -fPIC -pthread \
  -Iinclude -Iengine $(PACKAGE_CFLAGS) $(SANITIZE) $(CFLAGS)
LINK = $(CC) $(SANITIZE) $(CFLAGS) $(LDFLAGS) -pthread
LIBS = $(PACKAGE_LIBS)

LIBRARY_SOURCES := $(filter-out engine/cli/%,$(sort $(wildcard engine/*/*.c)))
PROGRAM_SOURCES := $(sort $(wildcard engine/cli/*.c))
UNIT_SOURCES := $(sort $(wildcard tests/support/unit*.c))
EMBEDDED := $(sort $(wildcard engine/lua/*.lua)) $(wildcard rules/fields.lua)
OBJ := $(BUILD)/obj
LIBRARY_OBJECTS := $(LIBRARY_SOURCES:%.c=$(OBJ)/%.o) $(OBJ)/embedded.o
PROGRAM_OBJECTS := $(PROGRAM_SOURCES:%.c=$(OBJ)/%.o)
UNIT_OBJECTS := $(UNIT_SOURCES:%.c=$(OBJ)/%.o)
TRUTH_OBJECTS := $(OBJ)/tests/truth/compare.o
STARVE_OBJECTS := $(OBJ)/tests/support/starve.o $(OBJ)/starve/main.o
OBJECTS := $(LIBRARY_OBJECTS) $(PROGRAM_OBJECTS) $(UNIT_OBJECTS) $(TRUTH_OBJECTS) $(STARVE_OBJECTS)

SHARED := libcanbao.so.$(SONAME_VERSION)
MODULE := $(BUILD)/lua/canbao.lua $(BUILD)/lua/canbao/core.so
CATALOGUE := $(BUILD)/locale/zh_CN/LC_MESSAGES/canbao.mo
PRODUCTS := $(BUILD)/libcanbao.a $(BUILD)/libcanbao.so $(if $(wildcard engine/po/zh_CN.po),$(CATALOGUE)) \
  $(if $(filter %/main.c,$(PROGRAM_SOURCES)),$(BUILD)/canbao) $(if $(filter %/unit.c,$(UNIT_SOURCES)),$(BUILD)/unit) \
  $(BUILD)/truth $(BUILD)/starve $(if $(wildcard examples/embed.c),$(BUILD)/embed) $(MODULE)

# What is tested speaks English, whatever the tester does.
PLAIN := env -u LANGUAGE LC_ALL=C.UTF-8

# One line a step; V=1 shows the commands. As many jobs as there are cores; a -j on the command line wins.
Q := $(if $(V),,@)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(shell nproc 2>/dev/null || echo 2)
endif

.DELETE_ON_ERROR:
.SUFFIXES:
.PHONY: all help deps demo test guard examples spec cases lint asan tsan fuzz bench soak install fmt meta po clean \
  objects fuzzers lint-tools FORCE

all: $(PRODUCTS) ## build the library, the program and the test programs under build/

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1         \2/p' Makefile | sed 's/^\(.\{14\}\) *\(.*\)/\1 \2/'

# ---- what the build needs ----

deps: $(PACKAGES_MK) ## check, and where possible install, what the build needs

$(PACKAGES_MK): scripts/deps.sh
	@mkdir -p $(BUILD)
	@bash scripts/deps.sh build
	@{ echo "PACKAGE_CFLAGS := $$(pkg-config --cflags $(PACKAGES))"; \
	   echo "PACKAGE_LIBS := $$(pkg-config --libs $(PACKAGES))"; } > $@.$$$$ && mv $@.$$$$ $@

lint-tools: $(BUILD)/lint-tools.stamp

$(BUILD)/lint-tools.stamp: scripts/deps.sh
	@bash scripts/deps.sh lint
	@touch $@

# Without a browser the tests that render a page say so and do without; everything else is tested.
$(BUILD)/test-tools.stamp: scripts/deps.sh
	@mkdir -p $(BUILD)
	@timeout 300 bash scripts/deps.sh test || echo "pages will not be rendered by the tests"
	@touch $@

# Rewritten only when it differs, so that another compiler or other flags rebuild everything.
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(subst ','\'',$(COMPILE))' | cmp -s - $@ || echo '$(subst ','\'',$(COMPILE))' > $@

# The same for the list of sources, so that a deleted file leaves the library too.
$(BUILD)/sources: FORCE
	@mkdir -p $(BUILD)
	@echo '$(OBJECTS)' | cmp -s - $@ || echo '$(OBJECTS)' > $@

$(BUILD)/places: FORCE
	@mkdir -p $(BUILD)
	@echo '$(subst ','\'',$(PLACES))' | cmp -s - $@ || echo '$(subst ','\'',$(PLACES))' > $@

PLACED := $(if $(LIBRARY_SOURCES)$(PROGRAM_SOURCES),$(shell grep -lE \
  'CANBAO_(VERSION|DATA_DIR|LOCALE_DIR)' $(LIBRARY_SOURCES) $(PROGRAM_SOURCES)))
$(PLACED:%.c=$(OBJ)/%.o): private COMPILE += $(PLACES)
$(PLACED:%.c=$(OBJ)/%.o): $(BUILD)/places

# ---- the library and the programs ----
# Everything is written beside its place and moved there, so that two builds at a time do no harm.

$(OBJ)/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  compile $<"
	$(Q)$(COMPILE) -MMD -MP -MF $(@:.o=.d) -MT $@ -c $< -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/embedded.c: engine/embed.lua $(EMBEDDED)
	@mkdir -p $(@D)
	@echo "  embed   $(EMBEDDED)"
	$(Q)$(LUA) engine/embed.lua $(EMBEDDED) > $@.$$$$ && mv $@.$$$$ $@

$(OBJ)/embedded.o: $(BUILD)/embedded.c engine/host/embedded.h $(BUILD)/flags
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -c $< -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/libcanbao.a: $(LIBRARY_OBJECTS) $(BUILD)/sources
	@echo "  archive $@"
	$(Q)rm -f $@.$$$$ && $(AR) rcs $@.$$$$ $(LIBRARY_OBJECTS) && mv $@.$$$$ $@

$(BUILD)/$(SHARED): $(LIBRARY_OBJECTS) $(BUILD)/sources
	@echo "  link    $@"
	$(Q)$(LINK) -shared -Wl,-soname,$(SHARED) $(LIBRARY_OBJECTS) $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/libcanbao.so: $(BUILD)/$(SHARED)
	$(Q)ln -sf $(SHARED) $@

$(BUILD)/canbao: $(PROGRAM_OBJECTS) $(BUILD)/libcanbao.a
	@echo "  link    $@"
	$(Q)$(LINK) $^ $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/unit: $(UNIT_OBJECTS) $(BUILD)/libcanbao.a
	@echo "  link    $@"
	$(Q)$(LINK) $^ $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/truth: $(TRUTH_OBJECTS) $(BUILD)/libcanbao.a
	@echo "  link    $@"
	$(Q)$(LINK) $^ $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

# The program whose allocations fail one after the other: its own main, and every function that allocates wrapped.
WRAPPED := malloc calloc aligned_alloc realloc free strdup strndup realpath asprintf vasprintf open_memstream

$(OBJ)/starve/main.o: engine/cli/main.c $(BUILD)/flags $(BUILD)/places
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(PLACES) -Dmain=canbao_main -MMD -MP -MF $(@:.o=.d) -MT $@ -c $< -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/starve: $(STARVE_OBJECTS) $(filter-out %/main.o,$(PROGRAM_OBJECTS)) $(BUILD)/libcanbao.a
	@echo "  link    $@"
	$(Q)$(LINK) $(WRAPPED:%=-Wl,--wrap=%) $^ $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

# The example sees the public header and the shared library, nothing else.
$(BUILD)/embed: examples/embed.c include/canbao.h $(BUILD)/libcanbao.so $(BUILD)/flags
	@echo "  link    $@"
	$(Q)$(CC) -std=c11 $(WARNINGS) $(WERROR) $(SANITIZE) $(CFLAGS) -Iinclude $< -L$(BUILD) -lcanbao \
	  -Wl,-rpath,'$$ORIGIN' $(LDFLAGS) -o $@.$$$$ && mv $@.$$$$ $@

# The Lua module: the public header, the shared library and Lua's headers. The interpreter itself brings Lua.
$(BUILD)/lua/canbao/core.so: $(sort $(wildcard scripts/lua/*.c)) scripts/lua/core.h include/canbao.h \
  $(BUILD)/libcanbao.so $(BUILD)/flags
	@mkdir -p $(@D)
	@echo "  link    $@"
	$(Q)$(CC) -std=c11 $(WARNINGS) $(WERROR) -fvisibility=hidden -fPIC -shared $(SANITIZE) $(CFLAGS) -Iinclude \
	  $(PACKAGE_CFLAGS) $(filter %.c,$^) -L$(BUILD) -lcanbao -Wl,-rpath,'$$ORIGIN/../..:$$ORIGIN/../../..' $(LDFLAGS) \
	  -o $@.$$$$ && mv $@.$$$$ $@

$(BUILD)/lua/canbao.lua: scripts/lua/canbao.lua
	@mkdir -p $(@D)
	$(Q)cp $< $@.$$$$ && mv $@.$$$$ $@

objects: $(OBJECTS)

$(CATALOGUE): engine/po/zh_CN.po
	@mkdir -p $(@D)
	@echo "  msgfmt  $<"
	$(Q)msgfmt -c -o $@.$$$$ $< && mv $@.$$$$ $@

-include $(OBJECTS:.o=.d)

# ---- using it ----

demo: all ## decide the three example rosters, show the results, and write the page of one what-if
	@CANBAO_BUILD=$(BUILD) bash scripts/demo.sh

test: all $(BUILD)/test-tools.stamp ## run every spec and every county's cases; ends with `N passed, N failed`
	@$(PLAIN) CANBAO_BUILD=$(BUILD) $(LUA) tests/support/tally.lua test

# What a changed script must keep, beside ending in no conflict and no gap: gates as canbao whatif --gate takes them,
# parted by spaces. GUARD_DAY is the day of the script's year as of which residents are decided.
GATES ?= undetermined<=base
GUARD_BASE ?= HEAD~1
GUARD_DAY ?= 03-01

guard: all ## hold rules/ against the commit before, GUARD_BASE=HEAD~1, by GATES='undetermined<=base'
	@CANBAO_BUILD=$(BUILD) GATES='$(GATES)' GUARD_BASE='$(GUARD_BASE)' GUARD_DAY='$(GUARD_DAY)' bash scripts/guard.sh

examples: all ## make the example rosters again, byte for byte
	@CANBAO_BUILD=$(BUILD) bash scripts/examples.sh

bench: all ## canbao beside DuckDB and a C loop on one million residents; writes bench/results.md
	@CANBAO_BUILD=$(BUILD) BENCH_COMPILE='$(COMPILE)' BENCH_LIBS='$(LIBS)' BENCH_CC='$(CC)' BENCH_CFLAGS='$(CFLAGS)' \
	  bash tests/bench/run.sh

FUZZ_SECONDS ?= 60
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))

# The fuzzers in tests/fuzz need clang; the whole program is fed by tests/support/fuzz.lua.
fuzz: lint-tools ## feed broken input to the readers and the program, FUZZ_SECONDS=60 each, sanitized
	@$(MAKE) --no-print-directory BUILD=build-fuzz CC=clang CFLAGS='-O1 -g -fno-omit-frame-pointer' \
	  SANITIZE='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
	@$(MAKE) --no-print-directory BUILD=build-asan $(ASAN_FLAGS) all
	@$(PLAIN) CANBAO_BUILD=build-fuzz FUZZ_SECONDS=$(FUZZ_SECONDS) $(LUA) tests/support/tally.lua fuzz

fuzzers: $(FUZZERS)

$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libcanbao.a
	@mkdir -p $(@D)
	@echo "  link    $@"
	$(Q)$(COMPILE) -fsanitize=fuzzer $< $(BUILD)/libcanbao.a $(LIBS) -o $@.$$$$ && mv $@.$$$$ $@

SOAK_SECONDS ?= 3600

soak: all ## one roster again and again; then random scripts and rosters against the reference, SOAK_SECONDS=3600
	@$(PLAIN) CANBAO_BUILD=$(BUILD) bash scripts/soak.sh
	@$(PLAIN) CANBAO_BUILD=$(BUILD) $(LUA) tests/truth/truth.lua soak $(SOAK_SECONDS)

ASAN_FLAGS = CFLAGS='-O1 -g -fno-omit-frame-pointer' \
  SANITIZE='-fsanitize=address,undefined -fno-sanitize-recover=all'

asan: ## the whole test suite under the address and undefined-behaviour sanitizers
	@$(MAKE) --no-print-directory BUILD=build-asan $(ASAN_FLAGS) test

TSAN_FLAGS = CFLAGS='-O1 -g -fno-omit-frame-pointer' SANITIZE='-fsanitize=thread'

tsan: ## the specs that use threads under the thread sanitizer
	@$(MAKE) --no-print-directory BUILD=build-tsan $(TSAN_FLAGS) all
	@$(PLAIN) CANBAO_BUILD=build-tsan TSAN_OPTIONS='halt_on_error=1 exitcode=66' $(LUA) tests/support/tally.lua tsan

lint: all lint-tools ## warnings as errors in gcc and clang, formatters, analysers, room order, translations
	@$(PLAIN) CANBAO_BUILD=$(BUILD) CANBAO_COMPILE='$(subst ','\'',$(COMPILE) $(PLACES))' $(LUA) tests/support/tally.lua lint

fmt: lint-tools ## rewrite the C sources in the house layout
	clang-format -i $(wildcard include/*.h engine/*/*.[ch] tests/*/*.[ch] examples/*.c scripts/*/*.[ch])

meta: ## write build/meta/canbao.lua: what editors complete in rule scripts
	@mkdir -p $(BUILD)/meta
	@$(LUA) scripts/meta.lua > $(BUILD)/meta/canbao.lua

po: ## bring engine/po/zh_CN.po up to the messages in the sources
	@bash engine/po/update.sh engine/po/zh_CN.po

install: all ## install under PREFIX (default /usr/local), below DESTDIR
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR) \
	  $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(DATADIR)/canbao $(DESTDIR)$(LOCALEDIR)/zh_CN/LC_MESSAGES
	install -m 755 $(BUILD)/canbao $(DESTDIR)$(BINDIR)/canbao
	install -m 755 $(BUILD)/$(SHARED) $(DESTDIR)$(LIBDIR)/libcanbao.so.$(VERSION)
	ln -sf libcanbao.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SHARED)
	ln -sf $(SHARED) $(DESTDIR)$(LIBDIR)/libcanbao.so
	install -m 644 $(BUILD)/libcanbao.a $(DESTDIR)$(LIBDIR)/libcanbao.a
	install -m 644 include/canbao.h $(DESTDIR)$(INCLUDEDIR)/canbao.h
	install -d $(DESTDIR)$(LUADIR) $(DESTDIR)$(LUACDIR)/canbao
	install -m 644 $(BUILD)/lua/canbao.lua $(DESTDIR)$(LUADIR)/canbao.lua
	install -m 755 $(BUILD)/lua/canbao/core.so $(DESTDIR)$(LUACDIR)/canbao/core.so
	sed -e 's|@PREFIX@|$(PREFIX)|' -e 's|@LIBDIR@|$(LIBDIR)|' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|' \
	  -e 's|@DATADIR@|$(DATADIR)|' -e 's|@VERSION@|$(VERSION)|' canbao.pc.in \
	  > $(DESTDIR)$(LIBDIR)/pkgconfig/canbao.pc
	sed 's|@VERSION@|$(VERSION)|' engine/cli/canbao.1 > $(DESTDIR)$(MANDIR)/man1/canbao.1
	install -m 644 $(CATALOGUE) $(DESTDIR)$(LOCALEDIR)/zh_CN/LC_MESSAGES/canbao.mo
	rm -rf $(DESTDIR)$(DATADIR)/canbao/rules
	cp -R rules $(DESTDIR)$(DATADIR)/canbao/rules
	rm -rf $(DESTDIR)$(DATADIR)/canbao/scripts
	install -d $(DESTDIR)$(DATADIR)/canbao/scripts
	install -m 644 $(shell grep -l '^scenario ' scripts/*.lua) $(DESTDIR)$(DATADIR)/canbao/scripts/
	chmod -R u=rwX,go=rX $(DESTDIR)$(DATADIR)/canbao/rules

clean: ## remove everything that was built
	rm -rf build build-*
