-- Slices of text: checked, trimmed, mended, shown, compared.
local run = require "tests.support.run"

local function answers(words, rows)
  local lines = {}
  for i, row in ipairs(rows) do lines[i] = row[1] end
  local got = run.unit("text", table.unpack(words))(lines)
  for i, row in ipairs(rows) do assert.equal(row[2], got[i], row[1]) end
  assert.equal(#rows, #got)
end

describe("trimming", function()
  it("takes white space off both ends: ASCII, full-width, no-break", function()
    answers({ "trim" }, { { "  a b\\t\\r\\n", '"a b"' }, { "　甲　", '"甲"' }, { "\\xC2\\xA0甲\\xC2\\xA0 ", '"甲"' }, { "", '""' }, { " 　 ", '""' } })
  end)

  it("leaves bytes alone that only look like a piece of white space", function()
    answers({ "trim" }, { { "\\xA0", '"\\xA0"' }, { "\\x80\\x80", '"\\x80\\x80"' }, { "々〇", '"々〇"' }, { "àà", '"àà"' } })
  end)
end)

describe("UTF-8", function()
  it("is what the standard says", function()
    answers({ "valid" }, { { "", "yes" }, { "abc参保é𠀀", "yes" }, { "\\xF4\\x8F\\xBF\\xBF", "yes" }, { "\\xED\\x9F\\xBF\\xEE\\x80\\x80", "yes" } })
  end)

  it("is not overlong, surrogate, above U+10FFFF, stray or cut short", function()
    answers({ "valid" }, {
      { "\\xC0\\x80", "no" }, { "\\xC1\\xBF", "no" }, { "\\xE0\\x80\\x80", "no" }, { "\\xE0\\x9F\\xBF", "no" }, { "\\xF0\\x8F\\xBF\\xBF", "no" },
      { "\\xED\\xA0\\x80", "no" }, { "\\xF4\\x90\\x80\\x80", "no" }, { "\\xF5\\x80\\x80\\x80", "no" }, { "\\x80", "no" }, { "a\\xFF", "no" },
      { "\\xE5\\x8F", "no" }, { "\\xE5", "no" }, { "\\xF0\\xA0\\x80", "no" }, { "\\xC3", "no" } })
  end)

  it("is checked to the last byte, however long the ASCII before it", function()
    for n = 0, 20 do
      local plain = ("x"):rep(n)
      assert.same({ "yes", "no" }, run.unit("text", "valid") { plain .. "参" .. plain, plain .. "\\xE5\\x8F" .. plain })
    end
  end)

  -- Long texts are looked at 32 bytes at a time: what is wrong is found wherever it stands among them.
  it("is the same in a long text, at every place of 32 bytes", function()
    local right = { "参", "é", "𠀀", "\\xF4\\x8F\\xBF\\xBF", "\\xED\\x9F\\xBF", "\\xEE\\x80\\x80", "\\xE0\\xA0\\x80", "\\xF0\\x90\\x80\\x80", "\\xC2\\x80" }
    local wrong = { "\\x80", "\\xBF\\xBF", "\\xC0\\x80", "\\xC1\\xBF", "\\xC3", "\\xC3\\x80\\x80", "\\xE0\\x9F\\xBF", "\\xE5\\x8F", "\\xE5a\\x8F", "\\xED\\xA0\\x80", "\\xED\\xBF\\xBF",
                    "\\xF0\\x8F\\xBF\\xBF", "\\xF0\\x90\\x80", "\\xF4\\x90\\x80\\x80", "\\xF5\\x80\\x80\\x80", "\\xF8\\x88\\x80\\x80\\x80", "\\xFF", "\\xE5\\x8F\\x82\\x82" }
    local lines, expected = {}, {}
    for before = 31, 66 do
      for _, after in ipairs { 0, 1, 40 } do
        for kind, list in ipairs { right, wrong } do
          for _, bytes in ipairs(list) do
            lines[#lines + 1] = ("a"):rep(before) .. bytes .. ("b"):rep(after + 32)
            lines[#lines + 1] = ("参"):rep(before) .. bytes .. ("参"):rep(after)
            expected[#expected + 1], expected[#expected + 2] = kind == 1 and "yes" or "no", kind == 1 and "yes" or "no"
          end
        end
      end
    end
    assert.same(expected, (run.unit("text", "valid")(lines)))
  end)
end)

describe("GB18030", function()
  it("becomes UTF-8, two and four bytes alike", function()
    answers({ "gb18030" }, { { "\\xB2\\xCE\\xB1\\xA3", '"参保"' }, { "abc", '"abc"' }, { "\\x95\\x32\\x82\\x36", '"𠀀"' }, { "\\x81\\x30\\x84\\x36", '"¥"' },
                             { "", '""' } })
  end)

  it("is refused when a byte is none", function()
    answers({ "gb18030" }, { { "\\xB2", "no" }, { "\\xFF", "no" }, { "ab\\xB2\\x20cd", "no" } })
  end)
end)

describe("half width", function()
  it("mends full-width ASCII and the full-width space and nothing else", function()
    answers({ "half" }, { { "ＡＢ１２（社区）　＊", '"AB12(社区) *"' }, { "、。", '"、。"' }, { "～！", '"~!"' }, { "￥", '"￥"' } })
  end)

  it("never writes beyond its buffer and never cuts a character", function()
    answers({ "half", "5" }, { { "参保参", '"参"' }, { "１２３４５", '"1234"' } })
    answers({ "half", "1" }, { { "１２", '""' } })
  end)
end)

describe("the nearest name", function()
  local names = { "低保对象", "特困人员", "孤儿", "returning_migrant", "paid_on" }

  it("is offered within a third of the length", function()
    answers({ "nearest", table.unpack(names) }, { { "低保对相", "低保对象" }, { "特困人", "特困人员" }, { "returning_migrants", "returning_migrant" },
                                                  { "payd_on", "paid_on" }, { "retruning_migrnt", "returning_migrant" } })
  end)

  it("is not offered beyond", function()
    answers({ "nearest", table.unpack(names) }, { { "低保", "none" }, { "低困对相", "none" }, { "nothing_like_it", "none" }, { "", "none" },
                                                  { ("长"):rep(70), "none" } })
  end)

  it("shares a character with the wanted one", function()
    answers({ "nearest", "男", "女" }, { { "妇", "none" }, { "男性", "男" } })
  end)

  it("counts two letters the wrong way round as one slip, and full width as half width", function()
    answers({ "nearest", "when", "三（二）2", "三（三）" }, { { "whne", "when" }, { "wehne", "none" }, { "三(二)2", "三（二）2" }, { "三(三)", "三（三）" } })
  end)

  it("is the first of equals", function() answers({ "nearest", "ab", "ac" }, { { "ad", "ab" } }) end)
end)

describe("showing a text on a terminal", function()
  it("escapes what would move, hide or reverse", function()
    answers({ "display" }, { { "a\\n\\t\\x1B[31m", '"a\\x0A\\x09\\x1B[31m"' }, { "甲\\xE2\\x80\\xAE乙", '"甲\\u{202E}乙"' }, { "\\xEF\\xBB\\xBFx", '"\\u{FEFF}x"' },
                             { "\\xC2\\x85", '"\\u{0085}"' }, { "\\x7F", '"\\x7F"' }, { "好\\xFF", '"好\\xFF"' }, { "\\xE5\\x8F", '"\\xE5\\x8F"' } })
  end)

  it("cuts a long one with dots, between characters", function()
    answers({ "display", "11" }, { { "0123456789", '"0123456789"' }, { "01234567890", '"0123456..."' }, { "参保参保", '"参保..."' },
                                   { "参保参\\n", '"参保..."' } })
    answers({ "display", "4" }, { { "参保", '"..."' }, { "abc", '"abc"' } })
    answers({ "display", "1" }, { { "abc", '""' } })
  end)
end)

describe("masking an ID number", function()
  it("keeps the first six and the last four characters", function()
    answers({ "mask" }, { { "990001199001010013", '"990001********0013"' }, { "12345678901", '"123456*8901"' }, { "护照号码甲乙丙丁戊己庚", '"护照号码甲乙*丁戊己庚"' } })
  end)

  it("keeps only the first of a short one", function()
    answers({ "mask" }, { { "1234567890", '"1*********"' }, { "E1", '"E*"' }, { "", '""' }, { "甲乙", '"甲*"' } })
  end)

  it("keeps to its buffer", function() answers({ "mask", "5" }, { { "990001199001010013", '"9900"' } }) end)
end)

describe("SHA-256", function()
  it("is that of another program, at every length around a block's end", function()
    for _, n in ipairs { 1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129, 1000 } do
      local path = run.file(("x"):rep(n))
      answers({ "sha256" }, { { ("x"):rep(n), run("sha256sum " .. path).out:sub(1, 64) } })
      os.remove(path)
    end
  end)

  it("is the same beside another, however both are cut", function()
    for _, n in ipairs { 1, 2, 63, 64, 65, 127, 128, 129, 130, 200, 400 } do
      local text = ("0123456789abcdefghijklmnopqrstuvwxyz"):rep(12):sub(1, n)
      local path = run.file(text)
      answers({ "two_hashes" }, { { text, run("sha256sum " .. path).out:sub(1, 64) } })
      os.remove(path)
    end
  end)

  it("is that of the standard's examples", function()
    answers({ "sha256" }, { { "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
                            { "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" } })
  end)
end)

describe("an error's text", function()
  local function text(...) return run.unit("fault", "text", ...)("")[1] end

  it("names file, line and article, so far as there are any", function()
    assert.equal("a.lua:3: article 三（二）: No such label.", text("a.lua", "3", "三（二）", "No such label."))
    assert.equal("a.lua: No such label.", text("a.lua", "0", "", "No such label."))
    assert.equal("No such label.", text("", "7", "", "No such label."))
  end)

  it("is one line, whatever it was made of", function()
    assert.equal("a.lua:3: two lines", text("a.lua", "3", "", "two\nlines"))
  end)

  it("is cut between characters when it is too long", function()
    local long = text("", "0", "", ("参"):rep(400))
    assert.equal(("参"):rep(341), long)
  end)
end)
