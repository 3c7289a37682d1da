-- The Chinese catalogue: complete, well formed, and what the program speaks.
local run = require("tests.support.run").shell

describe("the zh_CN catalogue", function ()
  it("translates every message of the sources", function ()
    local status, text = run "bash engine/po/update.sh --check engine/po/zh_CN.po"
    assert.are.equal("", text)
    assert.are.equal(0, status)
  end)

  it("keeps every placeholder of the messages", function ()
    local status, text = run "msgfmt -c -o /dev/null engine/po/zh_CN.po"
    assert.are.equal("", text)
    assert.are.equal(0, status)
  end)

  it("has a Chinese character in every translation that is a sentence", function ()
    local _, text = run "msgattrib --translated --no-obsolete --no-wrap engine/po/zh_CN.po"
    local seen = 0
    for id, translation in text:gmatch 'msgid "(.-)"\nmsgstr "(.-)"\n' do
      seen = seen + 1
      local words = select(2, id:gsub("%%?%a%a+", ""))
      if words >= 4 then
        assert.is_truthy(translation:find "[\xE3-\xE9][\x80-\xBF][\x80-\xBF]", id .. " -> " .. translation)
      end
    end
    assert.is_true(seen > 50)
  end)
end)

describe("the check of the catalogue", function ()
  it("fails and names the message when a translation is missing", function ()
    local copy = os.tmpname()
    local status, text = run(([[
      awk '/^msgid "usage: canbao %%s %%s \[options\]\\n"$/ { hit = 1 }
           hit && /^msgstr/ { print "msgstr \"\""; hit = 0; next } { print }' engine/po/zh_CN.po > %s
      bash engine/po/update.sh --check %s]]):format(copy, copy))
    os.remove(copy)
    assert.are.equal(1, status)
    assert.is_truthy(text:find("\nusage: canbao %s %s [options]\\n\n", 1, true), text)
    local before = select(2, run "bash engine/po/update.sh --check engine/po/zh_CN.po"):match ": (%d+) " or 0
    assert.are.equal(before + 1, tonumber(text:match "^messages without a translation in %S+: (%d+) "), text)
  end)
end)
