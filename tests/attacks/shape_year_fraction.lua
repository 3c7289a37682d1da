-- tries: a year and a half
-- load: 3, policy needs the year it is for
policy { place = "攻县", year = 2024.5 } --!
