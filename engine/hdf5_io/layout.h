// Which name each dimension and variable of a result file has, from the description of the run alone.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "results/descriptors.h"
#include "results/summary.h"

namespace strife {

// The version of the format that this program writes; it reads every file of the same major version.
inline constexpr int kFormatMajor = 1;
inline constexpr int kFormatMinor = 2;
// "1.2".
std::string format_version();

// One statistic of a Summary as the root group stores it: variable `<outcome>_<suffix>`.
struct StatisticField {
    enum class Units {
        same,      // those of the outcome
        duration,  // those of the outcome; "day" where it is an instant
        pure       // "1"
    };
    std::string_view suffix;
    std::string_view long_name;  // "<long_name> of <the outcome's>"
    Units units;
    double Summary::* member;
    enum class Of { all, first_times, nested };  // outcomes that have it: all, first-passage times, those of a nested design
    Of of = Of::all;
};

struct CountField {
    std::string_view suffix;
    std::string_view long_name;
    std::uint64_t Summary::* member;
};

// Every statistic but the quantiles (`_quantiles`) and the histogram (`_bin`, `_bin_count`).
std::span<const StatisticField> statistic_fields();
std::span<const CountField> count_fields();

// Names are those of the scenario. One that is taken in a group (an outcome called like a set) gets "_" appended until it is
// free.
class Layout {
  public:
    explicit Layout(const RunDescriptor& run);

    // Dimension of each set (index into RunDescriptor::axes), of each grid and of the bounds of its periods.
    [[nodiscard]] const std::string& set_dimension(std::size_t axis) const { return sets_[axis][0]; }
    // All dimensions of each set: one that indexes an outcome twice has a second, with the same labels.
    [[nodiscard]] const std::vector<std::string>& set_dimensions(std::size_t axis) const { return sets_[axis]; }
    [[nodiscard]] const std::string& grid_dimension(std::size_t grid) const { return grids_[grid]; }
    [[nodiscard]] std::string grid_bounds(std::size_t grid) const { return grids_[grid] + "_bounds"; }
    // Names of the dimensions of something indexed by these sets, in order.
    [[nodiscard]] std::vector<std::string> dimensions_of(const std::vector<std::size_t>& axes) const;
    // In /runs and /series.
    [[nodiscard]] const std::string& runs_variable(std::size_t outcome) const { return runs_[outcome]; }
    [[nodiscard]] const std::string& series_variable(std::size_t series) const { return series_[series]; }
    // In /: what stands before "_mean" and the other suffixes.
    [[nodiscard]] const std::string& outcome_stem(std::size_t outcome) const { return outcome_stems_[outcome]; }
    [[nodiscard]] const std::string& series_stem(std::size_t series) const { return series_stems_[series]; }

  private:
    std::vector<std::vector<std::string>> sets_;
    std::vector<std::string> grids_;
    std::vector<std::string> runs_;
    std::vector<std::string> series_;
    std::vector<std::string> outcome_stems_;
    std::vector<std::string> series_stems_;
};

// "days since 2022-01-01", or "day" where the scenario has no date.
std::string time_units(const RunDescriptor& run);
// Whether a variable of these units holds instants ("days since ...").
bool are_instants(std::string_view units);

// "province,abroad": names of the sets that index something, as the attribute `strife_sets` holds them, and back.
std::string joined_set_names(const RunDescriptor& run, const std::vector<std::size_t>& axes);
std::optional<std::vector<std::size_t>> parse_set_names(const RunDescriptor& run, std::string_view names);

}  // namespace strife
