-- tries: a division that is a number and would be lost
-- load: 3, policy needs a text: division
policy { place = "攻县", year = 2024, division = 341323 } --!
