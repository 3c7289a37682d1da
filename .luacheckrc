-- Rule scripts see the words of the rule language and nothing else; engine/lua is our own, trusted.
std = "lua54"
max_line_length = false

local words = {
  "policy", "field", "labels", "article", "effect", "combine", "doubt", "agrees", "targets", "township", "household", "county",
  "yuan", "fen", "date", "percent", "ratio", "days", "months", "years", "full", "here",
  "is", "any", "all", "none", "every", "least", "most", "earlier", "later", "age_on", "age_at_least", "last_day",
  "ipairs", "pairs", "tostring", "type", "math",
}
for _, place in ipairs { "rules", "tests/fixtures/rules", "tests/hostile/county" } do
  files[place .. "/**/*.lua"] = { std = "none", read_globals = words }
  files[place .. "/**/*.cases.lua"] = { std = "none", read_globals = { "case", "base" } }
  files[place .. "/**/*.synth.lua"] = { std = "none", read_globals = { "profile", "ages", "town", "trait", "payer" } }
end
for _, name in ipairs { "scenario", "set", "drop", "replace", "also", "expect", "assume", "meant_for", "guard_of" } do words[#words + 1] = name end
files["scripts/*.lua"] = { std = "none", read_globals = words }
files["scripts/meta.lua"] = { std = "lua54" } -- a program, no scenario
files["tests/**/*_spec.lua"] = { std = "lua54+busted" }
-- Written to be wrong.
exclude_files = { "tests/fixtures/broken", "tests/attacks", "tests/truth/found" }
