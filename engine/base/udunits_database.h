// UDUNITS-2 behind one class: a word in, a scale and powers of base units out. The only place that sees its API.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace strife {

// A unit as UDUNITS-2 defines it: a number in it times `scale` is the number in the product of base units.
struct UdunitsProduct {
    double scale = 1.0;
    std::vector<std::pair<std::string, int>> powers;  // of base units by name ("second", "kilogram"), in any order
    bool plain = true;  // false if its zero is elsewhere (celsius), or if it is logarithmic or an instant
};

// UDUNITS-2's default database, read once by the constructor. Not safe to use from several threads at once.
class UdunitsDatabase {
  public:
    UdunitsDatabase();  // throws std::runtime_error, naming the file, if the database cannot be read

    // The unit of this name, singular or plural, without prefix and whatever its case; nothing if there is none.
    [[nodiscard]] std::optional<UdunitsProduct> find_name(const std::string& name) const;

  private:
    struct Free {
        void operator()(void* system) const;
    };
    std::unique_ptr<void, Free> system_;
};

}  // namespace strife
