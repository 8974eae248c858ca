// Units of measurement: UDUNITS-2 knows the words, we do the algebra of dimensions and of counting units and currencies.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"

namespace strife {

using BaseUnitId = Id<struct BaseUnitTag>;

// A product of integer powers of base units; the empty product is dimensionless.
class Dimension {
  public:
    Dimension() = default;
    explicit Dimension(BaseUnitId base, int power = 1);

    [[nodiscard]] bool is_none() const { return factors_.empty(); }
    [[nodiscard]] const std::vector<std::pair<BaseUnitId, int>>& factors() const { return factors_; }
    // The power of `base` in the product, 0 if it is not there.
    [[nodiscard]] int power_of(BaseUnitId base) const;

    [[nodiscard]] Dimension times(const Dimension& other) const;
    [[nodiscard]] Dimension over(const Dimension& other) const;
    [[nodiscard]] Dimension to_the(int power) const;
    // The dimension whose square this is; nothing if a power is odd.
    [[nodiscard]] std::optional<Dimension> square_root() const;

    bool operator==(const Dimension&) const = default;

  private:
    std::vector<std::pair<BaseUnitId, int>> factors_;  // sorted by base unit, powers never 0
};

// A unit: a number in this unit times `scale` is the number in canonical units (time in days, else UDUNITS's base units).
struct Unit {
    double scale = 1.0;
    Dimension dimension;
    std::string text = "1";  // as written, for messages and the `units` attributes of results
};

// A failed look-up of a unit: why, and the place in the unit's text.
struct UnitError {
    enum class Reason { unknown_word, syntax, offset };
    Reason reason = Reason::unknown_word;
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string message;
    std::string hint;
};

// The units one scenario may use. Built in: UDUNITS-2's long names with long prefixes ("kilometer", "months"), the short symbols
// of `short_symbols()`, the counting units of `built_in_counting_units()` and the currencies USD and EUR.
// Not safe to call from several threads at once (UDUNITS-2 is not); all use is before a run.
class UnitSystem {
  public:
    UnitSystem();  // throws std::runtime_error if UDUNITS-2's database cannot be read
    ~UnitSystem();
    UnitSystem(UnitSystem&&) noexcept;
    UnitSystem& operator=(UnitSystem&&) noexcept;
    UnitSystem(const UnitSystem&) = delete;
    UnitSystem& operator=(const UnitSystem&) = delete;

    // Declares a new base unit that counts things (a camp; the plural "camps" is then a unit too), or a currency. Returns false
    // if the word is a unit already.
    bool declare_counting(const std::string& word);
    bool declare_currency(const std::string& word);
    // Declares `word` as `number` times `unit`. Returns false if the word is a unit already.
    bool declare_derived(const std::string& word, double number, const Unit& unit);

    // The unit of one word ("person", "month", "days", "km", "USD"); nothing if it is none, or one with an offset (celsius).
    [[nodiscard]] std::optional<Unit> find_word(std::string_view word) const;

    // A unit's text: "person/month", "1", "1/day", "USD", "person day", "km^2", "m^-2". Grammar, as in expressions:
    // factor { ("/" | "*" | space) factor }, factor = word ["^" ["-"] digits] | "1"; "/" applies to the next factor only.
    [[nodiscard]] std::optional<Unit> parse(std::string_view text, UnitError* error = nullptr) const;

    // Why find_word(word) gives nothing, with a hint where there is one; the place is left open.
    [[nodiscard]] UnitError explain(std::string_view word) const;

    // A readable text of a dimension in canonical units: "person/day", "USD", "1".
    [[nodiscard]] std::string describe(const Dimension& dimension) const;
    // Whether the dimension is exactly one counting unit to the power 1.
    [[nodiscard]] bool is_counting(const Dimension& dimension) const;
    // Whether the base unit of the dimension is a currency to the power 1.
    [[nodiscard]] bool is_currency(const Dimension& dimension) const;
    [[nodiscard]] Dimension time() const;

    // All words that messages may suggest: declared and built-in units, short symbols and common long names.
    [[nodiscard]] std::vector<std::string> suggestions() const;

    static const std::vector<std::string>& short_symbols();
    static const std::vector<std::string>& built_in_counting_units();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace strife
