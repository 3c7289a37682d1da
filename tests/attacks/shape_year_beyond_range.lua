-- tries: a year that C cannot hold
-- load: 3, year must be a whole number
policy { place = "攻县", year = 4294967296 + 2024 } --!
