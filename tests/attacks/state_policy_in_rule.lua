-- tries: call policy inside a rule
-- load: 3, policy stands at the top level of a script, not inside a rule
policy { place = "攻县", year = 2024 }
article "一" "人人可参保" { eligible = true, premium = yuan(380), fiscal = yuan(640), deadline = date "2023-12-31" }
article "二" "再立" { subsidy = yuan(1), when = function () policy { place = "别县", year = 2025 } return true end } --!
