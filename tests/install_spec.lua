-- make install, into a staging directory: what lies there must work from there.

local build = require("tests.support.run").build
local root, prefix

local run = require("tests.support.run").shell

local function succeeds(command)
  local status, text = run(command)
  assert.are.equal(0, status, command .. "\n" .. text)
  return text
end

-- A sanitized build is not one to install.
local describe_install = build == "build" and describe or function () end

describe_install("make install", function ()
  setup(function ()
    root = succeeds("mktemp -d"):match "%S+"
    prefix = root .. "/usr/local"
    succeeds(("make --no-print-directory -s install DESTDIR=%s"):format(root))
  end)
  teardown(function () run("rm -rf " .. root) end)

  it("puts every part in its place", function ()
    for _, path in ipairs { "bin/canbao", "lib/libcanbao.so", "lib/libcanbao.so.0", "lib/libcanbao.a", "include/canbao.h",
      "lib/pkgconfig/canbao.pc", "share/man/man1/canbao.1", "share/locale/zh_CN/LC_MESSAGES/canbao.mo",
      "share/canbao/rules/fields.lua", "share/canbao/rules/anhui/suzhou/lingbi/2023.lua",
      "share/canbao/scripts/premium_380.lua" } do
      succeeds(("test -s %s/%s"):format(prefix, path))
    end
  end)

  it("installs a library whose soname is libcanbao.so.0 and that exports nothing but canbao_ names", function ()
    local library = prefix .. "/lib/libcanbao.so"
    assert.is_truthy(succeeds("objdump -p " .. library):find("SONAME%s+libcanbao%.so%.0\n"))
    local names = 0
    for name in succeeds("nm -D --defined-only " .. library):gmatch "%x+ %a ([^\n]+)" do
      names = names + 1
      assert.is_truthy(name:find "^canbao_", name)
    end
    assert.is_true(names > 0)
  end)

  it("installs a program that finds its rules and its Chinese beside itself", function ()
    local text = succeeds(("cd / && env -u CANBAO_RULES %s/bin/canbao list --lang zh"):format(prefix))
    assert.is_truthy(text:find("lingbi/2023", 1, true), text)
    assert.is_truthy(text:find("premium_380", 1, true), text)
    assert.is_truthy(text:find("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]"), text)
  end)

  it("installs a module for stock lua5.4 that finds its library and its rules", function ()
    local text = succeeds(("cd / && env -u CANBAO_RULES -u LD_LIBRARY_PATH LUA_PATH='%s/share/lua/5.4/?.lua' "
      .. "LUA_CPATH='%s/lib/lua/5.4/?.so' lua5.4 -e 'print(require(\"canbao\").policy(\"lingbi/2023\"):info().year)'"):format(
      prefix, prefix))
    assert.are.equal("2023\n", text)
  end)

  it("lets a program be built with pkg-config alone", function ()
    local flags = ("PKG_CONFIG_PATH=%s/lib/pkgconfig pkg-config --define-variable=prefix=%s"):format(prefix, prefix)
    local libdir = succeeds(flags .. " --variable=libdir canbao"):match "%S+"
    assert.are.equal("/usr/local/lib", libdir)
    succeeds(("cc -std=c11 -I%s/include examples/embed.c -L%s/lib -lcanbao -o %s/embed"):format(prefix, prefix, root))
    succeeds(("LD_LIBRARY_PATH=%s/lib ldd %s/embed"):format(prefix, root))
  end)

  it("gives every version as the Makefile has it", function ()
    local version = succeeds("sed -n 's/^VERSION := //p' Makefile"):match "%S+"
    assert.are.equal("canbao " .. version .. "\n", succeeds(prefix .. "/bin/canbao --version"))
    assert.are.equal(version .. "\n", succeeds(("PKG_CONFIG_PATH=%s/lib/pkgconfig pkg-config --modversion canbao"):format(prefix)))
    assert.is_truthy(succeeds("cat " .. prefix .. "/share/man/man1/canbao.1"):find("canbao " .. version, 1, true))
  end)

  it("writes a manual page that names every verb and every exit status", function ()
    local page = succeeds("cat " .. prefix .. "/share/man/man1/canbao.1")
    local help = succeeds(prefix .. "/bin/canbao --help --lang en")
    for verb in help:gmatch "\n  (%l+)  +%S" do
      assert.is_truthy(page:find("\n%.B[IR]? " .. verb .. "[ \n]"), verb)
    end
    for status = 0, 5 do assert.is_truthy(page:find("\n.B " .. status .. "\n", 1, true), status) end
  end)
end)

describe("the rooms' order", function ()
  local function rooms(path, text)
    local folder = succeeds("mktemp -d"):match "%S+"
    succeeds(("mkdir -p %s/$(dirname %s)"):format(folder, path))
    local file = assert(io.open(folder .. "/" .. path, "w"))
    file:write(text)
    file:close()
    local status, said = run(("here=$PWD && cd %s && lua5.4 $here/tests/support/rooms.lua %s"):format(folder, path))
    run("rm -rf " .. folder)
    return status, said
  end

  it("is kept by the engine", function ()
    succeeds "lua5.4 tests/support/rooms.lua include/*.h engine/*/*.h engine/*/*.c"
  end)

  it("is broken by a room that includes one above it", function ()
    local status, said = rooms("engine/roster/a.c", '#include "roster/roster.h"\n#include "terms/term.h"\n')
    assert.are.equal(1, status)
    assert.are.equal('engine/roster/a.c:2: room roster may not know room terms ("terms/term.h")\n', said)
  end)

  it("is broken by Lua's headers outside the host, not inside it", function ()
    local status, said = rooms("engine/cases/a.c", "#include <lua.h>\n")
    assert.are.equal(1, status)
    assert.are.equal("engine/cases/a.c:1: only engine/host may include lua.h\n", said)
    assert.are.equal(0, (rooms("engine/host/a.c", "#include <lua.h>\n")))
  end)

  it("is broken by a banned call, not by its name in a comment or a text", function ()
    local status, said = rooms("engine/values/a.c", "/* atoi(x) */\nconst char *t = \"atoi(x)\";\nint f(void) { return atoi(t); }\n")
    assert.are.equal(1, status)
    assert.are.equal("engine/values/a.c:3: atoi is banned here\n", said)
  end)
end)

describe("the check of what the build needs", function ()
  -- On a machine that has nothing, with a user who is not root.
  local function bare_machine(kind)
    local folder = succeeds("mktemp -d"):match "%S+"
    succeeds(("printf '#!/bin/bash\\necho 1000\\n' > %s/id && chmod +x %s/id"):format(folder, folder))
    local status, said = run(("PATH=%s /bin/bash scripts/deps.sh %s"):format(folder, kind))
    run("rm -rf " .. folder)
    return status, said
  end

  it("says exactly which packages are missing when it may not install them", function ()
    local status, said = bare_machine "build"
    assert.are.equal(1, status)
    assert.is_truthy(said:find("canbao needs these packages (Debian 12 names); install them and run make again:\n", 1, true), said)
    for _, name in ipairs { "gcc", "pkg-config", "liblua5.4-dev", "lua-filesystem-dev", "libcjson-dev", "nettle-dev", "lua5.4",
      "lua-busted", "gettext" } do
      assert.is_truthy((said .. " "):gsub("\n", " "):find(" " .. name .. " ", 1, true), name .. " in " .. said)
    end
  end)

  it("asks for the tools of lint only for lint", function ()
    assert.is_nil(select(2, bare_machine "build"):find("cppcheck", 1, true))
    local status, said = bare_machine "lint"
    assert.are.equal(1, status)
    for _, name in ipairs { "clang", "clang-format", "clang-tidy", "cppcheck", "lua-check" } do
      assert.is_truthy((said .. " "):gsub("\n", " "):find(" " .. name .. " ", 1, true), name .. " in " .. said)
    end
  end)

  it("is silent where everything is there", function ()
    assert.are.equal("", succeeds "bash scripts/deps.sh build")
  end)
end)
