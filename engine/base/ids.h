// Strong identifiers: an index that cannot be mistaken for another kind of index.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <limits>

namespace strife {

// An index into the table of things that `Tag` names. Default-constructed ids are invalid; `valid()` tells.
template <class Tag>
class Id {
  public:
    using Value = std::uint32_t;

    constexpr Id() = default;
    constexpr explicit Id(std::size_t value) : value_(static_cast<Value>(value)) {}

    [[nodiscard]] constexpr bool valid() const { return value_ != kInvalid; }
    [[nodiscard]] constexpr Value value() const { return value_; }
    [[nodiscard]] constexpr std::size_t index() const { return value_; }
    constexpr auto operator<=>(const Id&) const = default;

  private:
    static constexpr Value kInvalid = std::numeric_limits<Value>::max();
    Value value_ = kInvalid;
};

}  // namespace strife

template <class Tag>
struct std::hash<strife::Id<Tag>> {
    std::size_t operator()(strife::Id<Tag> id) const noexcept { return std::hash<std::uint32_t>{}(id.value()); }
};
