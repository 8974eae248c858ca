// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "base/contracts.h"
#include "base/udunits_database.h"
#include "base/unit_parser.h"

namespace strife {
namespace {

constexpr double kSecondsPerDay = 86'400.0;

enum class BaseUnitKind { time, physical, counting, currency };

struct BaseUnit {
    std::string name;
    BaseUnitKind kind = BaseUnitKind::physical;
};

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

constexpr std::size_t kShortestLongName = 3;

// A long name as the language spells it: lower-case ASCII letters, digits and "_" (UDUNITS-2 itself would take any case).
bool is_long_name(std::string_view word) {
    return word.size() >= kShortestLongName && word.front() >= 'a' && word.front() <= 'z' &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

std::string plural_of(const std::string& word) {
    const auto ends_in = [&](std::string_view ending) { return word.ends_with(ending); };
    if (ends_in("s") || ends_in("x") || ends_in("ch") || ends_in("sh")) return word + "es";
    const bool consonant_y =
        ends_in("y") && word.size() > 1 && std::string_view("aeiou").find(word[word.size() - 2]) == std::string_view::npos;
    return consonant_y ? word.substr(0, word.size() - 1) + "ies" : word + "s";
}

std::string factor_text(const std::string& name, int power) {
    return power == 1 ? name : fmt::format("{}^{}", name, power);
}

}  // namespace

struct UnitSystem::Impl {
    UdunitsDatabase database;
    std::vector<BaseUnit> bases;
    std::map<std::string, Unit, std::less<>> words;  // declared, built in and short symbols
    std::vector<std::string> declared;               // in the order of declaration, for suggestions
    // What UDUNITS-2 said about a long name; not plain means known, but with a zero of its own or logarithmic.
    struct LongName {
        std::optional<Unit> unit;
        bool plain = true;
    };
    std::map<std::string, LongName, std::less<>> long_names;

    BaseUnitId add_base(std::string name, BaseUnitKind kind) {
        bases.push_back({.name = std::move(name), .kind = kind});
        return BaseUnitId{bases.size() - 1};
    }

    BaseUnitId physical_base(const std::string& name) {
        if (name == "second") return kTime;
        for (std::size_t i = 0; i < bases.size(); ++i) {
            if (bases[i].kind == BaseUnitKind::physical && bases[i].name == name) return BaseUnitId{i};
        }
        return add_base(name, BaseUnitKind::physical);
    }

    void add_counting(const std::string& singular, const std::string& plural) {
        const Dimension dimension(add_base(singular, BaseUnitKind::counting));
        words.emplace(singular, Unit{.scale = 1.0, .dimension = dimension, .text = singular});
        words.emplace(plural, Unit{.scale = 1.0, .dimension = dimension, .text = plural});
    }

    void add_currency(const std::string& word) {
        words.emplace(word, Unit{.scale = 1.0, .dimension = Dimension(add_base(word, BaseUnitKind::currency)), .text = word});
    }

    Unit to_unit(const UdunitsProduct& product, double factor, std::string_view text) {
        Unit unit{.scale = factor * product.scale, .dimension = {}, .text = std::string(text)};
        for (const auto& [name, power] : product.powers) {
            const BaseUnitId base = physical_base(name);
            unit.dimension = unit.dimension.times(Dimension(base, power));
            if (base != kTime) continue;
            // One operation a power, on whole numbers where the unit is one: a day is exactly 1, an hour the double nearest 1/24.
            for (int i = 0; i < power; ++i) unit.scale /= kSecondsPerDay;
            for (int i = 0; i > power; --i) unit.scale *= kSecondsPerDay;
        }
        return unit;
    }

    LongName read_long_name(std::string_view word) {
        if (!is_long_name(word)) return {};
        std::optional<UdunitsProduct> product = database.find_name(std::string(word));
        double factor = 1.0;
        for (const LongPrefix& prefix : kLongPrefixes) {
            if (product || !word.starts_with(prefix.name)) continue;
            const std::string_view rest = word.substr(prefix.name.size());
            if (!is_long_name(rest)) continue;
            product = database.find_name(std::string(rest));
            factor = prefix.factor;
        }
        if (!product) return {};
        if (!product->plain) return {.unit = std::nullopt, .plain = false};
        return {.unit = to_unit(*product, factor, word), .plain = true};
    }

    const LongName& find_long_name(std::string_view word) {
        const auto known = long_names.find(word);
        if (known != long_names.end()) return known->second;
        return long_names.emplace(word, read_long_name(word)).first->second;
    }

    bool is_plain(std::string_view word) { return words.contains(word) || find_long_name(word).plain; }

    std::optional<Unit> find(std::string_view word) {
        const auto known = words.find(word);
        if (known != words.end()) return known->second;
        return find_long_name(word).unit;
    }

    [[nodiscard]] bool is_one(const Dimension& dimension, BaseUnitKind kind) const {
        return dimension.factors().size() == 1 && dimension.factors().front().second == 1 &&
               bases[dimension.factors().front().first.index()].kind == kind;
    }

    static constexpr BaseUnitId kTime{0};
};

UnitSystem::UnitSystem() : impl_(std::make_unique<Impl>()) {
    impl_->add_base("day", BaseUnitKind::time);
    for (const CountingWord& word : kCountingWords) impl_->add_counting(std::string(word.singular), std::string(word.plural));
    impl_->words.emplace("people", Unit{.scale = 1.0, .dimension = impl_->words.at("person").dimension, .text = "people"});
    for (const std::string_view currency : kCurrencies) impl_->add_currency(std::string(currency));
    for (const ShortSymbol& symbol : kShortSymbols) {
        std::optional<Unit> unit = impl_->find_long_name(symbol.name).unit;
        if (!unit) throw std::runtime_error(fmt::format("the units database of UDUNITS-2 lacks '{}'", symbol.name));
        unit->text = symbol.symbol;
        impl_->words.emplace(symbol.symbol, *std::move(unit));
    }
}

UnitSystem::~UnitSystem() = default;
UnitSystem::UnitSystem(UnitSystem&&) noexcept = default;
UnitSystem& UnitSystem::operator=(UnitSystem&&) noexcept = default;

bool UnitSystem::declare_counting(const std::string& word) {
    if (impl_->find(word) || !impl_->is_plain(word)) return false;
    // `emplace` leaves a plural alone that is a unit already among the declared; one of UDUNITS-2 must not be hidden either.
    const std::string plural = plural_of(word);
    impl_->add_counting(word, impl_->find(plural) ? word : plural);
    impl_->declared.push_back(word);
    return true;
}

bool UnitSystem::declare_currency(const std::string& word) {
    if (impl_->find(word) || !impl_->is_plain(word)) return false;
    impl_->add_currency(word);
    impl_->declared.push_back(word);
    return true;
}

bool UnitSystem::declare_derived(const std::string& word, double number, const Unit& unit) {
    STRIFE_EXPECT(std::isfinite(number) && number > 0.0);
    if (impl_->find(word) || !impl_->is_plain(word)) return false;
    impl_->words.emplace(word, Unit{.scale = number * unit.scale, .dimension = unit.dimension, .text = word});
    impl_->declared.push_back(word);
    return true;
}

std::optional<Unit> UnitSystem::find_word(std::string_view word) const {
    return impl_->find(word);
}

std::optional<Unit> UnitSystem::parse(std::string_view text, UnitError* error) const {
    UnitParser parser(*this, text, [this](std::string_view word) { return impl_->is_plain(word); });
    std::optional<Unit> unit = parser.run();
    if (!unit && error != nullptr) *error = parser.error();
    return unit;
}

std::string UnitSystem::describe(const Dimension& dimension) const {
    // Counting units and currencies first and time last, as in "person day" and "USD/month".
    const auto order = [this](const std::pair<BaseUnitId, int>& factor) {
        switch (impl_->bases[factor.first.index()].kind) {
            case BaseUnitKind::counting:
                return 0;
            case BaseUnitKind::currency:
                return 1;
            case BaseUnitKind::physical:
                return 2;
            case BaseUnitKind::time:
                return 3;
        }
        return 4;
    };
    std::vector<std::pair<BaseUnitId, int>> factors = dimension.factors();
    std::stable_sort(factors.begin(), factors.end(), [&](const auto& a, const auto& b) { return order(a) < order(b); });
    std::string above;
    std::string below;
    for (const auto& [base, power] : factors) {
        const std::string& name = impl_->bases[base.index()].name;
        if (power < 0) {
            below += fmt::format("/{}", factor_text(name, -power));
        } else {
            above += fmt::format("{}{}", above.empty() ? "" : " ", factor_text(name, power));
        }
    }
    return (above.empty() ? "1" : above) + below;
}

bool UnitSystem::is_counting(const Dimension& dimension) const {
    return impl_->is_one(dimension, BaseUnitKind::counting);
}

bool UnitSystem::is_currency(const Dimension& dimension) const {
    return impl_->is_one(dimension, BaseUnitKind::currency);
}

Dimension UnitSystem::time() const {
    return Dimension(Impl::kTime);
}

std::vector<std::string> UnitSystem::suggestions() const {
    std::vector<std::string> result = impl_->declared;
    result.insert(result.end(), built_in_counting_units().begin(), built_in_counting_units().end());
    result.insert(result.end(), kCurrencies.begin(), kCurrencies.end());
    result.insert(result.end(), short_symbols().begin(), short_symbols().end());
    result.insert(result.end(), kCommonNames.begin(), kCommonNames.end());
    return result;
}

const std::vector<std::string>& UnitSystem::short_symbols() {
    static const std::vector<std::string> symbols = [] {
        std::vector<std::string> result;
        for (const ShortSymbol& symbol : kShortSymbols) result.emplace_back(symbol.symbol);
        return result;
    }();
    return symbols;
}

const std::vector<std::string>& UnitSystem::built_in_counting_units() {
    static const std::vector<std::string> units = [] {
        std::vector<std::string> result;
        for (const CountingWord& word : kCountingWords) result.emplace_back(word.singular);
        return result;
    }();
    return units;
}

}  // namespace strife
