// What a scenario is asked: its outcomes and series as plain values, and how one number among them is named.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace strife {

/// How the values of an outcome are to be read.
enum class NumberKind {
    count,        ///< a whole number of things
    real,         ///< a number with a unit
    probability,  ///< 0 or 1 in each replication; the mean is a probability
    first_time    ///< [days after the start]; NaN where it did not happen before the end of the run
};

/// A set of the scenario that an outcome ranges over.
struct SetInfo {
    std::string name;
    std::vector<std::string> members;
};

/// One outcome: a number a replication, or one for every combination of members of its sets.
struct OutcomeInfo {
    std::string name;
    std::string long_name;
    std::string units;  ///< "1" where pure
    NumberKind kind = NumberKind::real;
    std::vector<SetInfo> sets;  ///< outermost first; empty for a single number
    std::size_t first = 0;      ///< place of its first number in ReplicationValues::outcomes
    std::size_t size = 1;       ///< how many numbers: the product of the sets' sizes, the last set fastest
};

/// One series: a number for each instant (or period) of a grid, or that for every combination of members of its sets.
struct SeriesInfo {
    std::string name;
    std::string long_name;
    std::string units;
    std::vector<double> times;  ///< [days after the start]; of periods their ends
    std::vector<SetInfo> sets;  ///< outermost first; empty for a single series
    std::size_t first = 0;      ///< place of its first number in ReplicationValues::series
    std::size_t size = 0;       ///< how many numbers, [sets... x times]
};

/// Which number of an outcome or series is meant.
struct NumberAddress {
    std::string alternative = "baseline";
    std::vector<std::string> members = {};  ///< one member of each of its sets, in the order of the sets
};

}  // namespace strife
