-- tries: stand deep while another effect is read, whose rule stands as deep: only together would they be too deep
-- load: 5, functions wait for one another more than 100 deep
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
effect "a" { type = "money", title = "a", output = true }
effect "b" { type = "money", title = "b", output = true }
local function deep(n, e) if n == 0 then return e and e.b or yuan(1) end local v = deep(n - 1, e) return v, n end --!
article "二" "深" {
  a = function (r, e) if r.student then local v = deep(3000, e) return v end return yuan(0) end,
  b = function (r) if r.residence_permit then return yuan(2) end local v = deep(3000) return v end,
}
