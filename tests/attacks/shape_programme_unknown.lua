-- tries: a programme that is a path
-- load: 3, there is no programme
policy { place = "攻县", year = 2024, programme = "../../rules/fields" } --!
