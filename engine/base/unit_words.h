// The words that are units by our own choice, beside the long names of UDUNITS-2.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <string_view>

namespace strife {

// A short symbol and the long name it stands for. Symbols are read only right after a number, where a letter alone could also
// be a name after a forgotten `*`; the list therefore holds what field reports use and leaves out letters that are read in two
// ways: `a` (are or year), `l` (looks like 1), `M` and `y` (calendar or mean), `C` and `F` (zeros of their own), `T` and `G`.
struct ShortSymbol {
    std::string_view symbol;
    std::string_view name;
};
constexpr std::array<ShortSymbol, 14> kShortSymbols = {{{"s", "second"},
                                                        {"min", "minute"},
                                                        {"h", "hour"},
                                                        {"d", "day"},
                                                        {"mm", "millimeter"},
                                                        {"cm", "centimeter"},
                                                        {"m", "meter"},
                                                        {"km", "kilometer"},
                                                        {"ha", "hectare"},
                                                        {"L", "liter"},
                                                        {"g", "gram"},
                                                        {"kg", "kilogram"},
                                                        {"t", "tonne"},
                                                        {"%", "percent"}}};

struct CountingWord {
    std::string_view singular;
    std::string_view plural;
};
constexpr std::array<CountingWord, 10> kCountingWords = {{{"person", "persons"},
                                                          {"household", "households"},
                                                          {"event", "events"},
                                                          {"item", "items"},
                                                          {"attack", "attacks"},
                                                          {"plot", "plots"},
                                                          {"camp", "camps"},
                                                          {"cell", "cells"},
                                                          {"vehicle", "vehicles"},
                                                          {"weapon", "weapons"}}};
constexpr std::array<std::string_view, 2> kCurrencies = {"USD", "EUR"};

struct LongPrefix {
    std::string_view name;
    double factor;
};
constexpr std::array<LongPrefix, 12> kLongPrefixes = {{{"tera", 1e12},
                                                       {"giga", 1e9},
                                                       {"mega", 1e6},
                                                       {"kilo", 1e3},
                                                       {"hecto", 1e2},
                                                       {"deca", 1e1},
                                                       {"deka", 1e1},
                                                       {"deci", 1e-1},
                                                       {"centi", 1e-2},
                                                       {"milli", 1e-3},
                                                       {"micro", 1e-6},
                                                       {"nano", 1e-9}}};

// Names that messages may suggest, out of the hundreds that UDUNITS-2 knows.
constexpr std::array<std::string_view, 19> kCommonNames = {
    "second", "minute",   "hour",  "day",    "week",  "month",   "year",    "meter", "kilometer", "mile",
    "gram",   "kilogram", "tonne", "barrel", "liter", "hectare", "percent", "watt",  "joule"};

// UDUNITS-2 takes it for the short ton of 907 kg, most readers for the tonne.
constexpr std::array<std::string_view, 2> kAmbiguousNames = {"ton", "tons"};

}  // namespace strife
