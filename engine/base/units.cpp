// SPDX-License-Identifier: Apache-2.0
#include "base/units.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <stdexcept>

#include <fmt/format.h>

#include "base/contracts.h"
#include "base/diagnostic.h"
#include "base/udunits_database.h"
#include "base/unit_parser.h"
#include "base/unit_words.h"

namespace strife {
namespace {

constexpr double kSecondsPerDay = 86'400.0;

enum class BaseUnitKind { time, physical, counting, currency };

struct BaseUnit {
    std::string name;
    BaseUnitKind kind = BaseUnitKind::physical;
};

constexpr std::size_t kShortestLongName = 3;

bool is_ambiguous(std::string_view word) {
    return std::find(kAmbiguousNames.begin(), kAmbiguousNames.end(), word) != kAmbiguousNames.end();
}

// A long name as the language spells it: lower-case ASCII letters, digits and "_" (UDUNITS-2 would take any case), one meaning.
bool is_long_name(std::string_view word) {
    return word.size() >= kShortestLongName && !is_ambiguous(word) && word.front() >= 'a' && word.front() <= 'z' &&
           std::all_of(word.begin(), word.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

// The long prefix that `word` begins with, an empty one of factor 1 if it begins with none.
LongPrefix prefix_of(std::string_view word) {
    const auto* found = std::find_if(kLongPrefixes.begin(), kLongPrefixes.end(),
                                     [&](const LongPrefix& prefix) { return word.starts_with(prefix.name); });
    return found == kLongPrefixes.end() ? LongPrefix{.name = "", .factor = 1.0} : *found;
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

// Reading the database takes longer than checking most scenarios, and each alternative has units of its own: a thread reads it
// once.
std::shared_ptr<const UdunitsDatabase> shared_database() {
    static thread_local const auto database = std::make_shared<const UdunitsDatabase>();
    return database;
}

}  // namespace

struct UnitSystem::Impl {
    std::shared_ptr<const UdunitsDatabase> database = shared_database();
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
        std::optional<UdunitsProduct> product = database->find_name(std::string(word));
        double factor = 1.0;
        if (!product) {
            const LongPrefix prefix = prefix_of(word);
            const std::string_view rest = word.substr(prefix.name.size());
            if (is_long_name(rest)) product = database->find_name(std::string(rest));
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

    bool is_known(std::string_view word) {
        if (words.contains(word)) return true;
        const LongName& name = find_long_name(word);
        return name.unit.has_value() || !name.plain;
    }

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
    if (impl_->is_known(word)) return false;
    // `emplace` leaves a plural alone that is a unit already among the declared; one of UDUNITS-2 must not be hidden either.
    const std::string plural = plural_of(word);
    impl_->add_counting(word, impl_->is_known(plural) ? word : plural);
    impl_->declared.push_back(word);
    return true;
}

bool UnitSystem::declare_currency(const std::string& word) {
    if (impl_->is_known(word)) return false;
    impl_->add_currency(word);
    impl_->declared.push_back(word);
    return true;
}

bool UnitSystem::declare_derived(const std::string& word, double number, const Unit& unit) {
    STRIFE_EXPECT(std::isfinite(number) && number > 0.0);
    if (impl_->is_known(word)) return false;
    impl_->words.emplace(word, Unit{.scale = number * unit.scale, .dimension = unit.dimension, .text = word});
    impl_->declared.push_back(word);
    return true;
}

std::optional<Unit> UnitSystem::find_word(std::string_view word) const {
    return impl_->find(word);
}

std::optional<Unit> UnitSystem::parse(std::string_view text, UnitError* error) const {
    UnitParser parser(text, [this](std::string_view word, UnitError& why) {
        std::optional<Unit> unit = impl_->find(word);
        if (!unit) why = explain(word);
        return unit;
    });
    std::optional<Unit> unit = parser.run();
    if (!unit && error != nullptr) *error = parser.error();
    return unit;
}

UnitError UnitSystem::explain(std::string_view word) const {
    if (!impl_->find_long_name(word).plain) {
        return {
            .reason = UnitError::Reason::offset,
            .message = fmt::format("'{}' is not a multiple of other units: its zero lies elsewhere, or it is logarithmic", word),
            .hint = "write temperatures in kelvin"};
    }
    const bool ambiguous = is_ambiguous(word) || is_ambiguous(word.substr(prefix_of(word).name.size()));
    return {.reason = UnitError::Reason::unknown_word,
            .message = fmt::format("'{}' is not a unit", word),
            .hint = ambiguous ? "write tonne (1000 kg), short_ton or long_ton" : did_you_mean(word, suggestions())};
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
    std::sort(factors.begin(), factors.end(),
              [&](const auto& a, const auto& b) { return std::pair(order(a), a.first) < std::pair(order(b), b.first); });
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
        result.reserve(kShortSymbols.size());
        for (const ShortSymbol& symbol : kShortSymbols) result.emplace_back(symbol.symbol);
        return result;
    }();
    return symbols;
}

const std::vector<std::string>& UnitSystem::built_in_counting_units() {
    static const std::vector<std::string> units = [] {
        std::vector<std::string> result;
        result.reserve(kCountingWords.size());
        for (const CountingWord& word : kCountingWords) result.emplace_back(word.singular);
        return result;
    }();
    return units;
}

}  // namespace strife
